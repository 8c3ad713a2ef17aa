package io.ocellus.vector.storage.query;

import io.ocellus.vector.storage.schema.MetricType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Two rows at a time on the Vector API, so that two chains of additions run beside one another; the tail of a row is plain. */
final class VectorScanKernel implements ScanKernel {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int WIDTH = S.length();
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ORDER);

    @Override
    public void distances(MetricType metric, float[] query, MemorySegment rows, long offset, int count, float[] out) {
        switch (metric) {
            case L2 -> squares(query, rows, offset, count, out);
            case IP -> dots(query, rows, offset, count, out);
            case COSINE -> cosines(query, rows, offset, count, out);
        }
    }

    private static void squares(float[] query, MemorySegment rows, long offset, int count, float[] out) {
        int dimension = query.length;
        int whole = S.loopBound(dimension);
        long bytes = 4L * dimension;
        int i = 0;
        for (; i + 1 < count; i += 2) {
            long a = offset + bytes * i;
            long b = a + bytes;
            FloatVector s0 = FloatVector.zero(S);
            FloatVector s1 = FloatVector.zero(S);
            for (int d = 0; d < whole; d += WIDTH) {
                FloatVector q = FloatVector.fromArray(S, query, d);
                FloatVector d0 = q.sub(FloatVector.fromMemorySegment(S, rows, a + 4L * d, ORDER));
                FloatVector d1 = q.sub(FloatVector.fromMemorySegment(S, rows, b + 4L * d, ORDER));
                s0 = d0.fma(d0, s0);
                s1 = d1.fma(d1, s1);
            }
            float r0 = s0.reduceLanes(VectorOperators.ADD);
            float r1 = s1.reduceLanes(VectorOperators.ADD);
            for (int d = whole; d < dimension; d++) {
                float e0 = query[d] - rows.get(FLOAT, a + 4L * d);
                float e1 = query[d] - rows.get(FLOAT, b + 4L * d);
                r0 += e0 * e0;
                r1 += e1 * e1;
            }
            out[i] = r0;
            out[i + 1] = r1;
        }
        if (i < count) {
            long a = offset + bytes * i;
            FloatVector s0 = FloatVector.zero(S);
            for (int d = 0; d < whole; d += WIDTH) {
                FloatVector d0 = FloatVector.fromArray(S, query, d)
                        .sub(FloatVector.fromMemorySegment(S, rows, a + 4L * d, ORDER));
                s0 = d0.fma(d0, s0);
            }
            float r0 = s0.reduceLanes(VectorOperators.ADD);
            for (int d = whole; d < dimension; d++) {
                float e0 = query[d] - rows.get(FLOAT, a + 4L * d);
                r0 += e0 * e0;
            }
            out[i] = r0;
        }
    }

    private static void dots(float[] query, MemorySegment rows, long offset, int count, float[] out) {
        int dimension = query.length;
        int whole = S.loopBound(dimension);
        long bytes = 4L * dimension;
        for (int i = 0; i < count; i++) {
            long a = offset + bytes * i;
            FloatVector s0 = FloatVector.zero(S);
            for (int d = 0; d < whole; d += WIDTH) {
                s0 = FloatVector.fromArray(S, query, d)
                        .fma(FloatVector.fromMemorySegment(S, rows, a + 4L * d, ORDER), s0);
            }
            float r0 = s0.reduceLanes(VectorOperators.ADD);
            for (int d = whole; d < dimension; d++) {
                r0 += query[d] * rows.get(FLOAT, a + 4L * d);
            }
            out[i] = -r0;
        }
    }

    private static void cosines(float[] query, MemorySegment rows, long offset, int count, float[] out) {
        int dimension = query.length;
        int whole = S.loopBound(dimension);
        long bytes = 4L * dimension;
        for (int i = 0; i < count; i++) {
            long a = offset + bytes * i;
            FloatVector dot = FloatVector.zero(S);
            FloatVector square = FloatVector.zero(S);
            for (int d = 0; d < whole; d += WIDTH) {
                FloatVector x = FloatVector.fromMemorySegment(S, rows, a + 4L * d, ORDER);
                dot = FloatVector.fromArray(S, query, d).fma(x, dot);
                square = x.fma(x, square);
            }
            float sum = dot.reduceLanes(VectorOperators.ADD);
            float norm = square.reduceLanes(VectorOperators.ADD);
            for (int d = whole; d < dimension; d++) {
                float x = rows.get(FLOAT, a + 4L * d);
                sum += query[d] * x;
                norm += x * x;
            }
            out[i] = PlainScanKernel.finish(MetricType.COSINE, sum, norm);
        }
    }
}
