package io.ocellus.vector.index;

/** The kernels of this process, chosen once: on the Vector API where its module is there. */
final class Kernels {

    static final FloatKernels FLOATS = Simd.AVAILABLE ? new VectorFloatKernels() : new ScalarFloatKernels();

    private Kernels() {}
}
