package io.ocellus.vector.storage;

import io.ocellus.vector.storage.columns.ColumnBatch;

/** The asked fields of the matching rows in the order of the primary key, and the timestamp they were read at. */
public record QueryResult(ColumnBatch rows, long timestamp) {}
