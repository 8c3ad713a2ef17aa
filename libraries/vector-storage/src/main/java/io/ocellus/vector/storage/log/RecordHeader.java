package io.ocellus.vector.storage.log;

/**
 * What each record says about itself.
 *
 * @param epoch of the owner that appended it; a record below the epoch of an earlier fence does not count
 * @param timestamp stamped by the owner, rising in append order
 * @param part from 0; the write is applied at part {@code parts - 1}, and only if all its parts came in order
 */
public record RecordHeader(
        long epoch, long timestamp, long collection, int shard, long partition, long write, int part, int parts) {
    public boolean last() {
        return part == parts - 1;
    }

    static RecordHeader fence(long epoch) {
        return new RecordHeader(epoch, 0, 0, 0, 0, 0, 0, 1);
    }
}
