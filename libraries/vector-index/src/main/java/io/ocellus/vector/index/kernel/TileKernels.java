package io.ocellus.vector.index.kernel;

/**
 * Products of some rows with a block of columns, on arrays: their bounds are checked once, while addresses would be
 * checked at every step. Stateless.
 */
public interface TileKernels {

    /**
     * The most registers of a block, which is for an odd last one: twice as wide as one register, it takes little longer.
     */
    int MOST = 3;

    /** Rows that the tiles of all blocks divide. */
    int ROWS = 70;

    /**
     * Rows that are multiplied together: ten with two registers, seven with three, whose sums and numbers of rows and
     * columns are about the 32 registers that there are.
     */
    static int rows(int registers) {
        return registers == MOST ? 7 : 10;
    }

    /** Lanes of a register: a block of columns is one to {@link #MOST} of them wide. */
    int lanes();

    /**
     * Adds the products of {@link #rows} rows with a block of columns, over some of the dimensions.
     *
     * @param rows of which the first begins at {@code rowsAt}, the next {@code pitch} on
     * @param columns for each dimension a number of each column, from {@code columnsAt} on
     * @param out a row of products after the other, from {@code outAt} on
     */
    void add(
            int registers,
            float[] rows,
            int rowsAt,
            int pitch,
            int dimensions,
            float[] columns,
            int columnsAt,
            float[] out,
            int outAt);

    /** Whether one of those products, less a number a row, is not below its column's bar. */
    boolean reaches(int registers, float[] products, int at, float[] bars, int barsAt, float[] less, int lessAt);
}
