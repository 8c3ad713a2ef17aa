package io.ocellus.vector.storage.checkpoints;

import io.ocellus.vector.storage.columns.ColumnBatch;
import io.ocellus.vector.storage.segments.DeletedRows;

/** Is told what a checkpoint holds, in this order: the head, then per growing segment its rows and its marks, then marks of sealed ones. */
public interface CheckpointReader {
    void head(long offset, long epoch, long clock);

    /** Further rows of a growing segment; field {@code SegmentMeta.TIMESTAMPS} holds their timestamps. */
    void growing(long collection, int shard, long partition, long segment, ColumnBatch rows);

    void growingMarks(long collection, int shard, long partition, long segment, DeletedRows.Marks marks);

    void sealedMarks(long collection, int shard, long segment, DeletedRows.Marks marks);
}
