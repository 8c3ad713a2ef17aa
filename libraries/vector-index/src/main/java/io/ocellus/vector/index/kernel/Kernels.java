package io.ocellus.vector.index.kernel;

import io.ocellus.vector.index.model.ElementType;

/** The kernels of this process, chosen once: on the Vector API where its module is there. */
public final class Kernels {

    public static final FloatKernels FLOATS = Simd.AVAILABLE ? new VectorFloatKernels() : new ScalarFloatKernels();

    public static final ColumnKernels COLUMNS = Simd.AVAILABLE ? new VectorColumnKernels() : new ScalarColumnKernels();

    public static final DenseKernels DENSE = Simd.AVAILABLE ? new VectorDenseKernels() : new ScalarDenseKernels();

    public static final TileKernels TILES = Simd.AVAILABLE ? new VectorTileKernels() : new ScalarTileKernels();

    public static final ByteKernels BYTES = Simd.AVAILABLE ? new VectorByteKernels() : new ScalarByteKernels();

    public static final PackedKernels PACKED = Simd.WIDE ? new VectorPackedKernels() : new ScalarPackedKernels();

    public static final EstimateKernels ESTIMATES =
            Simd.WIDE ? new VectorEstimateKernels() : new ScalarEstimateKernels();

    public static final NibbleKernels NIBBLES = Simd.AVAILABLE ? new VectorNibbleKernels() : new ScalarNibbleKernels();

    public static final RemainderKernels REMAINDERS =
            Simd.AVAILABLE ? new VectorRemainderKernels() : new ScalarRemainderKernels();

    public static final HalfKernels HALVES = halves(ElementType.FLOAT16);

    public static final HalfKernels BRAINS = halves(ElementType.BFLOAT16);

    public static final WholeKernels WHOLE = Simd.AVAILABLE ? new VectorWholeKernels() : new ScalarWholeKernels();

    public static final WideningKernels WIDENING =
            Simd.AVAILABLE ? new VectorWideningKernels() : new ScalarWideningKernels();

    public static final BitKernels BITS = Simd.AVAILABLE ? new VectorBitKernels() : new ScalarBitKernels();

    private Kernels() {}

    private static HalfKernels halves(ElementType element) {
        return Simd.AVAILABLE ? new VectorHalfKernels(element) : new ScalarHalfKernels(element);
    }
}
