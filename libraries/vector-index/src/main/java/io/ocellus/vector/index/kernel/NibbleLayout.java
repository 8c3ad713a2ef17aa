package io.ocellus.vector.index.kernel;

import io.ocellus.vector.index.memory.Memory;

/**
 * How rows are kept in four bits a dimension, with all that a lower bound of a distance needs, whatever the metric. A row is
 * about {@code offset + scale * code[d]}, by numbers of its own, so that nothing is learned from other rows and a code never
 * changes. Rows lie in groups of 32: first the codes, a 16-bit number holding four dimensions of a row; then of each row, in
 * 16 bits (the upper half of a float), scale, offset, length of the error, length of what the code stands for; then its
 * squared length and the inverse of its length, as floats. What is in 16 bits lies in pairs: row {@code i} below 16 in lane
 * {@code 2 i}, row {@code 16 + i} in lane {@code 2 i + 1}, so that pairs of lanes widen into rows in order. Lengths come with
 * room for the rounding of floats.
 *
 * @param rounding the part by which sums of floats may be wrong
 */
public record NibbleLayout(int dimension, int quads, int groupBytes, float rounding) {

    /** Rows in a group. */
    public static final int GROUP = 32;

    /** Dimensions whose products are summed in 16 bits. */
    static final int SEGMENT = 128;

    static final int LEVELS = 15;

    /** Where a uniform code of 16 levels is best cut off, in deviations of a normal distribution. */
    static final float CUT = 2.6f;

    /** What is between the columns of 16-bit numbers. */
    static final int HALVES = 2 * GROUP;

    private static final int SQUARES = 4 * HALVES;
    private static final int INVERSES = SQUARES + 4 * GROUP;

    public NibbleLayout(int dimension) {
        this(
                dimension,
                (dimension + 3) / 4,
                64 * ((dimension + 3) / 4) + INVERSES + 4 * GROUP,
                (dimension / 8 + 48) * 0x1p-23f);
    }

    /** The bytes of so many rows. */
    public long bytes(int rows) {
        return (long) groupBytes * ((rows + GROUP - 1) / GROUP);
    }

    /** Where the codes of a row's first four dimensions lie; the next four are 64 bytes on. */
    long lane(long codes, int row) {
        return codes + (long) groupBytes * (row / GROUP) + pair(row);
    }

    private static int pair(int row) {
        int within = row % GROUP;
        return 4 * (within % 16) + 2 * (within / 16);
    }

    /** Where the 16-bit numbers of a group begin. */
    long numbers(long group) {
        return group + 64L * quads;
    }

    /** Where the squared lengths of a group begin. */
    long squares(long group) {
        return numbers(group) + SQUARES;
    }

    /** Where the inverse lengths of a group begin. */
    long inverses(long group) {
        return numbers(group) + INVERSES;
    }

    /** One over the row's length, 0 of a row of zeros. */
    public float inverse(long codes, int row) {
        return Memory.getFloat(inverses(codes + (long) groupBytes * (row / GROUP)) + 4L * (row % GROUP));
    }

    /** The scale of a row. */
    float scale(long codes, int row) {
        return number(codes, row, 0);
    }

    /** The offset of a row. */
    float offset(long codes, int row) {
        return number(codes, row, 1);
    }

    /** The length of a row's error, or a little more. */
    float error(long codes, int row) {
        return number(codes, row, 2);
    }

    /** The squared length of a row. */
    float square(long codes, int row) {
        return Memory.getFloat(squares(codes + (long) groupBytes * (row / GROUP)) + 4L * (row % GROUP));
    }

    private float number(long codes, int row, int column) {
        long group = codes + (long) groupBytes * (row / GROUP);
        return Float.intBitsToFloat(Memory.getShort(numbers(group) + pair(row) + (long) HALVES * column) << 16);
    }

    /**
     * Keeps the numbers of a row beside its code.
     *
     * @param scale as {@link #half} gives it, as is the offset
     * @param missing the squared length of the error
     * @param kept the squared length of what the code stands for
     */
    void numbers(long codes, int row, float scale, float offset, double missing, double kept, double squares) {
        long group = codes + (long) groupBytes * (row / GROUP);
        long pairs = numbers(group) + pair(row);
        double length = Math.sqrt(squares);
        Memory.setShort(pairs, upper(scale));
        Memory.setShort(pairs + HALVES, upper(offset));
        Memory.setShort(pairs + 2L * HALVES, upper(above((float)
                (Math.sqrt(missing) * (1 + rounding) + 2 * rounding * length))));
        Memory.setShort(pairs + 3L * HALVES, upper(above((float) (Math.sqrt(kept) * (1 + rounding)))));
        Memory.setFloat(squares(group) + 4L * (row % GROUP), (float) squares);
        Memory.setFloat(
                inverses(group) + 4L * (row % GROUP), length == 0 ? 0 : (float) Math.min(1 / length, Float.MAX_VALUE));
    }

    /** The nearest float whose lower half is zero. */
    static float half(float value) {
        return Float.intBitsToFloat(Float.floatToRawIntBits(value) + 0x8000 & 0xffff0000);
    }

    /** The same, but no less than the value, which is not negative. */
    static float above(float value) {
        return Float.intBitsToFloat(Float.floatToRawIntBits(value) + 0xffff & 0xffff0000);
    }

    private static short upper(float value) {
        return (short) (Float.floatToRawIntBits(value) >>> 16);
    }
}
