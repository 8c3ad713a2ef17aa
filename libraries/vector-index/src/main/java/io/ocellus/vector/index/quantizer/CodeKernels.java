package io.ocellus.vector.index.quantizer;

/**
 * What is done with six-bit codes: rows in blocks of 64, in each block one byte a row for the first group, then for the
 * second. Stateless.
 */
public abstract class CodeKernels {

    public static final int BLOCK = 64;

    /** Groups of a block that hold the bias, beside those of codes: as many at least. */
    static final int LEAST_BIAS_GROUPS = 2;

    private static final int MOST_BIAS_GROUPS = LEAST_BIAS_GROUPS + 3;

    /** The greatest entry of a table: sums of all groups fit 16 bits. */
    public static int levels(int groups) {
        return Math.min(63, (Short.MAX_VALUE - 63 * MOST_BIAS_GROUPS) / groups);
    }

    /** The nearest of 64 centres, laid out {@code [dimension][centre]}. */
    abstract int nearest(float[] centres, int at, int width, float[] values);

    /**
     * Looks up tables: for each group the inner products of the query with the centres, times a factor, as bytes 0..63, or less where
     * there are so many groups that sums would not fit 16 bits.
     *
     * @param query padded floats, {@code dimension} of them used
     * @param products scratch for {@code groups * 64} floats
     * @param table room for {@code groups * 64} bytes
     * @param scale out: [0] what a sum of zeros stands for, [1] how much one step stands for
     * @param spread the least range that the steps must cover
     */
    public abstract void tables(
            CodeBook book,
            long query,
            int dimension,
            float factor,
            float spread,
            float[] products,
            long table,
            float[] scale);

    /**
     * Sums table entries for each row of the blocks, and reports rows whose sum is at most the limit.
     *
     * @return how many: their places from the first block, ascending only within a block, and sums
     */
    public abstract int scan(long codes, int blocks, int groups, long table, int limit, int[] places, short[] sums);
}
