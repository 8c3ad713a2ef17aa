package io.ocellus.vector.index.kernel;

import io.ocellus.vector.index.memory.Memory;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The Vector API form: four rows at a time, so that four chains of memory reads and additions run beside one another and
 * each part of the query is loaded once for them.
 */
final class VectorFloatKernels extends FloatKernels {

    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int WIDTH = S.length();
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    @Override
    public void negativeDots(long query, int stride, long rows, int count, float[] out, int outAt) {
        long bytes = 4L * stride;
        int i = 0;
        for (; i + 3 < count; i += 4) {
            long r0 = rows + bytes * i;
            long r1 = rows + bytes * (i + 1);
            long r2 = rows + bytes * (i + 2);
            long r3 = rows + bytes * (i + 3);
            FloatVector s0 = FloatVector.zero(S);
            FloatVector s1 = FloatVector.zero(S);
            FloatVector s2 = FloatVector.zero(S);
            FloatVector s3 = FloatVector.zero(S);
            for (int d = 0; d < stride; d += WIDTH) {
                FloatVector x = FloatVector.fromMemorySegment(S, Memory.ALL, query + 4L * d, ORDER);
                s0 = x.fma(FloatVector.fromMemorySegment(S, Memory.ALL, r0 + 4L * d, ORDER), s0);
                s1 = x.fma(FloatVector.fromMemorySegment(S, Memory.ALL, r1 + 4L * d, ORDER), s1);
                s2 = x.fma(FloatVector.fromMemorySegment(S, Memory.ALL, r2 + 4L * d, ORDER), s2);
                s3 = x.fma(FloatVector.fromMemorySegment(S, Memory.ALL, r3 + 4L * d, ORDER), s3);
            }
            out[outAt + i] = -s0.reduceLanes(VectorOperators.ADD);
            out[outAt + i + 1] = -s1.reduceLanes(VectorOperators.ADD);
            out[outAt + i + 2] = -s2.reduceLanes(VectorOperators.ADD);
            out[outAt + i + 3] = -s3.reduceLanes(VectorOperators.ADD);
        }
        for (; i < count; i++) {
            long r0 = rows + bytes * i;
            FloatVector s0 = FloatVector.zero(S);
            for (int d = 0; d < stride; d += WIDTH) {
                FloatVector x = FloatVector.fromMemorySegment(S, Memory.ALL, query + 4L * d, ORDER);
                s0 = x.fma(FloatVector.fromMemorySegment(S, Memory.ALL, r0 + 4L * d, ORDER), s0);
            }
            out[outAt + i] = -s0.reduceLanes(VectorOperators.ADD);
        }
    }

    @Override
    public void negativeDots(long query, int stride, long base, int[] rows, int count, float[] out) {
        long bytes = 4L * stride;
        int outAt = 0;
        int i = 0;
        for (; i + 3 < count; i += 4) {
            long r0 = base + bytes * rows[i];
            long r1 = base + bytes * rows[i + 1];
            long r2 = base + bytes * rows[i + 2];
            long r3 = base + bytes * rows[i + 3];
            FloatVector s0 = FloatVector.zero(S);
            FloatVector s1 = FloatVector.zero(S);
            FloatVector s2 = FloatVector.zero(S);
            FloatVector s3 = FloatVector.zero(S);
            for (int d = 0; d < stride; d += WIDTH) {
                FloatVector x = FloatVector.fromMemorySegment(S, Memory.ALL, query + 4L * d, ORDER);
                s0 = x.fma(FloatVector.fromMemorySegment(S, Memory.ALL, r0 + 4L * d, ORDER), s0);
                s1 = x.fma(FloatVector.fromMemorySegment(S, Memory.ALL, r1 + 4L * d, ORDER), s1);
                s2 = x.fma(FloatVector.fromMemorySegment(S, Memory.ALL, r2 + 4L * d, ORDER), s2);
                s3 = x.fma(FloatVector.fromMemorySegment(S, Memory.ALL, r3 + 4L * d, ORDER), s3);
            }
            out[outAt + i] = -s0.reduceLanes(VectorOperators.ADD);
            out[outAt + i + 1] = -s1.reduceLanes(VectorOperators.ADD);
            out[outAt + i + 2] = -s2.reduceLanes(VectorOperators.ADD);
            out[outAt + i + 3] = -s3.reduceLanes(VectorOperators.ADD);
        }
        for (; i < count; i++) {
            long r0 = base + bytes * rows[i];
            FloatVector s0 = FloatVector.zero(S);
            for (int d = 0; d < stride; d += WIDTH) {
                FloatVector x = FloatVector.fromMemorySegment(S, Memory.ALL, query + 4L * d, ORDER);
                s0 = x.fma(FloatVector.fromMemorySegment(S, Memory.ALL, r0 + 4L * d, ORDER), s0);
            }
            out[outAt + i] = -s0.reduceLanes(VectorOperators.ADD);
        }
    }

    @Override
    public void squares(long query, int stride, long rows, int count, float[] out, int outAt) {
        long bytes = 4L * stride;
        int i = 0;
        for (; i + 3 < count; i += 4) {
            long r0 = rows + bytes * i;
            long r1 = rows + bytes * (i + 1);
            long r2 = rows + bytes * (i + 2);
            long r3 = rows + bytes * (i + 3);
            FloatVector s0 = FloatVector.zero(S);
            FloatVector s1 = FloatVector.zero(S);
            FloatVector s2 = FloatVector.zero(S);
            FloatVector s3 = FloatVector.zero(S);
            for (int d = 0; d < stride; d += WIDTH) {
                FloatVector x = FloatVector.fromMemorySegment(S, Memory.ALL, query + 4L * d, ORDER);
                FloatVector d0 = x.sub(FloatVector.fromMemorySegment(S, Memory.ALL, r0 + 4L * d, ORDER));
                s0 = d0.fma(d0, s0);
                FloatVector d1 = x.sub(FloatVector.fromMemorySegment(S, Memory.ALL, r1 + 4L * d, ORDER));
                s1 = d1.fma(d1, s1);
                FloatVector d2 = x.sub(FloatVector.fromMemorySegment(S, Memory.ALL, r2 + 4L * d, ORDER));
                s2 = d2.fma(d2, s2);
                FloatVector d3 = x.sub(FloatVector.fromMemorySegment(S, Memory.ALL, r3 + 4L * d, ORDER));
                s3 = d3.fma(d3, s3);
            }
            out[outAt + i] = s0.reduceLanes(VectorOperators.ADD);
            out[outAt + i + 1] = s1.reduceLanes(VectorOperators.ADD);
            out[outAt + i + 2] = s2.reduceLanes(VectorOperators.ADD);
            out[outAt + i + 3] = s3.reduceLanes(VectorOperators.ADD);
        }
        for (; i < count; i++) {
            long r0 = rows + bytes * i;
            FloatVector s0 = FloatVector.zero(S);
            for (int d = 0; d < stride; d += WIDTH) {
                FloatVector x = FloatVector.fromMemorySegment(S, Memory.ALL, query + 4L * d, ORDER);
                FloatVector d0 = x.sub(FloatVector.fromMemorySegment(S, Memory.ALL, r0 + 4L * d, ORDER));
                s0 = d0.fma(d0, s0);
            }
            out[outAt + i] = s0.reduceLanes(VectorOperators.ADD);
        }
    }

    @Override
    public void squares(long query, int stride, long base, int[] rows, int count, float[] out) {
        long bytes = 4L * stride;
        int outAt = 0;
        int i = 0;
        for (; i + 3 < count; i += 4) {
            long r0 = base + bytes * rows[i];
            long r1 = base + bytes * rows[i + 1];
            long r2 = base + bytes * rows[i + 2];
            long r3 = base + bytes * rows[i + 3];
            FloatVector s0 = FloatVector.zero(S);
            FloatVector s1 = FloatVector.zero(S);
            FloatVector s2 = FloatVector.zero(S);
            FloatVector s3 = FloatVector.zero(S);
            for (int d = 0; d < stride; d += WIDTH) {
                FloatVector x = FloatVector.fromMemorySegment(S, Memory.ALL, query + 4L * d, ORDER);
                FloatVector d0 = x.sub(FloatVector.fromMemorySegment(S, Memory.ALL, r0 + 4L * d, ORDER));
                s0 = d0.fma(d0, s0);
                FloatVector d1 = x.sub(FloatVector.fromMemorySegment(S, Memory.ALL, r1 + 4L * d, ORDER));
                s1 = d1.fma(d1, s1);
                FloatVector d2 = x.sub(FloatVector.fromMemorySegment(S, Memory.ALL, r2 + 4L * d, ORDER));
                s2 = d2.fma(d2, s2);
                FloatVector d3 = x.sub(FloatVector.fromMemorySegment(S, Memory.ALL, r3 + 4L * d, ORDER));
                s3 = d3.fma(d3, s3);
            }
            out[outAt + i] = s0.reduceLanes(VectorOperators.ADD);
            out[outAt + i + 1] = s1.reduceLanes(VectorOperators.ADD);
            out[outAt + i + 2] = s2.reduceLanes(VectorOperators.ADD);
            out[outAt + i + 3] = s3.reduceLanes(VectorOperators.ADD);
        }
        for (; i < count; i++) {
            long r0 = base + bytes * rows[i];
            FloatVector s0 = FloatVector.zero(S);
            for (int d = 0; d < stride; d += WIDTH) {
                FloatVector x = FloatVector.fromMemorySegment(S, Memory.ALL, query + 4L * d, ORDER);
                FloatVector d0 = x.sub(FloatVector.fromMemorySegment(S, Memory.ALL, r0 + 4L * d, ORDER));
                s0 = d0.fma(d0, s0);
            }
            out[outAt + i] = s0.reduceLanes(VectorOperators.ADD);
        }
    }
}
