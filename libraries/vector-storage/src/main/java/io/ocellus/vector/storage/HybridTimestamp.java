package io.ocellus.vector.storage;

/** Milvus' timestamps: milliseconds since 1970 in the upper 46 bits, a counter in the lower 18. */
public final class HybridTimestamp {
    private static final int COUNTER_BITS = 18;

    private HybridTimestamp() {}

    public static long of(long epochMillis) {
        return epochMillis << COUNTER_BITS;
    }

    public static long millis(long timestamp) {
        return timestamp >>> COUNTER_BITS;
    }
}
