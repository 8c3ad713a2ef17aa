package io.ocellus.vector.index.kernel;

import io.ocellus.vector.index.memory.Memory;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The Vector API form: columns lie in lanes, two registers of them beside one another; eight queries at a time read a block
 * once, or one query reads four blocks, so that sums do not wait for one another.
 */
final class VectorColumnKernels implements ColumnKernels {

    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int WIDTH = S.length();
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    @Override
    public int columns() {
        return 2 * WIDTH;
    }

    @Override
    public void columnDots(
            long queries,
            int count,
            int stride,
            int dimension,
            long blocks,
            int blockCount,
            float[] out,
            int outStride) {
        long blockBytes = 8L * WIDTH * dimension;
        int eights = count & -8;
        // A block stays in the first-level cache for all queries.
        for (int block = 0; block < blockCount; block++) {
            for (int q = 0; q < eights; q += 8) {
                eight(
                        queries + 4L * stride * q,
                        4L * stride,
                        dimension,
                        blocks + blockBytes * block,
                        out,
                        q * outStride + 2 * WIDTH * block,
                        outStride);
            }
        }
        for (int q = eights; q < count; q++) {
            int block = 0;
            for (; block + 3 < blockCount; block += 4) {
                four(
                        queries + 4L * stride * q,
                        dimension,
                        blocks + blockBytes * block,
                        blockBytes,
                        out,
                        q * outStride + 2 * WIDTH * block);
            }
            for (; block < blockCount; block++) {
                one(
                        queries + 4L * stride * q,
                        dimension,
                        blocks + blockBytes * block,
                        out,
                        q * outStride + 2 * WIDTH * block);
            }
        }
    }

    private static void eight(
            long queries, long queryBytes, int dimension, long block, float[] out, int at, int outStride) {
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
        long q1 = queries + 1 * queryBytes;
        long q2 = queries + 2 * queryBytes;
        long q3 = queries + 3 * queryBytes;
        long q4 = queries + 4 * queryBytes;
        long q5 = queries + 5 * queryBytes;
        long q6 = queries + 6 * queryBytes;
        long q7 = queries + 7 * queryBytes;
        for (int d = 0; d < dimension; d++) {
            FloatVector x = FloatVector.fromMemorySegment(S, Memory.ALL, block + 8L * WIDTH * d, ORDER);
            FloatVector y = FloatVector.fromMemorySegment(S, Memory.ALL, block + 8L * WIDTH * d + 4L * WIDTH, ORDER);
            FloatVector v0 = FloatVector.broadcast(S, Memory.getFloat(queries + 4L * d));
            a0 = x.fma(v0, a0);
            b0 = y.fma(v0, b0);
            FloatVector v1 = FloatVector.broadcast(S, Memory.getFloat(q1 + 4L * d));
            a1 = x.fma(v1, a1);
            b1 = y.fma(v1, b1);
            FloatVector v2 = FloatVector.broadcast(S, Memory.getFloat(q2 + 4L * d));
            a2 = x.fma(v2, a2);
            b2 = y.fma(v2, b2);
            FloatVector v3 = FloatVector.broadcast(S, Memory.getFloat(q3 + 4L * d));
            a3 = x.fma(v3, a3);
            b3 = y.fma(v3, b3);
            FloatVector v4 = FloatVector.broadcast(S, Memory.getFloat(q4 + 4L * d));
            a4 = x.fma(v4, a4);
            b4 = y.fma(v4, b4);
            FloatVector v5 = FloatVector.broadcast(S, Memory.getFloat(q5 + 4L * d));
            a5 = x.fma(v5, a5);
            b5 = y.fma(v5, b5);
            FloatVector v6 = FloatVector.broadcast(S, Memory.getFloat(q6 + 4L * d));
            a6 = x.fma(v6, a6);
            b6 = y.fma(v6, b6);
            FloatVector v7 = FloatVector.broadcast(S, Memory.getFloat(q7 + 4L * d));
            a7 = x.fma(v7, a7);
            b7 = y.fma(v7, b7);
        }
        a0.intoArray(out, at + 0 * outStride);
        b0.intoArray(out, at + 0 * outStride + WIDTH);
        a1.intoArray(out, at + 1 * outStride);
        b1.intoArray(out, at + 1 * outStride + WIDTH);
        a2.intoArray(out, at + 2 * outStride);
        b2.intoArray(out, at + 2 * outStride + WIDTH);
        a3.intoArray(out, at + 3 * outStride);
        b3.intoArray(out, at + 3 * outStride + WIDTH);
        a4.intoArray(out, at + 4 * outStride);
        b4.intoArray(out, at + 4 * outStride + WIDTH);
        a5.intoArray(out, at + 5 * outStride);
        b5.intoArray(out, at + 5 * outStride + WIDTH);
        a6.intoArray(out, at + 6 * outStride);
        b6.intoArray(out, at + 6 * outStride + WIDTH);
        a7.intoArray(out, at + 7 * outStride);
        b7.intoArray(out, at + 7 * outStride + WIDTH);
    }

    private static void four(long query, int dimension, long block, long blockBytes, float[] out, int at) {
        FloatVector a0 = FloatVector.zero(S);
        FloatVector b0 = FloatVector.zero(S);
        FloatVector a1 = FloatVector.zero(S);
        FloatVector b1 = FloatVector.zero(S);
        FloatVector a2 = FloatVector.zero(S);
        FloatVector b2 = FloatVector.zero(S);
        FloatVector a3 = FloatVector.zero(S);
        FloatVector b3 = FloatVector.zero(S);
        long p1 = block + 1 * blockBytes;
        long p2 = block + 2 * blockBytes;
        long p3 = block + 3 * blockBytes;
        for (int d = 0; d < dimension; d++) {
            long o = 8L * WIDTH * d;
            FloatVector v = FloatVector.broadcast(S, Memory.getFloat(query + 4L * d));
            a0 = v.fma(FloatVector.fromMemorySegment(S, Memory.ALL, block + o, ORDER), a0);
            b0 = v.fma(FloatVector.fromMemorySegment(S, Memory.ALL, block + o + 4L * WIDTH, ORDER), b0);
            a1 = v.fma(FloatVector.fromMemorySegment(S, Memory.ALL, p1 + o, ORDER), a1);
            b1 = v.fma(FloatVector.fromMemorySegment(S, Memory.ALL, p1 + o + 4L * WIDTH, ORDER), b1);
            a2 = v.fma(FloatVector.fromMemorySegment(S, Memory.ALL, p2 + o, ORDER), a2);
            b2 = v.fma(FloatVector.fromMemorySegment(S, Memory.ALL, p2 + o + 4L * WIDTH, ORDER), b2);
            a3 = v.fma(FloatVector.fromMemorySegment(S, Memory.ALL, p3 + o, ORDER), a3);
            b3 = v.fma(FloatVector.fromMemorySegment(S, Memory.ALL, p3 + o + 4L * WIDTH, ORDER), b3);
        }
        a0.intoArray(out, at + 0 * WIDTH);
        b0.intoArray(out, at + 1 * WIDTH);
        a1.intoArray(out, at + 2 * WIDTH);
        b1.intoArray(out, at + 3 * WIDTH);
        a2.intoArray(out, at + 4 * WIDTH);
        b2.intoArray(out, at + 5 * WIDTH);
        a3.intoArray(out, at + 6 * WIDTH);
        b3.intoArray(out, at + 7 * WIDTH);
    }

    private static void one(long query, int dimension, long block, float[] out, int at) {
        FloatVector a = FloatVector.zero(S);
        FloatVector b = FloatVector.zero(S);
        for (int d = 0; d < dimension; d++) {
            long o = 8L * WIDTH * d;
            FloatVector v = FloatVector.broadcast(S, Memory.getFloat(query + 4L * d));
            a = v.fma(FloatVector.fromMemorySegment(S, Memory.ALL, block + o, ORDER), a);
            b = v.fma(FloatVector.fromMemorySegment(S, Memory.ALL, block + o + 4L * WIDTH, ORDER), b);
        }
        a.intoArray(out, at);
        b.intoArray(out, at + WIDTH);
    }

    @Override
    public int greatest(float[] values, int at, float[] less, int count) {
        FloatVector best = FloatVector.fromArray(S, values, at).sub(FloatVector.fromArray(S, less, 0));
        FloatVector places = FloatVector.zero(S);
        for (int i = WIDTH; i < count; i += WIDTH) {
            FloatVector next = FloatVector.fromArray(S, values, at + i).sub(FloatVector.fromArray(S, less, i));
            VectorMask<Float> greater = next.compare(VectorOperators.GT, best);
            best = best.blend(next, greater);
            places = places.blend((float) i, greater);
        }
        float most = best.reduceLanes(VectorOperators.MAX);
        int lane = best.compare(VectorOperators.GE, most).firstTrue();
        return lane == WIDTH ? 0 : (int) places.lane(lane) + lane;
    }

    @Override
    public int reaching(float[] values, int at, int count, float[] bars, int barsAt, float less, int[] places) {
        int found = 0;
        for (int i = 0; i < count; i += WIDTH) {
            VectorMask<Float> below = FloatVector.fromArray(S, values, at + i)
                    .sub(less)
                    .compare(VectorOperators.LT, FloatVector.fromArray(S, bars, barsAt + i));
            if (below.allTrue()) {
                continue;
            }
            long kept = ~below.toLong() & ((1L << WIDTH) - 1);
            while (kept != 0) {
                places[found++] = i + Long.numberOfTrailingZeros(kept);
                kept &= kept - 1;
            }
        }
        return found;
    }
}
