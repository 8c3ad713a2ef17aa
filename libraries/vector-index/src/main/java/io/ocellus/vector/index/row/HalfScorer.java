package io.ocellus.vector.index.row;

import io.ocellus.vector.index.kernel.HalfKernels;
import io.ocellus.vector.index.kernel.Kernels;
import io.ocellus.vector.index.model.ElementType;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.search.RowScorer;

/** Distances to rows of 16-bit floats: exact but for what sums of floats lose. Confined to one search at a time. */
final class HalfScorer implements RowScorer {

    private final ElementRows rows;
    private final HalfKernels kernels;
    private final int stride;
    private int[] run = new int[256];
    private long query;
    private double inverse;

    HalfScorer(ElementRows rows) {
        this.rows = rows;
        this.kernels = rows.element() == ElementType.FLOAT16 ? Kernels.HALVES : Kernels.BRAINS;
        this.stride = ElementType.stride(rows.dimension());
    }

    @Override
    public void query(long address) {
        query = address;
        inverse = rows.metric() == Metric.COSINE ? rows.inverse(address) : 0;
    }

    @Override
    public void score(int[] picked, int count, float[] distances) {
        if (rows.metric() == Metric.L2) {
            kernels.squares(query, stride, rows.base(), picked, count, distances);
            return;
        }
        kernels.dots(query, stride, rows.base(), picked, count, distances);
        if (rows.metric() == Metric.COSINE) {
            rows.cosines(inverse, picked, count, distances);
            return;
        }
        for (int i = 0; i < count; i++) {
            distances[i] = -distances[i];
        }
    }

    @Override
    public void scoreRun(int first, int count, float[] distances) {
        run = ElementRows.run(run, first, count);
        score(run, count, distances);
    }
}
