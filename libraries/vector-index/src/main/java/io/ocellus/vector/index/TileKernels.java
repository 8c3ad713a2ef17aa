package io.ocellus.vector.index;

/**
 * Products of ten rows with a block of columns, on arrays: their bounds are checked once, while addresses would be
 * checked at every step. Stateless.
 */
interface TileKernels {

    /** Rows that are multiplied together. */
    int ROWS = 10;

    /** The most registers of a block: twenty sums, ten numbers of rows and two of columns are all 32 that there are. */
    int MOST = 2;

    /** Lanes of a register: a block of columns is one to {@link #MOST} of them wide. */
    int lanes();

    /**
     * Adds the products of {@link #ROWS} rows with a block of columns, over some of the dimensions.
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
