package io.ocellus.vector.storage;

import io.ocellus.vector.storage.columns.ColumnBatch;
import io.ocellus.vector.storage.columns.Keys;

/**
 * The hits of all queries one after the other, best first within a query; {@code counts} says how many each has. {@code rows} holds the
 * output fields in the same order.
 */
public record SearchResult(int[] counts, Keys keys, float[] scores, ColumnBatch rows, long timestamp) {}
