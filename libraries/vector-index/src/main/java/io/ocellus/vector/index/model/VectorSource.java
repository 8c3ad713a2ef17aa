package io.ocellus.vector.index.model;

/**
 * Rows to build an index of. Read in order, possibly several times, by one thread at a time. A source of floats gives them as
 * such, one of anything else as bytes.
 */
public interface VectorSource {

    int rows();

    int dimension();

    default ElementType element() {
        return ElementType.FLOAT32;
    }

    /**
     * Copies rows {@code from .. from + count - 1} into the target, row after row without padding.
     */
    default void read(int from, int count, float[] target) {
        if (element() == ElementType.FLOAT32) {
            throw new UnsupportedOperationException("a source of floats reads them itself");
        }
        int bytes = element().bytes(dimension());
        byte[] rows = new byte[Math.multiplyExact(count, bytes)];
        readBytes(from, count, rows);
        for (int row = 0; row < count; row++) {
            element().decode(rows, row * bytes, dimension(), target, row * dimension());
        }
    }

    /** The same in the bytes of the elements. */
    default void readBytes(int from, int count, byte[] target) {
        throw new UnsupportedOperationException("a source of " + element() + " has no bytes");
    }

    /** Rows of such elements that lie one after another in an array, as clients send them. The array is not copied. */
    static VectorSource of(ElementType element, byte[] vectors, int dimension) {
        element.checkDimension(dimension);
        int bytes = element.bytes(dimension);
        if (vectors.length % bytes != 0) {
            throw new IndexFailure.InvalidVector("an array of " + vectors.length + " bytes does not hold rows of "
                    + dimension + " numbers of " + element + ", " + bytes + " bytes each");
        }
        return new VectorSource() {
            @Override
            public ElementType element() {
                return element;
            }

            @Override
            public int rows() {
                return vectors.length / bytes;
            }

            @Override
            public int dimension() {
                return dimension;
            }

            @Override
            public void read(int from, int count, float[] target) {
                for (int row = 0; row < count; row++) {
                    element.decode(vectors, (from + row) * bytes, dimension, target, row * dimension);
                }
            }

            @Override
            public void readBytes(int from, int count, byte[] target) {
                System.arraycopy(vectors, from * bytes, target, 0, count * bytes);
            }
        };
    }

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
