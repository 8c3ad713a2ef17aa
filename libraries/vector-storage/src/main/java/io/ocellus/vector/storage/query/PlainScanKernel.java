package io.ocellus.vector.storage.query;

import io.ocellus.vector.storage.schema.MetricType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Plain loops, for a JVM without the Vector API. */
final class PlainScanKernel implements ScanKernel {
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    @Override
    public void distances(MetricType metric, float[] query, MemorySegment rows, long offset, int count, float[] out) {
        int dimension = query.length;
        for (int i = 0; i < count; i++) {
            long at = offset + 4L * dimension * i;
            float sum = 0;
            float norm = 0;
            for (int d = 0; d < dimension; d++) {
                float x = rows.get(FLOAT, at + 4L * d);
                if (metric == MetricType.L2) {
                    float difference = query[d] - x;
                    sum += difference * difference;
                } else {
                    sum += query[d] * x;
                    norm += x * x;
                }
            }
            out[i] = finish(metric, sum, norm);
        }
    }

    static float finish(MetricType metric, float sum, float norm) {
        return switch (metric) {
            case L2 -> sum;
            case IP -> -sum;
            case COSINE -> norm == 0 ? 0f : (float) (-sum / Math.sqrt(norm));
        };
    }
}
