package io.ocellus.vector.index;

/**
 * Distances to float rows that lie any number of floats apart, without padding: what is scanned is no larger than it must
 * be. Queries are padded with zeros to a multiple of 16. The distance of a row comes out alike wherever it lies among the
 * rows of a call. Stateless.
 */
interface DenseKernels {

    /** {@code out[outAt + i]} = squared distance, or negated product, of {@code count} rows one after another. */
    void distances(boolean squared, long query, int dimension, long rows, int pitch, int count, float[] out, int outAt);

    /** The same of picked rows. */
    void distances(
            boolean squared, long query, int dimension, long base, int pitch, int[] rows, int count, float[] out);

    /** The same of one row. */
    float distance(boolean squared, long query, int dimension, long row);

    /** Writes {@code count} rows, each divided by its length, {@code targetPitch} floats apart; zeros stay zeros. */
    void normalise(int dimension, long rows, int pitch, int count, long target, int targetPitch);

    /** Lanes of a register: a block of columns is one or two of them wide. */
    int lanes();

    /**
     * Whether one of the products of 8 rows with a block of {@code registers} (1 or 2) times {@link #lanes} columns, less a
     * number a row, is not below its column's bar. They are not kept: code that could would run slower by a quarter.
     */
    boolean reaches(
            int registers,
            long rows,
            int pitch,
            int dimension,
            long block,
            float[] bars,
            int barsAt,
            float[] less,
            int lessAt);

    /** Adds the products of 8 rows with a block of columns, 8 by the block's width, over some of the dimensions. */
    void add(int registers, long rows, int pitch, int dimensions, long block, float[] out, int outAt);
}
