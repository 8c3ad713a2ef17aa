package io.ocellus.vector.index;

/** The kernels of this process, chosen once: on the Vector API where its module is there. */
final class Kernels {

    static final FloatKernels FLOATS = Simd.AVAILABLE ? new VectorFloatKernels() : new ScalarFloatKernels();

    static final ColumnKernels COLUMNS = Simd.AVAILABLE ? new VectorColumnKernels() : new ScalarColumnKernels();

    static final DenseKernels DENSE = Simd.AVAILABLE ? new VectorDenseKernels() : new ScalarDenseKernels();

    static final TileKernels TILES = Simd.AVAILABLE ? new VectorTileKernels() : new ScalarTileKernels();

    static final ByteKernels BYTES = Simd.AVAILABLE ? new VectorByteKernels() : new ScalarByteKernels();

    static final PackedKernels PACKED = Simd.WIDE ? new VectorPackedKernels() : new ScalarPackedKernels();

    static final EstimateKernels ESTIMATES = Simd.WIDE ? new VectorEstimateKernels() : new ScalarEstimateKernels();

    static final NibbleKernels NIBBLES = Simd.AVAILABLE ? new VectorNibbleKernels() : new ScalarNibbleKernels();

    static final RemainderKernels REMAINDERS =
            Simd.AVAILABLE ? new VectorRemainderKernels() : new ScalarRemainderKernels();

    static final HalfKernels HALVES = halves(ElementType.FLOAT16);

    static final HalfKernels BRAINS = halves(ElementType.BFLOAT16);

    static final WholeKernels WHOLE = Simd.AVAILABLE ? new VectorWholeKernels() : new ScalarWholeKernels();

    static final WideningKernels WIDENING = Simd.AVAILABLE ? new VectorWideningKernels() : new ScalarWideningKernels();

    static final BitKernels BITS = Simd.AVAILABLE ? new VectorBitKernels() : new ScalarBitKernels();

    private Kernels() {}

    private static HalfKernels halves(ElementType element) {
        return Simd.AVAILABLE ? new VectorHalfKernels(element) : new ScalarHalfKernels(element);
    }
}
