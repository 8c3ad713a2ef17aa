package io.ocellus.annotation.model;

/** What a mask may be at most, for those that save masks and those that draw them. */
public final class MaskLimits {
    /** A mask of 16384 × 16384 pixels takes 32 MiB, a bit a pixel. */
    public static final long MOST_PIXELS = 1L << 28;

    private MaskLimits() {}
}
