package io.ocellus.vector.index.row;

import io.ocellus.vector.index.kernel.Kernels;

/**
 * Queries turned into columns, in blocks two registers wide of which the last takes a third one that is left, for products
 * with rows as they lie. What would fill less than a fifth of a last register is left over, to be compared query by query.
 * Immutable.
 */
public final class QueryColumns {

    private static final int PAIR = 2;

    private final float[] columns;
    private final int lanes = Kernels.TILES.lanes();
    private final int dimension;
    private final int registers;
    private final int count;

    /**
     * @param queries {@code count} rows of {@code stride} floats
     */
    public QueryColumns(float[] queries, int count, int dimension, int stride) {
        this.dimension = dimension;
        this.registers = count / lanes + (5 * (count % lanes) > lanes ? 1 : 0);
        this.count = Math.min(count, registers * lanes);
        this.columns = new float[registers * lanes * dimension];
        for (int block = 0; block < blocks(); block++) {
            int step = lanes * registers(block);
            for (int q = first(block); q < Math.min(this.count, first(block) + step); q++) {
                int at = at(block) + q - first(block);
                for (int d = 0; d < dimension; d++) {
                    columns[at + step * d] = queries[q * stride + d];
                }
            }
        }
    }

    /** How many queries are columns: the first. */
    public int count() {
        return count;
    }

    /** The columns with those that are empty. */
    public int width() {
        return registers * lanes;
    }

    public int blocks() {
        return registers == 1 ? 1 : registers / PAIR;
    }

    /** The first query of a block. */
    public int first(int block) {
        return PAIR * lanes * block;
    }

    public int registers(int block) {
        return block == blocks() - 1 ? registers - PAIR * block : PAIR;
    }

    public float[] columns() {
        return columns;
    }

    /** Where a block begins: one dimension after the other, the queries' numbers in each. */
    public int at(int block) {
        return PAIR * lanes * dimension * block;
    }
}
