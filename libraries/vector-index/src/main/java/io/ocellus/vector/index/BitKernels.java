package io.ocellus.vector.index;

/** Counts of bits for rows of whole 64-bit words against a query of as many. Stateless. */
abstract class BitKernels {

    static int rowBytes(int dimension) {
        return (dimension + 63) / 64 * 8;
    }

    /** {@code out[i]} = how many bits differ, for picked rows. */
    abstract void differing(long query, int rowBytes, long base, int[] rows, int count, int[] out);

    /** How many bits are set in both, and how many in either, for picked rows. */
    abstract void shared(long query, int rowBytes, long base, int[] rows, int count, int[] both, int[] either);
}
