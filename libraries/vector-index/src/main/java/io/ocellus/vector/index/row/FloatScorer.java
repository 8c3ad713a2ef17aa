package io.ocellus.vector.index.row;

import io.ocellus.vector.index.kernel.Kernels;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.search.RowScorer;

/** Exact distances to float rows. */
public final class FloatScorer implements RowScorer {

    private final Metric metric;
    private final int stride;
    private final long base;
    private long query;

    public FloatScorer(RowLayout layout, long base) {
        this.metric = layout.metric();
        this.stride = layout.stride();
        this.base = base;
    }

    @Override
    public void query(long address) {
        query = address;
    }

    @Override
    public void score(int[] rows, int count, float[] distances) {
        Kernels.FLOATS.distances(metric, query, stride, base, rows, count, distances);
    }

    @Override
    public void scoreRun(int first, int count, float[] distances) {
        Kernels.FLOATS.distances(metric, query, stride, base + 4L * stride * first, count, distances, 0);
    }
}
