package io.ocellus.vector.index;

import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
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
    public int lanes() {
        return WIDTH;
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

    @Override
    public boolean reaches(
            int registers,
            long rows,
            int pitch,
            int dimension,
            long block,
            float[] bars,
            int barsAt,
            float[] less,
            int lessAt) {
        return registers == 2
                ? two(rows, 4L * pitch, dimension, block, bars, barsAt, less, lessAt)
                : one(rows, 4L * pitch, dimension, block, bars, barsAt, less, lessAt);
    }

    @Override
    public void add(int registers, long rows, int pitch, int dimensions, long block, float[] out, int outAt) {
        if (registers == 2) {
            addTwo(rows, 4L * pitch, dimensions, block, out, outAt);
        } else {
            addOne(rows, 4L * pitch, dimensions, block, out, outAt);
        }
    }

    private static boolean two(
            long rows, long bytes, int dimension, long block, float[] bars, int barsAt, float[] less, int lessAt) {
        FloatVector a0 = FloatVector.zero(S);
        FloatVector b0 = FloatVector.zero(S);
        FloatVector a1 = FloatVector.zero(S);
        FloatVector b1 = FloatVector.zero(S);
        FloatVector a2 = FloatVector.zero(S);
        FloatVector b2 = FloatVector.zero(S);
        FloatVector a3 = FloatVector.zero(S);
        FloatVector b3 = FloatVector.zero(S);
        FloatVector a4 = FloatVector.zero(S);
        FloatVector b4 = FloatVector.zero(S);
        FloatVector a5 = FloatVector.zero(S);
        FloatVector b5 = FloatVector.zero(S);
        FloatVector a6 = FloatVector.zero(S);
        FloatVector b6 = FloatVector.zero(S);
        FloatVector a7 = FloatVector.zero(S);
        FloatVector b7 = FloatVector.zero(S);
        long r1 = rows + 1 * bytes;
        long r2 = rows + 2 * bytes;
        long r3 = rows + 3 * bytes;
        long r4 = rows + 4 * bytes;
        long r5 = rows + 5 * bytes;
        long r6 = rows + 6 * bytes;
        long r7 = rows + 7 * bytes;
        for (int d = 0; d < dimension; d++) {
            FloatVector x = read(block + 8L * WIDTH * d);
            FloatVector y = read(block + 8L * WIDTH * d + 4L * WIDTH);
            FloatVector v0 = FloatVector.broadcast(S, Memory.getFloat(rows + 4L * d));
            a0 = x.fma(v0, a0);
            b0 = y.fma(v0, b0);
            FloatVector v1 = FloatVector.broadcast(S, Memory.getFloat(r1 + 4L * d));
            a1 = x.fma(v1, a1);
            b1 = y.fma(v1, b1);
            FloatVector v2 = FloatVector.broadcast(S, Memory.getFloat(r2 + 4L * d));
            a2 = x.fma(v2, a2);
            b2 = y.fma(v2, b2);
            FloatVector v3 = FloatVector.broadcast(S, Memory.getFloat(r3 + 4L * d));
            a3 = x.fma(v3, a3);
            b3 = y.fma(v3, b3);
            FloatVector v4 = FloatVector.broadcast(S, Memory.getFloat(r4 + 4L * d));
            a4 = x.fma(v4, a4);
            b4 = y.fma(v4, b4);
            FloatVector v5 = FloatVector.broadcast(S, Memory.getFloat(r5 + 4L * d));
            a5 = x.fma(v5, a5);
            b5 = y.fma(v5, b5);
            FloatVector v6 = FloatVector.broadcast(S, Memory.getFloat(r6 + 4L * d));
            a6 = x.fma(v6, a6);
            b6 = y.fma(v6, b6);
            FloatVector v7 = FloatVector.broadcast(S, Memory.getFloat(r7 + 4L * d));
            a7 = x.fma(v7, a7);
            b7 = y.fma(v7, b7);
        }
        a0 = a0.sub(less[lessAt + 0]);
        b0 = b0.sub(less[lessAt + 0]);
        a1 = a1.sub(less[lessAt + 1]);
        b1 = b1.sub(less[lessAt + 1]);
        a2 = a2.sub(less[lessAt + 2]);
        b2 = b2.sub(less[lessAt + 2]);
        a3 = a3.sub(less[lessAt + 3]);
        b3 = b3.sub(less[lessAt + 3]);
        a4 = a4.sub(less[lessAt + 4]);
        b4 = b4.sub(less[lessAt + 4]);
        a5 = a5.sub(less[lessAt + 5]);
        b5 = b5.sub(less[lessAt + 5]);
        a6 = a6.sub(less[lessAt + 6]);
        b6 = b6.sub(less[lessAt + 6]);
        a7 = a7.sub(less[lessAt + 7]);
        b7 = b7.sub(less[lessAt + 7]);
        FloatVector barA = FloatVector.fromArray(S, bars, barsAt);
        FloatVector barB = FloatVector.fromArray(S, bars, barsAt + WIDTH);
        VectorMask<Float> below = a0.compare(VectorOperators.LT, barA)
                .and(b0.compare(VectorOperators.LT, barB))
                .and(a1.compare(VectorOperators.LT, barA))
                .and(b1.compare(VectorOperators.LT, barB))
                .and(a2.compare(VectorOperators.LT, barA))
                .and(b2.compare(VectorOperators.LT, barB))
                .and(a3.compare(VectorOperators.LT, barA))
                .and(b3.compare(VectorOperators.LT, barB))
                .and(a4.compare(VectorOperators.LT, barA))
                .and(b4.compare(VectorOperators.LT, barB))
                .and(a5.compare(VectorOperators.LT, barA))
                .and(b5.compare(VectorOperators.LT, barB))
                .and(a6.compare(VectorOperators.LT, barA))
                .and(b6.compare(VectorOperators.LT, barB))
                .and(a7.compare(VectorOperators.LT, barA))
                .and(b7.compare(VectorOperators.LT, barB));
        return !below.allTrue();
    }

    private static boolean one(
            long rows, long bytes, int dimension, long block, float[] bars, int barsAt, float[] less, int lessAt) {
        FloatVector a0 = FloatVector.zero(S);
        FloatVector a1 = FloatVector.zero(S);
        FloatVector a2 = FloatVector.zero(S);
        FloatVector a3 = FloatVector.zero(S);
        FloatVector a4 = FloatVector.zero(S);
        FloatVector a5 = FloatVector.zero(S);
        FloatVector a6 = FloatVector.zero(S);
        FloatVector a7 = FloatVector.zero(S);
        long r1 = rows + 1 * bytes;
        long r2 = rows + 2 * bytes;
        long r3 = rows + 3 * bytes;
        long r4 = rows + 4 * bytes;
        long r5 = rows + 5 * bytes;
        long r6 = rows + 6 * bytes;
        long r7 = rows + 7 * bytes;
        for (int d = 0; d < dimension; d++) {
            FloatVector x = read(block + 4L * WIDTH * d);
            FloatVector v0 = FloatVector.broadcast(S, Memory.getFloat(rows + 4L * d));
            a0 = x.fma(v0, a0);
            FloatVector v1 = FloatVector.broadcast(S, Memory.getFloat(r1 + 4L * d));
            a1 = x.fma(v1, a1);
            FloatVector v2 = FloatVector.broadcast(S, Memory.getFloat(r2 + 4L * d));
            a2 = x.fma(v2, a2);
            FloatVector v3 = FloatVector.broadcast(S, Memory.getFloat(r3 + 4L * d));
            a3 = x.fma(v3, a3);
            FloatVector v4 = FloatVector.broadcast(S, Memory.getFloat(r4 + 4L * d));
            a4 = x.fma(v4, a4);
            FloatVector v5 = FloatVector.broadcast(S, Memory.getFloat(r5 + 4L * d));
            a5 = x.fma(v5, a5);
            FloatVector v6 = FloatVector.broadcast(S, Memory.getFloat(r6 + 4L * d));
            a6 = x.fma(v6, a6);
            FloatVector v7 = FloatVector.broadcast(S, Memory.getFloat(r7 + 4L * d));
            a7 = x.fma(v7, a7);
        }
        a0 = a0.sub(less[lessAt + 0]);
        a1 = a1.sub(less[lessAt + 1]);
        a2 = a2.sub(less[lessAt + 2]);
        a3 = a3.sub(less[lessAt + 3]);
        a4 = a4.sub(less[lessAt + 4]);
        a5 = a5.sub(less[lessAt + 5]);
        a6 = a6.sub(less[lessAt + 6]);
        a7 = a7.sub(less[lessAt + 7]);
        FloatVector barA = FloatVector.fromArray(S, bars, barsAt);
        VectorMask<Float> below = a0.compare(VectorOperators.LT, barA)
                .and(a1.compare(VectorOperators.LT, barA))
                .and(a2.compare(VectorOperators.LT, barA))
                .and(a3.compare(VectorOperators.LT, barA))
                .and(a4.compare(VectorOperators.LT, barA))
                .and(a5.compare(VectorOperators.LT, barA))
                .and(a6.compare(VectorOperators.LT, barA))
                .and(a7.compare(VectorOperators.LT, barA));
        return !below.allTrue();
    }

    private static void addTwo(long rows, long bytes, int dimensions, long block, float[] out, int at) {
        FloatVector a0 = FloatVector.fromArray(S, out, at + 0 * WIDTH);
        FloatVector b0 = FloatVector.fromArray(S, out, at + 1 * WIDTH);
        FloatVector a1 = FloatVector.fromArray(S, out, at + 2 * WIDTH);
        FloatVector b1 = FloatVector.fromArray(S, out, at + 3 * WIDTH);
        FloatVector a2 = FloatVector.fromArray(S, out, at + 4 * WIDTH);
        FloatVector b2 = FloatVector.fromArray(S, out, at + 5 * WIDTH);
        FloatVector a3 = FloatVector.fromArray(S, out, at + 6 * WIDTH);
        FloatVector b3 = FloatVector.fromArray(S, out, at + 7 * WIDTH);
        FloatVector a4 = FloatVector.fromArray(S, out, at + 8 * WIDTH);
        FloatVector b4 = FloatVector.fromArray(S, out, at + 9 * WIDTH);
        FloatVector a5 = FloatVector.fromArray(S, out, at + 10 * WIDTH);
        FloatVector b5 = FloatVector.fromArray(S, out, at + 11 * WIDTH);
        FloatVector a6 = FloatVector.fromArray(S, out, at + 12 * WIDTH);
        FloatVector b6 = FloatVector.fromArray(S, out, at + 13 * WIDTH);
        FloatVector a7 = FloatVector.fromArray(S, out, at + 14 * WIDTH);
        FloatVector b7 = FloatVector.fromArray(S, out, at + 15 * WIDTH);
        long r1 = rows + 1 * bytes;
        long r2 = rows + 2 * bytes;
        long r3 = rows + 3 * bytes;
        long r4 = rows + 4 * bytes;
        long r5 = rows + 5 * bytes;
        long r6 = rows + 6 * bytes;
        long r7 = rows + 7 * bytes;
        for (int d = 0; d < dimensions; d++) {
            FloatVector x = read(block + 8L * WIDTH * d);
            FloatVector y = read(block + 8L * WIDTH * d + 4L * WIDTH);
            FloatVector v0 = FloatVector.broadcast(S, Memory.getFloat(rows + 4L * d));
            a0 = x.fma(v0, a0);
            b0 = y.fma(v0, b0);
            FloatVector v1 = FloatVector.broadcast(S, Memory.getFloat(r1 + 4L * d));
            a1 = x.fma(v1, a1);
            b1 = y.fma(v1, b1);
            FloatVector v2 = FloatVector.broadcast(S, Memory.getFloat(r2 + 4L * d));
            a2 = x.fma(v2, a2);
            b2 = y.fma(v2, b2);
            FloatVector v3 = FloatVector.broadcast(S, Memory.getFloat(r3 + 4L * d));
            a3 = x.fma(v3, a3);
            b3 = y.fma(v3, b3);
            FloatVector v4 = FloatVector.broadcast(S, Memory.getFloat(r4 + 4L * d));
            a4 = x.fma(v4, a4);
            b4 = y.fma(v4, b4);
            FloatVector v5 = FloatVector.broadcast(S, Memory.getFloat(r5 + 4L * d));
            a5 = x.fma(v5, a5);
            b5 = y.fma(v5, b5);
            FloatVector v6 = FloatVector.broadcast(S, Memory.getFloat(r6 + 4L * d));
            a6 = x.fma(v6, a6);
            b6 = y.fma(v6, b6);
            FloatVector v7 = FloatVector.broadcast(S, Memory.getFloat(r7 + 4L * d));
            a7 = x.fma(v7, a7);
            b7 = y.fma(v7, b7);
        }
        a0.intoArray(out, at + 0 * WIDTH);
        b0.intoArray(out, at + 1 * WIDTH);
        a1.intoArray(out, at + 2 * WIDTH);
        b1.intoArray(out, at + 3 * WIDTH);
        a2.intoArray(out, at + 4 * WIDTH);
        b2.intoArray(out, at + 5 * WIDTH);
        a3.intoArray(out, at + 6 * WIDTH);
        b3.intoArray(out, at + 7 * WIDTH);
        a4.intoArray(out, at + 8 * WIDTH);
        b4.intoArray(out, at + 9 * WIDTH);
        a5.intoArray(out, at + 10 * WIDTH);
        b5.intoArray(out, at + 11 * WIDTH);
        a6.intoArray(out, at + 12 * WIDTH);
        b6.intoArray(out, at + 13 * WIDTH);
        a7.intoArray(out, at + 14 * WIDTH);
        b7.intoArray(out, at + 15 * WIDTH);
    }

    private static void addOne(long rows, long bytes, int dimensions, long block, float[] out, int at) {
        FloatVector a0 = FloatVector.fromArray(S, out, at + 0 * WIDTH);
        FloatVector a1 = FloatVector.fromArray(S, out, at + 1 * WIDTH);
        FloatVector a2 = FloatVector.fromArray(S, out, at + 2 * WIDTH);
        FloatVector a3 = FloatVector.fromArray(S, out, at + 3 * WIDTH);
        FloatVector a4 = FloatVector.fromArray(S, out, at + 4 * WIDTH);
        FloatVector a5 = FloatVector.fromArray(S, out, at + 5 * WIDTH);
        FloatVector a6 = FloatVector.fromArray(S, out, at + 6 * WIDTH);
        FloatVector a7 = FloatVector.fromArray(S, out, at + 7 * WIDTH);
        long r1 = rows + 1 * bytes;
        long r2 = rows + 2 * bytes;
        long r3 = rows + 3 * bytes;
        long r4 = rows + 4 * bytes;
        long r5 = rows + 5 * bytes;
        long r6 = rows + 6 * bytes;
        long r7 = rows + 7 * bytes;
        for (int d = 0; d < dimensions; d++) {
            FloatVector x = read(block + 4L * WIDTH * d);
            FloatVector v0 = FloatVector.broadcast(S, Memory.getFloat(rows + 4L * d));
            a0 = x.fma(v0, a0);
            FloatVector v1 = FloatVector.broadcast(S, Memory.getFloat(r1 + 4L * d));
            a1 = x.fma(v1, a1);
            FloatVector v2 = FloatVector.broadcast(S, Memory.getFloat(r2 + 4L * d));
            a2 = x.fma(v2, a2);
            FloatVector v3 = FloatVector.broadcast(S, Memory.getFloat(r3 + 4L * d));
            a3 = x.fma(v3, a3);
            FloatVector v4 = FloatVector.broadcast(S, Memory.getFloat(r4 + 4L * d));
            a4 = x.fma(v4, a4);
            FloatVector v5 = FloatVector.broadcast(S, Memory.getFloat(r5 + 4L * d));
            a5 = x.fma(v5, a5);
            FloatVector v6 = FloatVector.broadcast(S, Memory.getFloat(r6 + 4L * d));
            a6 = x.fma(v6, a6);
            FloatVector v7 = FloatVector.broadcast(S, Memory.getFloat(r7 + 4L * d));
            a7 = x.fma(v7, a7);
        }
        a0.intoArray(out, at + 0 * WIDTH);
        a1.intoArray(out, at + 1 * WIDTH);
        a2.intoArray(out, at + 2 * WIDTH);
        a3.intoArray(out, at + 3 * WIDTH);
        a4.intoArray(out, at + 4 * WIDTH);
        a5.intoArray(out, at + 5 * WIDTH);
        a6.intoArray(out, at + 6 * WIDTH);
        a7.intoArray(out, at + 7 * WIDTH);
    }
}
