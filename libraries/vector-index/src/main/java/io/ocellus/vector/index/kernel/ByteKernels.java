package io.ocellus.vector.index.kernel;

/**
 * Inner products of a query of 7-bit numbers, kept as 16-bit ones, with rows of signed bytes. Rows are padded with zeros to
 * a multiple of 128 bytes. Stateless.
 */
public abstract class ByteKernels {

    /** The largest magnitude in a query: four products with a byte fit 16 bits. */
    public static final int QUERY_MOST = 63;

    public static int stride(int dimension) {
        return (dimension + 127) & -128;
    }

    /** {@code out[i] = query . row} for picked rows. */
    public abstract void dots(long query, int stride, long base, int[] rows, int count, int[] out);
}
