package io.ocellus.vector.index.kernel;

/**
 * Numbers of 16 or 8 bits as floats in an array, where {@link TileKernels} multiply them: what is converted once serves all
 * queries of a batch. Counts are multiples of 16. Stateless.
 */
public interface WideningKernels {

    /** Halves of the form that those kernels read, from an address on, each multiplied by a number. */
    void halves(HalfKernels form, long at, int count, float times, float[] target, int to);

    /** Signed bytes. */
    void bytes(long at, int count, float times, float[] target, int to);
}
