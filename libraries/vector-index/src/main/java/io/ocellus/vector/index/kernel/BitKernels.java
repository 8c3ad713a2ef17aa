package io.ocellus.vector.index.kernel;

/** Counts of bits for rows of whole 64-bit words against a query of as many. Stateless. */
public abstract class BitKernels {

    /** Planes of a query's numbers: of 1 and of -1. */
    public static final int PLANES = 2;

    /** A plane is padded with zeros to a multiple of so many bytes: rows may be read so far beyond their end. */
    public static final int PLANE_STEP = 64;

    public static int rowBytes(int dimension) {
        return (dimension + 63) / 64 * 8;
    }

    /** {@code out[i]} = how many bits differ, for picked rows. */
    public abstract void differing(long query, int rowBytes, long base, int[] rows, int count, int[] out);

    /** How many bits are set in both, and how many in either, for picked rows. */
    public abstract void shared(long query, int rowBytes, long base, int[] rows, int count, int[] both, int[] either);

    /**
     * {@code out[i]} = sum of a query's numbers where the bits of row {@code rows[from + i]} are set. Beyond the last row as
     * much as a plane may be read.
     *
     * @param planes address of the {@link #PLANES} planes of the query, {@code planeBytes} each
     */
    public abstract void weighted(
            long planes, int planeBytes, long base, int rowBytes, int[] rows, int from, int count, int[] out);
}
