package io.ocellus.vector.storage.log;

/** Which records count: none of a lower epoch after a fence. Confined to one thread. */
public final class EpochFilter {
    private long epoch;

    /** @param epoch of the last fence before the first record to be told */
    public EpochFilter(long epoch) {
        this.epoch = epoch;
    }

    public long epoch() {
        return epoch;
    }

    /** Tells the next record, in order; true when it counts. */
    public boolean accept(RecordHeader header, boolean fence) {
        if (header.epoch() < epoch) {
            return false;
        }
        if (fence) {
            epoch = header.epoch();
        }
        return true;
    }
}
