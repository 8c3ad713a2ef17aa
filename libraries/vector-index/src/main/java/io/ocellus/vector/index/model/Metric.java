package io.ocellus.vector.index.model;

import java.util.Locale;

/** How two vectors are compared, with the score that is reported: Milvus' words and Milvus' scores. */
public enum Metric {
    /** Squared Euclidean distance, smaller is closer. */
    L2(true),
    /** Inner product, greater is closer. */
    IP(false),
    /** Inner product of the normalised vectors, in [-1, 1]; a zero vector scores 0 with everything. */
    COSINE(false),
    /** How many bits differ. */
    HAMMING(true),
    /** The part of the bits set in either vector that is not set in both; 1 when neither has any. */
    JACCARD(true);

    /** Of vectors no longer, neither squared distances nor products overflow a float: the square of 2^63. */
    private static final double LONGEST_SQUARE = 0x1p126;

    private final boolean smallerIsCloser;

    Metric(boolean smallerIsCloser) {
        this.smallerIsCloser = smallerIsCloser;
    }

    /** Whether a smaller score is the better one. */
    public boolean smallerIsCloser() {
        return smallerIsCloser;
    }

    /** Whether it compares bits, as no other does. */
    public boolean isOfBits() {
        return this == HAMMING || this == JACCARD;
    }

    /** Refuses a vector with a NaN or an infinity, and one so long that scores may overflow. */
    public void check(float[] numbers, int at, int dimension, int row) {
        double squares = 0;
        for (int d = 0; d < dimension; d++) {
            float number = numbers[at + d];
            if (!Float.isFinite(number)) {
                throw new IndexFailure.InvalidVector(
                        "vector " + row + " holds " + number + " at position " + d + ": every number must be finite");
            }
            squares += (double) number * number;
        }
        if (squares > LONGEST_SQUARE && this != COSINE) {
            throw new IndexFailure.InvalidVector("vector " + row + " has the length " + (float) Math.sqrt(squares)
                    + ": under " + this + " it must be at most " + (float) Math.sqrt(LONGEST_SQUARE)
                    + ", or scores overflow 32-bit floats");
        }
    }

    /** Reads the name in any case. */
    public static Metric of(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        for (Metric metric : values()) {
            if (metric.name().equals(upper)) {
                return metric;
            }
        }
        throw new IndexFailure.InvalidParameter(
                "metric type " + name + " not found or not supported, supported: [L2 IP COSINE HAMMING JACCARD]");
    }

    /** The internal order is always "smaller is closer": negated similarity, or the distance itself. */
    public float score(float distance) {
        return switch (this) {
            case L2 -> Math.max(0f, distance);
            case IP -> 0f - distance;
            case COSINE -> Math.clamp(0f - distance, -1f, 1f);
            case HAMMING, JACCARD -> distance;
        };
    }

    /** No distance is less: what rounding puts below it has the same score. */
    public float nearest() {
        return switch (this) {
            case L2, HAMMING, JACCARD -> 0;
            case IP -> Float.NEGATIVE_INFINITY;
            case COSINE -> -1;
        };
    }

    /** No distance is greater. */
    public float farthest() {
        return this == COSINE ? 1 : Float.POSITIVE_INFINITY;
    }

    public float distance(float score) {
        return smallerIsCloser ? score : 0f - score;
    }
}
