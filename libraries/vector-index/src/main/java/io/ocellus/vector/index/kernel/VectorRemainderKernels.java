package io.ocellus.vector.index.kernel;

import io.ocellus.vector.index.memory.Memory;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The Vector API form. Coding takes several small methods, because the compiler gives up on larger ones; products are one
 * straight run a block, so that there is no loop over a few steps whose checks would cost more than they do.
 */
final class VectorRemainderKernels implements RemainderKernels {

    private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
    private static final int WIDTH = F.length();
    private static final int BLOCK = RemainderLayout.BLOCK;
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private static final RemainderKernels PLAIN = new ScalarRemainderKernels();

    @Override
    public void encode(NibbleLayout coarse, long codes, int place, RemainderLayout layout, long row, long target) {
        float square = coarse.square(codes, place);
        if (!(square > 1e-30f && square < 1e30f)) {
            PLAIN.encode(coarse, codes, place, layout, row, target);
            return;
        }
        int dimension = layout.dimension();
        float scale = coarse.scale(codes, place);
        float offset = coarse.offset(codes, place);
        float[] left = new float[layout.blocks() * BLOCK];
        float[] range = new float[2 * WIDTH];
        leave(row, dimension, scale, offset, left, range);
        float start = NibbleLayout.half(FloatVector.fromArray(F, range, 0).reduceLanes(VectorOperators.MIN));
        float most = FloatVector.fromArray(F, range, WIDTH).reduceLanes(VectorOperators.MAX);
        float step = RemainderLayout.scale(start, most);
        double missing = 0;
        for (int block = 0; block < layout.blocks(); block++) {
            for (int half = 0; half < 16; half += WIDTH) {
                long at = target + (long) RemainderLayout.BLOCK_BYTES * block + 4L * half;
                missing += code(left, BLOCK * block + half, dimension, start, step, at);
            }
        }
        layout.numbers(target, step, start, missing, coarse.error(codes, place), square);
    }

    /** What the first code leaves over; the least and the most of it, lane by lane. */
    private static void leave(long row, int dimension, float scale, float offset, float[] left, float[] range) {
        float perScale = scale > 0 ? 1 / scale : 0;
        FloatVector least = FloatVector.broadcast(F, Float.POSITIVE_INFINITY);
        FloatVector most = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
        int d = 0;
        for (; d + WIDTH <= dimension; d += WIDTH) {
            FloatVector x = FloatVector.fromMemorySegment(F, Memory.ALL, row + 4L * d, ORDER);
            FloatVector less = left(x, scale, offset, perScale);
            less.intoArray(left, d);
            least = least.min(less);
            most = most.max(less);
        }
        if (d < dimension) {
            VectorMask<Float> some = VectorMask.fromLong(F, -1L >>> (64 - (dimension - d)));
            FloatVector x = FloatVector.fromMemorySegment(F, Memory.ALL, row + 4L * d, ORDER, some);
            FloatVector less = left(x, scale, offset, perScale);
            less.intoArray(left, d);
            least = least.blend(least.min(less), some);
            most = most.blend(most.max(less), some);
        }
        least.intoArray(range, 0);
        most.intoArray(range, WIDTH);
    }

    private static FloatVector left(FloatVector x, float scale, float offset, float perScale) {
        IntVector code = VectorNibbleEncoder.code(x, offset, perScale);
        return x.sub(VectorNibbleEncoder.stands(code, offset, scale));
    }

    /** Codes what lies 16 dimensions apart into eight times four bits; the squared length of what that leaves over. */
    private static float code(float[] left, int at, int dimension, float start, float step, long target) {
        float perStep = step > 0 ? 1 / step : 0;
        IntVector packed = IntVector.zero(I);
        FloatVector missing = FloatVector.zero(F);
        for (int j = 7; j >= 0; j--) {
            packed = packed.lanewise(VectorOperators.LSHL, 4);
            int d = at + 16 * j;
            if (d < dimension) {
                FloatVector less = FloatVector.fromArray(F, left, d);
                VectorMask<Float> some = VectorMask.fromLong(F, -1L >>> Math.max(0, 64 - (dimension - d)));
                IntVector code = VectorNibbleEncoder.code(less, start, perStep);
                FloatVector still =
                        less.sub(VectorNibbleEncoder.stands(code, start, step)).blend(0f, some.not());
                missing = still.fma(still, missing);
                packed = packed.or(code.blend(0, some.not().cast(I)));
            }
        }
        packed.intoMemorySegment(Memory.ALL, target, ORDER);
        return missing.reduceLanes(VectorOperators.ADD);
    }

    /** One method, too large to become a part of another, whose vectors the compiler would then keep as objects. */
    @Override
    public void products(RemainderLayout layout, float[] query, long remainders, int[] rows, int count, float[] out) {
        int blocks = layout.blocks();
        long rowBytes = layout.rowBytes();
        for (int i = 0; i < count; i++) {
            long at = remainders + rowBytes * rows[i];
            FloatVector even = FloatVector.zero(F);
            FloatVector odd = FloatVector.zero(F);
            for (int half = 0; half < 16; half += WIDTH) {
                for (int block = 0; block < blocks; block++) {
                    int from = BLOCK * block + half;
                    IntVector codes = IntVector.fromMemorySegment(I, Memory.ALL, at + 64L * block + 4L * half, ORDER);
                    even = ((FloatVector) codes.and(RemainderLayout.LEVELS).convert(VectorOperators.I2F, 0))
                            .fma(FloatVector.fromArray(F, query, from), even);
                    odd = ((FloatVector) codes.lanewise(VectorOperators.LSHR, 4)
                                    .and(RemainderLayout.LEVELS)
                                    .convert(VectorOperators.I2F, 0))
                            .fma(FloatVector.fromArray(F, query, from + 16), odd);
                    even = ((FloatVector) codes.lanewise(VectorOperators.LSHR, 8)
                                    .and(RemainderLayout.LEVELS)
                                    .convert(VectorOperators.I2F, 0))
                            .fma(FloatVector.fromArray(F, query, from + 32), even);
                    odd = ((FloatVector) codes.lanewise(VectorOperators.LSHR, 12)
                                    .and(RemainderLayout.LEVELS)
                                    .convert(VectorOperators.I2F, 0))
                            .fma(FloatVector.fromArray(F, query, from + 48), odd);
                    even = ((FloatVector) codes.lanewise(VectorOperators.LSHR, 16)
                                    .and(RemainderLayout.LEVELS)
                                    .convert(VectorOperators.I2F, 0))
                            .fma(FloatVector.fromArray(F, query, from + 64), even);
                    odd = ((FloatVector) codes.lanewise(VectorOperators.LSHR, 20)
                                    .and(RemainderLayout.LEVELS)
                                    .convert(VectorOperators.I2F, 0))
                            .fma(FloatVector.fromArray(F, query, from + 80), odd);
                    even = ((FloatVector) codes.lanewise(VectorOperators.LSHR, 24)
                                    .and(RemainderLayout.LEVELS)
                                    .convert(VectorOperators.I2F, 0))
                            .fma(FloatVector.fromArray(F, query, from + 96), even);
                    odd = ((FloatVector)
                                    codes.lanewise(VectorOperators.LSHR, 28).convert(VectorOperators.I2F, 0))
                            .fma(FloatVector.fromArray(F, query, from + 112), odd);
                }
            }
            out[i] = even.add(odd).reduceLanes(VectorOperators.ADD);
        }
    }
}
