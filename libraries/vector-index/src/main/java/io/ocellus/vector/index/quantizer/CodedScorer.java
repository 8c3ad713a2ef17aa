package io.ocellus.vector.index.quantizer;

import io.ocellus.vector.index.kernel.Kernels;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.row.RowLayout;
import io.ocellus.vector.index.search.RowScorer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Distances to {@link CodedRows}; the query stays in floats. */
final class CodedScorer implements RowScorer {

    private final CodedRows rows;
    private final RowLayout layout;
    private final MemorySegment scaled;
    private int[] run = new int[512];
    private float base;

    CodedScorer(CodedRows rows) {
        this.rows = rows;
        this.layout = rows.layout();
        this.scaled = Memory.allocate(Arena.ofAuto(), 4L * layout.stride());
    }

    @Override
    public void query(long address) {
        boolean euclidean = layout.metric() == Metric.L2;
        boolean scalar = rows.form().isScalar();
        float half = rows.half();
        float[] origin = rows.origin();
        float[] step = rows.step();
        float norm = 0;
        float origins = 0;
        float halves = 0;
        for (int d = 0; d < layout.dimension(); d++) {
            float value = Memory.getFloat(address + 4L * d);
            float shifted = euclidean ? value - origin[d] : value;
            float weight = scalar ? shifted * step[d] : shifted;
            Memory.setFloat(scaled.address() + 4L * d, weight);
            norm += shifted * shifted;
            origins += value * origin[d];
            halves += weight * half;
        }
        base = euclidean ? norm + 2 * halves : halves - origins;
    }

    @Override
    public void score(int[] picked, int count, float[] distances) {
        long query = scaled.address();
        int stride = layout.stride();
        switch (rows.form()) {
            case FP16 -> Kernels.PACKED.halfDots(query, stride, rows.base(), rows.rowBytes(), picked, count, distances);
            case BF16 ->
                Kernels.PACKED.brainDots(query, stride, rows.base(), rows.rowBytes(), picked, count, distances);
            default ->
                Kernels.PACKED.dots(
                        query, stride, rows.form().bits(), rows.base(), rows.rowBytes(), picked, count, distances);
        }
        if (layout.metric() == Metric.L2) {
            for (int i = 0; i < count; i++) {
                distances[i] = base - 2 * distances[i] + Memory.getFloat(rows.norms() + 4L * picked[i]);
            }
        } else {
            for (int i = 0; i < count; i++) {
                distances[i] = base - distances[i];
            }
        }
    }

    @Override
    public void scoreRun(int first, int count, float[] distances) {
        if (run.length < count) {
            run = new int[count];
        }
        for (int i = 0; i < count; i++) {
            run[i] = first + i;
        }
        score(run, count, distances);
    }
}
