package io.ocellus.vector.index.row;

import io.ocellus.vector.index.build.BuildThreads;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.Metric;

/**
 * How far rows lie from one another: as their metric measures, or by squared Euclidean distance whatever the metric. Immutable.
 *
 * @param norms of all rows, none where a distance is taken as it was measured
 */
public record RowDistances(float[] norms) {

    public static final RowDistances AS_MEASURED = new RowDistances(new float[0]);

    public static RowDistances squares(RowLayout layout, int rows, long vectors, BuildControl control) {
        if (layout.metric() == Metric.L2) {
            return AS_MEASURED;
        }
        float[] norms = new float[rows];
        BuildThreads.forEach(control, rows, 1_024, () -> {
            float[] row = new float[layout.stride()];
            return (from, to) -> {
                for (int i = from; i < to; i++) {
                    Memory.read(vectors + 4L * layout.stride() * i, row, 0, row.length);
                    float norm = 0;
                    for (float value : row) {
                        norm += value * value;
                    }
                    norms[i] = norm;
                }
            };
        });
        return new RowDistances(norms);
    }

    /** @param measured by the metric */
    public float of(int a, int b, float measured) {
        return norms.length == 0 ? measured : Math.max(0, norms[a] + norms[b] + 2 * measured);
    }
}
