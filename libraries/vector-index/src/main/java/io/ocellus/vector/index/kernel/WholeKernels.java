package io.ocellus.vector.index.kernel;

/**
 * Whole numbers: sums for rows of signed bytes against a query of signed bytes that is kept in 16 bits each. Rows and queries
 * are padded with zeros to a multiple of 32; up to 32,768 numbers no sum leaves 32 bits. Stateless.
 */
public abstract class WholeKernels {

    public static int rowBytes(int dimension) {
        return (dimension + 31) & -32;
    }

    /** {@code out[i] = query . row} for picked rows. */
    public abstract void dots(long query, int rowBytes, long base, int[] rows, int count, int[] out);

    /** {@code out[i]} = squared distance, for picked rows. */
    public abstract void squares(long query, int rowBytes, long base, int[] rows, int count, int[] out);
}
