package io.ocellus.vector.storage.log;

import io.ocellus.vector.storage.columns.ColumnBatch;
import io.ocellus.vector.storage.columns.Keys;

/** One record of the log. */
public sealed interface LogRecord {
    RecordHeader header();

    /** New rows. */
    record Insert(RecordHeader header, ColumnBatch rows) implements LogRecord {}

    /** New rows that hide older ones of the same keys: delete and insert in one. */
    record Upsert(RecordHeader header, ColumnBatch rows) implements LogRecord {}

    /** Hides the rows of those keys with an earlier timestamp. The header's partition 0 means all. */
    record Delete(RecordHeader header, Keys keys) implements LogRecord {}

    /** A change of definition, placed among the writes: readers of the log learn the order. The body is JSON. */
    record Ddl(RecordHeader header, String body) implements LogRecord {}

    /** A new owner: records of a lower epoch after it do not count. */
    record Fence(RecordHeader header) implements LogRecord {}
}
