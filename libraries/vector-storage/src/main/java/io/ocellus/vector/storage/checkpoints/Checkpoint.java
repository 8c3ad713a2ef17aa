package io.ocellus.vector.storage.checkpoints;

import io.ocellus.vector.storage.segments.DeletedRows;
import io.ocellus.vector.storage.segments.Pinned;
import io.ocellus.vector.storage.segments.RowBlock;
import java.util.List;

/**
 * A log partition's state at one offset, as captured by its owner: growing rows as they were published, hidden rows of growing and sealed
 * segments. Holds pins until it is written.
 *
 * @param offset replay begins here
 * @param epoch of the last fence before the offset
 * @param clock the last timestamp stamped
 */
public record Checkpoint(
        long offset, long epoch, long clock, List<Growing> growing, List<Marks> sealed, List<Pinned> pins) {

    public record Growing(
            long collection, int shard, long partition, long segment, List<RowBlock> blocks, DeletedRows.Marks marks) {}

    public record Marks(long collection, int shard, long segment, DeletedRows.Marks marks) {}

    public void unpin() {
        pins.forEach(Pinned::unpin);
    }
}
