package io.ocellus.vector.index.kernel;

/**
 * Inner products of float queries with rows of few bits a number. The numbers of a row lie one after another from the lowest
 * bit of its first byte, without gaps; queries are padded with zeros to a multiple of 16, and up to 64 bytes behind the last
 * row are read. Stateless.
 */
public abstract class PackedKernels {

    /** Readable bytes that must follow the last row. */
    public static final int SPARE = 64;

    /** Bytes of a row of so many numbers. */
    public static int rowBytes(int dimension, int bits) {
        return (dimension * bits + 7) / 8;
    }

    /** {@code out[i] = query . row} for picked rows; numbers are unsigned of 1 to 8 bits. */
    public abstract void dots(
            long query, int stride, int bits, long base, int rowBytes, int[] rows, int count, float[] out);

    /** {@code out[i] = query . row} for picked rows of signed bytes, as many a row as the query has numbers. */
    public abstract void signedDots(long query, int stride, long base, int[] rows, int count, float[] out);

    /** As {@link #dots}, for IEEE half precision numbers. */
    public abstract void halfDots(long query, int stride, long base, int rowBytes, int[] rows, int count, float[] out);

    /** The same for the upper halves of floats. */
    public abstract void brainDots(long query, int stride, long base, int rowBytes, int[] rows, int count, float[] out);
}
