package io.ocellus.vector.storage;

import io.ocellus.vector.storage.columns.Keys;

/** A durable, visible write: the keys in the order of the rows, how many rows it touched, and the timestamp for Session reads. */
public record MutationResult(Keys keys, long count, long timestamp) {}
