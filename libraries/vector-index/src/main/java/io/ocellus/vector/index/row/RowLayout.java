package io.ocellus.vector.index.row;

import io.ocellus.vector.index.model.ElementType;
import io.ocellus.vector.index.model.IndexFailure;
import io.ocellus.vector.index.model.Metric;

/** How rows of one metric and dimension are kept: padded, and normalised under COSINE. Checks what comes from outside. */
public record RowLayout(Metric metric, int dimension, int stride) {

    /** Rows of a smaller squared length, rounded as it is, pass every check. */
    private static final float SURE = 0x1p125f;

    public RowLayout(Metric metric, int dimension) {
        this(metric, dimension, ElementType.stride(dimension));
        ElementType.FLOAT32.checkMetric(metric);
    }

    /** Copies {@code count} rows, validated, padded and normalised, into the target, whose padding is zero already. */
    public void arrange(float[] rows, int from, int count, float[] target, int targetAt, int firstRow) {
        for (int row = 0; row < count; row++) {
            int source = from + row * dimension;
            int at = targetAt + row * stride;
            float squares = 0;
            for (int d = 0; d < dimension; d++) {
                float value = rows[source + d];
                squares += value * value;
                target[at + d] = value;
            }
            if (!(squares < SURE)) {
                metric.check(rows, source, dimension, firstRow + row);
            }
            if (metric == Metric.COSINE) {
                normalise(target, at, squares);
            }
        }
    }

    private void normalise(float[] target, int at, float squares) {
        if (squares > 1e-30f && squares < 1e30f) {
            float factor = (float) (1 / Math.sqrt(squares));
            for (int d = 0; d < dimension; d++) {
                target[at + d] *= factor;
            }
            return;
        }
        double exact = 0;
        for (int d = 0; d < dimension; d++) {
            exact += (double) target[at + d] * target[at + d];
        }
        if (exact > 0) {
            double factor = 1 / Math.sqrt(exact);
            for (int d = 0; d < dimension; d++) {
                target[at + d] = (float) (target[at + d] * factor);
            }
        }
    }

    /** Padded queries that came as they are, normalised under COSINE. */
    public float[] normal(float[] queries, int count) {
        if (metric != Metric.COSINE) {
            return queries;
        }
        float[] normal = java.util.Arrays.copyOf(queries, count * stride);
        for (int q = 0; q < count; q++) {
            normalise(normal, q * stride, 0);
        }
        return normal;
    }

    public float[] queries(float[] queries, int count) {
        if (queries.length < (long) count * dimension) {
            throw new IndexFailure.InvalidVector("vector dimension mismatch: expected " + count + " x " + dimension
                    + " numbers, got " + queries.length);
        }
        float[] arranged = new float[count * stride];
        arrange(queries, 0, count, arranged, 0, 0);
        return arranged;
    }
}
