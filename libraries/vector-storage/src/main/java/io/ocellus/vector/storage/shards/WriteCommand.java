package io.ocellus.vector.storage.shards;

import io.ocellus.vector.storage.columns.ColumnBatch;
import io.ocellus.vector.storage.columns.Keys;

/** A validated write for one shard. */
public sealed interface WriteCommand {
    long collection();

    int shard();

    record Insert(long collection, int shard, long partition, ColumnBatch rows) implements WriteCommand {}

    /** The rows' keys are distinct. */
    record Upsert(long collection, int shard, long partition, ColumnBatch rows) implements WriteCommand {}

    /** {@code partition} 0 means all. */
    record Delete(long collection, int shard, long partition, Keys keys) implements WriteCommand {}

    /** A change of definition, for the readers of the log. */
    record Ddl(long collection, int shard, String body) implements WriteCommand {}
}
