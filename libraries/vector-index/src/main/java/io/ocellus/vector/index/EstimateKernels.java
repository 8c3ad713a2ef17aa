package io.ocellus.vector.index;

/**
 * Distances estimated from codes of a byte a group, for blocks of 64 rows: table entries of all groups summed, then times and
 * plus each row's own factors. A block holds 64 bytes a group, then the additions, then the multipliers of its rows, as many
 * of these as there are factors; factors come in the order of every fourth row from the first, the third, the second and the fourth on. Stateless.
 */
abstract class EstimateKernels {

    static final int BLOCK = 64;

    /** The greatest table entry: four of them fit a byte. */
    static final int MOST = 63;

    /** The greatest entry for which no sum of so many overflows 16 bits. */
    static int levels(int groups) {
        return Math.max(1, Math.min(MOST, Short.MAX_VALUE / groups));
    }

    static int blockBytes(int groups, int factors) {
        return BLOCK * (groups + 4 * factors);
    }

    /** Where in the factors of a block those of a row lie. */
    static int slot(int row) {
        return (row & 1) * 32 + (row & 2) * 8 + (row >> 2);
    }

    /**
     * Reports rows whose estimate is at most the limit. With no factors the estimate is {@code offset + step * sum}, else
     * {@code add + that}, or {@code add + multiplier * that}.
     *
     * @param entries table entries a group, 64 or 256
     * @param places room for all rows of the blocks, as have the estimates
     * @return how many: places from the first block, in an order of the kernel, and estimates
     */
    abstract int scan(
            long blocks,
            int count,
            int groups,
            int factors,
            int entries,
            long table,
            float offset,
            float step,
            float limit,
            int[] places,
            float[] estimates);

    /**
     * Tables of all sums of six consecutive numbers each: entry bits choose the numbers.
     *
     * @param scale out: [0] what a sum of zeros stands for, [1] how much one step stands for
     */
    abstract void subsetTables(float[] numbers, int groups, float[] products, long table, float[] scale);

    /**
     * Tables of inner products with centres, laid out {@code [group][dimension in group][entry]}.
     *
     * @param products out: the products as they are, {@code groups * entries}
     */
    abstract void productTables(
            float[] centres,
            int groups,
            int width,
            int entries,
            long query,
            float[] products,
            long table,
            float[] scale);
}
