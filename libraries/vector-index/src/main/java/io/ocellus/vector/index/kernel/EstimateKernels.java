package io.ocellus.vector.index.kernel;

/**
 * Distances estimated from codes of a byte a group, for blocks of 64 rows: table entries of all groups summed, then times and
 * plus each row's own factors. A block holds 64 bytes a group, then the additions, then the multipliers of its rows, as many
 * of these as there are factors; factors come in the order of every fourth row from the first, the third, the second and the
 * fourth on. The last block of a run is as wide as its rows need, in steps of 16 rows. Up to 64 bytes behind it are read.
 * Stateless.
 */
public abstract class EstimateKernels {

    public static final int BLOCK = 64;

    /** Readable bytes that must follow the last block. */
    public static final int SPARE = 64;

    private static final int STEP = 16;

    /** The greatest table entry: four of them fit a byte. */
    static final int MOST = 63;

    /** The greatest entry for which no sum of so many overflows 16 bits. */
    static int levels(int groups) {
        return Math.max(1, Math.min(MOST, Short.MAX_VALUE / groups));
    }

    static int blockBytes(int groups, int factors) {
        return BLOCK * (groups + 4 * factors);
    }

    /** What a run of so many rows takes. */
    public static long bytes(int rows, int groups, int factors) {
        return (long) blockBytes(groups, factors) * (rows / BLOCK)
                + (long) (groups + 4 * factors) * (rows % BLOCK == 0 ? 0 : width(rows % BLOCK));
    }

    /** How many rows a block has room for that must hold so many, or as many of them as it can. */
    public static int width(int rows) {
        return Math.min(BLOCK, (rows + STEP - 1) / STEP * STEP);
    }

    /** Where in the factors of a block of that width those of a row lie. */
    public static int slot(int row, int width) {
        return ((row & 1) * 2 + (row >> 1 & 1)) * (width / 4) + (row >> 2);
    }

    /**
     * Reports rows whose estimate is at most the limit. With no factors the estimate is {@code offset + step * sum}, else
     * {@code share * add + that}, or {@code share * add + multiplier * that}.
     *
     * @param rows how many rows the run holds
     * @param entries table entries a group, 64 or 256
     * @param places room for whole blocks and one more, as have the estimates
     * @return how many: places from the first row, in an order of the kernel, and estimates; places behind the last row, if there
     *     are any, stand for none
     */
    public abstract int scan(
            long blocks,
            int rows,
            int groups,
            int factors,
            int entries,
            long table,
            float offset,
            float step,
            float share,
            float limit,
            int[] places,
            float[] estimates);

    /**
     * Tables of all sums of six consecutive numbers each: entry bits choose the numbers.
     *
     * @param scale out: [0] what a sum of zeros stands for, [1] how much one step stands for
     */
    public abstract void subsetTables(float[] numbers, int groups, float[] products, long table, float[] scale);

    /**
     * Tables of inner products with centres, laid out {@code [group][dimension in group][entry]}.
     *
     * @param products out: the products as they are, {@code groups * entries}
     */
    public abstract void productTables(
            float[] centres,
            int groups,
            int width,
            int entries,
            long query,
            float[] products,
            long table,
            float[] scale);
}
