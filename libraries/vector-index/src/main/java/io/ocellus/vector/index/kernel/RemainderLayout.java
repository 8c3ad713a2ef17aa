package io.ocellus.vector.index.kernel;

import io.ocellus.vector.index.memory.Memory;

/**
 * What the codes of a {@link NibbleLayout} leave over of each row, in four bits a dimension more: a row differs from what its
 * code stands for by about {@code offset + scale * code[d]}, with numbers of its own. Rows lie one after another, because
 * few of them are looked at. A row's codes lie in blocks of 128 dimensions, 16 integers each, of which number {@code i} holds
 * the codes of dimensions {@code i, 16 + i, 32 + i ..}, the first lowest: so the same shift brings 16 of them in a row. Then
 * follow, in 16 bits each (the upper half of a float), scale, offset, length of the error that is still left, and length of
 * the error that was there before.
 *
 * @param rounding the part by which sums of floats may be wrong
 */
public record RemainderLayout(int dimension, int blocks, int rowBytes, float rounding) {

    /** Dimensions of a block. */
    static final int BLOCK = 128;

    static final int LEVELS = 15;

    /** The bytes of a block. */
    static final int BLOCK_BYTES = BLOCK / 2;

    private static final int NUMBERS = 8;

    public RemainderLayout(int dimension) {
        this(
                dimension,
                (dimension + BLOCK - 1) / BLOCK,
                (dimension + BLOCK - 1) / BLOCK * BLOCK_BYTES + NUMBERS,
                (dimension / 2 + 48) * 0x1p-23f);
    }

    /** So many dimensions are whole blocks. */
    static int padded(int dimension) {
        return (dimension + BLOCK - 1) / BLOCK * BLOCK;
    }

    /** The bytes of so many rows. */
    public long bytes(int rows) {
        return (long) rowBytes * rows;
    }

    /** Where a row lies. */
    public long row(long remainders, int row) {
        return remainders + (long) rowBytes * row;
    }

    /** The scale for what lies between those two, the lower of which is as {@link NibbleLayout#half} gives it. */
    static float scale(float offset, float most) {
        return NibbleLayout.above(Math.max(0, (most - offset) / LEVELS));
    }

    /**
     * Keeps the numbers of a row beside its code.
     *
     * @param missing the squared length of what this code too leaves over
     * @param before the length of what the first code left over
     * @param square the squared length of the row
     */
    public void numbers(long row, float scale, float offset, double missing, float before, float square) {
        double codes = Math.sqrt(dimension) * (LEVELS * (double) scale + Math.abs(offset));
        double error = Math.sqrt(missing) * (1 + rounding) + rounding * (4 * (Math.sqrt(square) + before) + codes);
        long error16 = upper(NibbleLayout.above((float) error));
        Memory.setLong(
                row + rowBytes - NUMBERS, upper(scale) | upper(offset) << 16 | error16 << 32 | upper(before) << 48);
    }

    private static long upper(float value) {
        return Integer.toUnsignedLong(Float.floatToRawIntBits(value) >>> 16);
    }

    /** The four numbers of a row. */
    public long numbers(long row) {
        return Memory.getLong(row + rowBytes - NUMBERS);
    }

    static float scale(long numbers) {
        return Float.intBitsToFloat((int) numbers << 16);
    }

    static float offset(long numbers) {
        return Float.intBitsToFloat((int) numbers & 0xffff0000);
    }

    static float error(long numbers) {
        return Float.intBitsToFloat((int) (numbers >>> 32) << 16);
    }

    static float before(long numbers) {
        return Float.intBitsToFloat((int) (numbers >>> 32) & 0xffff0000);
    }
}
