package io.ocellus.vector.index.kernel;

import io.ocellus.vector.index.memory.Memory;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The Vector API form: eight rows at a time, whose sums across lanes are taken together. The last part of a row is read
 * under a mask, so that nothing beyond it is touched.
 */
final class VectorDenseKernels implements DenseKernels {

    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int WIDTH = S.length();
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    /** Lanes with that bit in their number, and how lanes change places over it. */
    private static final VectorMask<Float> ODD1 = VectorMask.fromLong(S, 0xaaaa);

    private static final VectorMask<Float> ODD2 = VectorMask.fromLong(S, 0xcccc);
    private static final VectorMask<Float> ODD4 = VectorMask.fromLong(S, 0xf0f0);
    private static final VectorShuffle<Float> SWAP1 = swap(1);
    private static final VectorShuffle<Float> SWAP2 = swap(2);
    private static final VectorShuffle<Float> SWAP4 = swap(4);
    private static final VectorShuffle<Float> SWAP8 = swap(8);
    private static final VectorMask<Float> EIGHT = VectorMask.fromLong(S, 0xff);

    private static VectorShuffle<Float> swap(int bit) {
        return VectorShuffle.fromOp(S, lane -> (lane ^ bit) & (WIDTH - 1));
    }

    @Override
    public void distances(
            boolean squared, long query, int dimension, long rows, int pitch, int count, float[] out, int outAt) {
        long bytes = 4L * pitch;
        int i = 0;
        if (WIDTH >= 8 && count >= 8) {
            float[] sums = new float[8 * WIDTH];
            for (; i + 7 < count; i += 8) {
                long r0 = rows + bytes * i;
                long r4 = r0 + 4 * bytes;
                if (squared) {
                    squares(query, dimension, r0, r0 + bytes, r0 + 2 * bytes, r0 + 3 * bytes, sums, 0);
                    squares(query, dimension, r4, r4 + bytes, r4 + 2 * bytes, r4 + 3 * bytes, sums, 4 * WIDTH);
                } else {
                    products(query, dimension, r0, r0 + bytes, r0 + 2 * bytes, r0 + 3 * bytes, sums, 0);
                    products(query, dimension, r4, r4 + bytes, r4 + 2 * bytes, r4 + 3 * bytes, sums, 4 * WIDTH);
                }
                totals(sums, 0, !squared, out, outAt + i);
            }
        }
        for (; i < count; i++) {
            out[outAt + i] = distance(squared, query, dimension, rows + bytes * i);
        }
    }

    @Override
    public void runs(boolean squared, long query, int dimension, long rows, int pitch, int length, float[] out) {
        if (WIDTH < RUNS) {
            DenseKernels.super.runs(squared, query, dimension, rows, pitch, length, out);
            return;
        }
        long bytes = 4L * pitch;
        long run = bytes * length;
        float[] sums = new float[RUNS * WIDTH];
        for (int i = 0; i < length; i++) {
            long r0 = rows + bytes * i;
            long r4 = r0 + 4 * run;
            if (squared) {
                squares(query, dimension, r0, r0 + run, r0 + 2 * run, r0 + 3 * run, sums, 0);
                squares(query, dimension, r4, r4 + run, r4 + 2 * run, r4 + 3 * run, sums, 4 * WIDTH);
            } else {
                products(query, dimension, r0, r0 + run, r0 + 2 * run, r0 + 3 * run, sums, 0);
                products(query, dimension, r4, r4 + run, r4 + 2 * run, r4 + 3 * run, sums, 4 * WIDTH);
            }
            totals(sums, 0, !squared, out, RUNS * i);
        }
    }

    @Override
    public void distances(
            boolean squared, long query, int dimension, long base, int pitch, int[] rows, int count, float[] out) {
        long bytes = 4L * pitch;
        int i = 0;
        if (WIDTH >= 8 && count >= 8) {
            float[] sums = new float[8 * WIDTH];
            for (; i + 7 < count; i += 8) {
                for (int half = 0; half < 8; half += 4) {
                    long r0 = base + bytes * rows[i + half];
                    long r1 = base + bytes * rows[i + half + 1];
                    long r2 = base + bytes * rows[i + half + 2];
                    long r3 = base + bytes * rows[i + half + 3];
                    if (squared) {
                        squares(query, dimension, r0, r1, r2, r3, sums, half * WIDTH);
                    } else {
                        products(query, dimension, r0, r1, r2, r3, sums, half * WIDTH);
                    }
                }
                totals(sums, 0, !squared, out, i);
            }
        }
        for (; i < count; i++) {
            out[i] = distance(squared, query, dimension, base + bytes * rows[i]);
        }
    }

    private static int whole(int dimension) {
        return (dimension - 1) & -WIDTH;
    }

    /** The last part of a row holds one number at least. */
    private static VectorMask<Float> last(int dimension, int whole) {
        return VectorMask.fromLong(S, -1L >>> (64 - (dimension - whole)));
    }

    private static FloatVector read(long at) {
        return FloatVector.fromMemorySegment(S, Memory.ALL, at, ORDER);
    }

    private static FloatVector read(long at, VectorMask<Float> some) {
        return FloatVector.fromMemorySegment(S, Memory.ALL, at, ORDER, some);
    }

    @Override
    public float distance(boolean squared, long query, int dimension, long row) {
        int whole = whole(dimension);
        VectorMask<Float> some = last(dimension, whole);
        FloatVector sum = FloatVector.zero(S);
        if (squared) {
            for (int d = 0; d < whole; d += WIDTH) {
                FloatVector difference = read(query + 4L * d).sub(read(row + 4L * d));
                sum = difference.fma(difference, sum);
            }
            FloatVector difference = read(query + 4L * whole).sub(read(row + 4L * whole, some));
            return total(difference.fma(difference, sum));
        }
        for (int d = 0; d < whole; d += WIDTH) {
            sum = read(query + 4L * d).fma(read(row + 4L * d), sum);
        }
        return -total(read(query + 4L * whole).fma(read(row + 4L * whole, some), sum));
    }

    /** Adds lanes in the order in which {@link #totals} does. */
    private static float total(FloatVector lanes) {
        FloatVector sum = lanes.add(lanes.rearrange(SWAP1));
        sum = sum.add(sum.rearrange(SWAP2));
        if (WIDTH > 4) {
            sum = sum.add(sum.rearrange(SWAP4));
        }
        if (WIDTH > 8) {
            sum = sum.add(sum.rearrange(SWAP8));
        }
        return sum.lane(0);
    }

    private static FloatVector fold(
            FloatVector even, FloatVector odd, VectorMask<Float> odds, VectorShuffle<Float> swap) {
        return even.blend(odd, odds).add(odd.blend(even, odds).rearrange(swap));
    }

    /** The sums of eight registers; apart from what filled them, because the compiler gives up on larger methods. */
    private static void totals(float[] sums, int from, boolean negative, float[] out, int at) {
        FloatVector low = fold(
                fold(sum(sums, from, 0), sum(sums, from, 1), ODD1, SWAP1),
                fold(sum(sums, from, 2), sum(sums, from, 3), ODD1, SWAP1),
                ODD2,
                SWAP2);
        FloatVector high = fold(
                fold(sum(sums, from, 4), sum(sums, from, 5), ODD1, SWAP1),
                fold(sum(sums, from, 6), sum(sums, from, 7), ODD1, SWAP1),
                ODD2,
                SWAP2);
        FloatVector all = fold(low, high, ODD4, SWAP4);
        if (WIDTH > 8) {
            all = all.add(all.rearrange(SWAP8));
        }
        if (negative) {
            all.neg().intoArray(out, at, EIGHT);
        } else {
            all.intoArray(out, at, EIGHT);
        }
    }

    private static FloatVector sum(float[] sums, int from, int i) {
        return FloatVector.fromArray(S, sums, from + i * WIDTH);
    }

    private static void products(long query, int dimension, long r0, long r1, long r2, long r3, float[] sums, int at) {
        int whole = whole(dimension);
        VectorMask<Float> some = last(dimension, whole);
        FloatVector s0 = FloatVector.zero(S);
        FloatVector s1 = FloatVector.zero(S);
        FloatVector s2 = FloatVector.zero(S);
        FloatVector s3 = FloatVector.zero(S);
        for (int d = 0; d < whole; d += WIDTH) {
            FloatVector x = read(query + 4L * d);
            s0 = x.fma(read(r0 + 4L * d), s0);
            s1 = x.fma(read(r1 + 4L * d), s1);
            s2 = x.fma(read(r2 + 4L * d), s2);
            s3 = x.fma(read(r3 + 4L * d), s3);
        }
        FloatVector x = read(query + 4L * whole);
        x.fma(read(r0 + 4L * whole, some), s0).intoArray(sums, at + 0 * WIDTH);
        x.fma(read(r1 + 4L * whole, some), s1).intoArray(sums, at + 1 * WIDTH);
        x.fma(read(r2 + 4L * whole, some), s2).intoArray(sums, at + 2 * WIDTH);
        x.fma(read(r3 + 4L * whole, some), s3).intoArray(sums, at + 3 * WIDTH);
    }

    private static void squares(long query, int dimension, long r0, long r1, long r2, long r3, float[] sums, int at) {
        int whole = whole(dimension);
        VectorMask<Float> some = last(dimension, whole);
        FloatVector s0 = FloatVector.zero(S);
        FloatVector s1 = FloatVector.zero(S);
        FloatVector s2 = FloatVector.zero(S);
        FloatVector s3 = FloatVector.zero(S);
        for (int d = 0; d < whole; d += WIDTH) {
            FloatVector x = read(query + 4L * d);
            FloatVector d0 = x.sub(read(r0 + 4L * d));
            s0 = d0.fma(d0, s0);
            FloatVector d1 = x.sub(read(r1 + 4L * d));
            s1 = d1.fma(d1, s1);
            FloatVector d2 = x.sub(read(r2 + 4L * d));
            s2 = d2.fma(d2, s2);
            FloatVector d3 = x.sub(read(r3 + 4L * d));
            s3 = d3.fma(d3, s3);
        }
        FloatVector x = read(query + 4L * whole);
        FloatVector d0 = x.sub(read(r0 + 4L * whole, some));
        d0.fma(d0, s0).intoArray(sums, at + 0 * WIDTH);
        FloatVector d1 = x.sub(read(r1 + 4L * whole, some));
        d1.fma(d1, s1).intoArray(sums, at + 1 * WIDTH);
        FloatVector d2 = x.sub(read(r2 + 4L * whole, some));
        d2.fma(d2, s2).intoArray(sums, at + 2 * WIDTH);
        FloatVector d3 = x.sub(read(r3 + 4L * whole, some));
        d3.fma(d3, s3).intoArray(sums, at + 3 * WIDTH);
    }

    @Override
    public void normalise(int dimension, long rows, int pitch, int count, long target, int targetPitch) {
        int whole = whole(dimension);
        VectorMask<Float> some = last(dimension, whole);
        for (int i = 0; i < count; i++) {
            long row = rows + 4L * pitch * i;
            long to = target + 4L * targetPitch * i;
            FloatVector sum = FloatVector.zero(S);
            for (int d = 0; d < whole; d += WIDTH) {
                FloatVector x = read(row + 4L * d);
                sum = x.fma(x, sum);
            }
            FloatVector x = read(row + 4L * whole, some);
            float squares = total(x.fma(x, sum));
            if (squares > 1e-30f && squares < 1e30f) {
                float factor = (float) (1 / Math.sqrt(squares));
                for (int d = 0; d < whole; d += WIDTH) {
                    read(row + 4L * d).mul(factor).intoMemorySegment(Memory.ALL, to + 4L * d, ORDER);
                }
                x.mul(factor).intoMemorySegment(Memory.ALL, to + 4L * whole, ORDER, some);
            } else {
                ScalarDenseKernels.normalise(dimension, row, to);
            }
        }
    }
}
