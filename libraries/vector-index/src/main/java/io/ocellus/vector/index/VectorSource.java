package io.ocellus.vector.index;

/** Rows to build an index of. Read in order, possibly several times, by one thread at a time. */
public interface VectorSource {

    int rows();

    int dimension();

    /**
     * Copies rows {@code from .. from + count - 1} into the target, row after row without padding.
     */
    void read(int from, int count, float[] target);

    /** Rows that lie one after another in an array. The array is not copied. */
    static VectorSource of(float[] vectors, int dimension) {
        if (dimension < 1 || vectors.length % dimension != 0) {
            throw new IndexFailure.InvalidVector(
                    "an array of " + vectors.length + " numbers does not hold rows of dimension " + dimension);
        }
        return new VectorSource() {
            @Override
            public int rows() {
                return vectors.length / dimension;
            }

            @Override
            public int dimension() {
                return dimension;
            }

            @Override
            public void read(int from, int count, float[] target) {
                System.arraycopy(vectors, from * dimension, target, 0, count * dimension);
            }
        };
    }
}
