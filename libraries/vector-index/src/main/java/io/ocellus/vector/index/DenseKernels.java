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
}
