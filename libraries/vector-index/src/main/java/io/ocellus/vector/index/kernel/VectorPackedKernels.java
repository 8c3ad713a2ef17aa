package io.ocellus.vector.index.kernel;

import io.ocellus.vector.index.memory.Memory;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sixteen numbers a step: one permutation brings to each of 16 integers the bytes that its bits lie in, a shift by lane and a
 * mask leave the number. Eight bits need no permutation.
 */
final class VectorPackedKernels extends PackedKernels {

    private static final VectorSpecies<Byte> B = ByteVector.SPECIES_512;
    private static final VectorSpecies<Byte> QUARTER = ByteVector.SPECIES_128;
    private static final VectorSpecies<Short> HALF = ShortVector.SPECIES_256;
    private static final VectorSpecies<Integer> I = IntVector.SPECIES_512;
    private static final VectorSpecies<Float> F = FloatVector.SPECIES_512;
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private static final byte[][] BYTES = new byte[9][64];
    private static final int[][] SHIFTS = new int[9][16];

    static {
        for (int bits = 1; bits <= 8; bits++) {
            for (int lane = 0; lane < 16; lane++) {
                int first = (lane * bits) >> 3;
                SHIFTS[bits][lane] = (lane * bits) & 7;
                for (int b = 0; b < 4; b++) {
                    // Sixteen numbers have at most 16 bytes; what comes from beyond is masked away.
                    BYTES[bits][4 * lane + b] = (byte) Math.min(first + b, 15);
                }
            }
        }
    }

    @Override
    public void dots(long query, int stride, int bits, long base, int rowBytes, int[] rows, int count, float[] out) {
        if (bits == 8) {
            byteDots(query, stride, base, rowBytes, rows, count, out);
            return;
        }
        ByteVector places = ByteVector.fromArray(B, BYTES[bits], 0);
        IntVector shifts = IntVector.fromArray(I, SHIFTS[bits], 0);
        int mask = (1 << bits) - 1;
        for (int i = 0; i < count; i++) {
            long at = base + (long) rowBytes * rows[i];
            FloatVector sum = FloatVector.zero(F);
            for (int d = 0; d < stride; d += 16) {
                IntVector codes = places.selectFrom(
                                (ByteVector) ByteVector.fromMemorySegment(QUARTER, Memory.ALL, at, ORDER)
                                        .reinterpretShape(B, 0))
                        .reinterpretAsInts()
                        .lanewise(VectorOperators.LSHR, shifts)
                        .and(mask);
                sum = ((FloatVector) codes.convertShape(VectorOperators.I2F, F, 0))
                        .fma(FloatVector.fromMemorySegment(F, Memory.ALL, query + 4L * d, ORDER), sum);
                at += 2L * bits;
            }
            out[i] = sum.reduceLanes(VectorOperators.ADD);
        }
    }

    private static void byteDots(long query, int stride, long base, int rowBytes, int[] rows, int count, float[] out) {
        for (int i = 0; i < count; i++) {
            long at = base + (long) rowBytes * rows[i];
            FloatVector sum = FloatVector.zero(F);
            for (int d = 0; d < stride; d += 16) {
                IntVector codes = (IntVector) ByteVector.fromMemorySegment(QUARTER, Memory.ALL, at + d, ORDER)
                        .convertShape(VectorOperators.ZERO_EXTEND_B2I, I, 0);
                sum = ((FloatVector) codes.convertShape(VectorOperators.I2F, F, 0))
                        .fma(FloatVector.fromMemorySegment(F, Memory.ALL, query + 4L * d, ORDER), sum);
            }
            out[i] = sum.reduceLanes(VectorOperators.ADD);
        }
    }

    @Override
    public void signedDots(long query, int stride, long base, int[] rows, int count, float[] out) {
        for (int i = 0; i < count; i++) {
            long at = base + (long) stride * rows[i];
            FloatVector sum = FloatVector.zero(F);
            for (int d = 0; d < stride; d += 16) {
                IntVector codes = (IntVector) ByteVector.fromMemorySegment(QUARTER, Memory.ALL, at + d, ORDER)
                        .convertShape(VectorOperators.B2I, I, 0);
                sum = ((FloatVector) codes.convertShape(VectorOperators.I2F, F, 0))
                        .fma(FloatVector.fromMemorySegment(F, Memory.ALL, query + 4L * d, ORDER), sum);
            }
            out[i] = sum.reduceLanes(VectorOperators.ADD);
        }
    }

    @Override
    public void halfDots(long query, int stride, long base, int rowBytes, int[] rows, int count, float[] out) {
        for (int i = 0; i < count; i++) {
            long at = base + (long) rowBytes * rows[i];
            FloatVector sum = FloatVector.zero(F);
            for (int d = 0; d < stride; d += 16) {
                IntVector bits = (IntVector) ShortVector.fromMemorySegment(HALF, Memory.ALL, at + 2L * d, ORDER)
                        .convertShape(VectorOperators.ZERO_EXTEND_S2I, I, 0);
                // The exponents differ by 112; a product mends small numbers too, where an addition would not.
                FloatVector values = bits.and(0x7fff)
                        .lanewise(VectorOperators.LSHL, 13)
                        .reinterpretAsFloats()
                        .mul(0x1p112f)
                        .reinterpretAsInts()
                        .or(bits.and(0x8000).lanewise(VectorOperators.LSHL, 16))
                        .reinterpretAsFloats();
                FloatVector x = FloatVector.fromMemorySegment(F, Memory.ALL, query + 4L * d, ORDER);
                sum = values.fma(x, sum);
            }
            out[i] = sum.reduceLanes(VectorOperators.ADD);
        }
    }

    @Override
    public void brainDots(long query, int stride, long base, int rowBytes, int[] rows, int count, float[] out) {
        for (int i = 0; i < count; i++) {
            long at = base + (long) rowBytes * rows[i];
            FloatVector sum = FloatVector.zero(F);
            for (int d = 0; d < stride; d += 16) {
                FloatVector values = ((IntVector) ShortVector.fromMemorySegment(HALF, Memory.ALL, at + 2L * d, ORDER)
                                .convertShape(VectorOperators.ZERO_EXTEND_S2I, I, 0))
                        .lanewise(VectorOperators.LSHL, 16)
                        .reinterpretAsFloats();
                sum = values.fma(FloatVector.fromMemorySegment(F, Memory.ALL, query + 4L * d, ORDER), sum);
            }
            out[i] = sum.reduceLanes(VectorOperators.ADD);
        }
    }
}
