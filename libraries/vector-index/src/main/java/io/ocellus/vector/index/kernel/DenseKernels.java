package io.ocellus.vector.index.kernel;

/**
 * Distances to float rows that lie any number of floats apart, without padding: what is scanned is no larger than it must
 * be. Queries are padded with zeros to a multiple of 16. The distance of a row comes out alike wherever it lies among the
 * rows of a call. Stateless.
 */
public interface DenseKernels {

    /** How many runs of rows are read beside one another. */
    int RUNS = 8;

    /** {@code out[outAt + i]} = squared distance, or negated product, of {@code count} rows one after another. */
    void distances(boolean squared, long query, int dimension, long rows, int pitch, int count, float[] out, int outAt);

    /**
     * The same of {@link #RUNS} runs of rows, one after another, that are read beside one another: row {@code i} of run
     * {@code j} comes out at {@code RUNS * i + j}. Memory gives more in as many places at once than in one or four.
     *
     * @param length rows of a run
     */
    default void runs(boolean squared, long query, int dimension, long rows, int pitch, int length, float[] out) {
        for (int i = 0; i < RUNS * length; i++) {
            long row = (long) length * (i % RUNS) + i / RUNS;
            out[i] = distance(squared, query, dimension, rows + 4L * pitch * row);
        }
    }

    /** The same of picked rows. */
    void distances(
            boolean squared, long query, int dimension, long base, int pitch, int[] rows, int count, float[] out);

    /** The same of one row. */
    float distance(boolean squared, long query, int dimension, long row);

    /** Writes {@code count} rows, each divided by its length, {@code targetPitch} floats apart; zeros stay zeros. */
    void normalise(int dimension, long rows, int pitch, int count, long target, int targetPitch);
}
