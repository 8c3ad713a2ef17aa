package io.ocellus.vector.storage.log;

/**
 * What each record says about itself.
 *
 * @param epoch of the owner that appended it; a record below the epoch of an earlier fence does not count
 * @param timestamp stamped by the owner, rising in append order
 * @param part from 0; the write is applied at part {@code parts - 1}, and only if all its parts came in order
 * @param trace of the call it was written for
 */
public record RecordHeader(
        long epoch,
        long timestamp,
        long collection,
        int shard,
        long partition,
        long write,
        int part,
        int parts,
        TraceId trace) {
    public RecordHeader(
            long epoch, long timestamp, long collection, int shard, long partition, long write, int part, int parts) {
        this(epoch, timestamp, collection, shard, partition, write, part, parts, TraceId.NONE);
    }

    public boolean last() {
        return part == parts - 1;
    }

    static RecordHeader fence(long epoch) {
        return new RecordHeader(epoch, 0, 0, 0, 0, 0, 0, 1);
    }
}
