package io.ocellus.vector.index;

/**
 * How far rows lie from one another: as their metric measures, or by squared Euclidean distance whatever the metric. Immutable.
 *
 * @param norms of all rows, none where a distance is taken as it was measured
 */
record RowDistances(float[] norms) {

    static final RowDistances AS_MEASURED = new RowDistances(new float[0]);

    static RowDistances squares(RowLayout layout, int rows, long vectors, BuildControl control) {
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
    float of(int a, int b, float measured) {
        return norms.length == 0 ? measured : Math.max(0, norms[a] + norms[b] + 2 * measured);
    }
}
