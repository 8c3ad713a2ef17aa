package io.ocellus.vector.index.kernel;

import io.ocellus.vector.index.model.ElementType;

/**
 * Distances from float queries to rows of 16-bit floats, which become floats in registers: a number's bits shifted to where a
 * float has them, masked, and multiplied by what the exponents differ. Rows and queries are padded with zeros to a multiple of
 * 16 numbers. Stateless.
 */
public abstract class HalfKernels {

    private final int shift;
    private final int mask;
    private final float factor;

    /** For one of the two forms of 16 bits. */
    HalfKernels(ElementType element) {
        boolean brain = element == ElementType.BFLOAT16;
        this.shift = brain ? 16 : 13;
        // A sign extended half has copies of its sign above its exponent; one is wanted.
        this.mask = brain ? 0xffff0000 : 0x8fffe000;
        this.factor = brain ? 1 : 0x1p112f;
    }

    final int shift() {
        return shift;
    }

    final int mask() {
        return mask;
    }

    final float factor() {
        return factor;
    }

    public static int rowBytes(int dimension) {
        return 2 * ElementType.stride(dimension);
    }

    /** {@code out[i] = query . row} for picked rows. */
    public abstract void dots(long query, int stride, long base, int[] rows, int count, float[] out);

    /** {@code out[i]} = squared distance, for picked rows. */
    public abstract void squares(long query, int stride, long base, int[] rows, int count, float[] out);
}
