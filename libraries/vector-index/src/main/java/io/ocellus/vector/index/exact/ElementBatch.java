package io.ocellus.vector.index.exact;

import io.ocellus.vector.index.kernel.HalfKernels;
import io.ocellus.vector.index.kernel.Kernels;
import io.ocellus.vector.index.kernel.TileKernels;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.ElementType;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.row.ElementRows;
import io.ocellus.vector.index.row.RowLayout;
import io.ocellus.vector.index.search.BatchRows;
import io.ocellus.vector.index.search.RowScorer;
import io.ocellus.vector.index.search.TopK;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * A batch over rows of halves or of whole numbers, which become floats a few at a time while the batch multiplies them; what
 * comes near a query's best is measured as a single query measures it. Under COSINE rows are divided by their lengths as they
 * become floats. Confined to one search at a time.
 */
final class ElementBatch implements BatchRows {

    private final ElementRows rows;
    private final RowLayout layout;
    private final boolean halves;
    private final HalfKernels kernels;

    /** Numbers from one row to the next, padding among them. */
    private final int pitch;

    private final MemorySegment zeros;
    private final List<RowScorer> scorers = new ArrayList<>();
    private final int[] one = new int[1];
    private final float[] distance = new float[1];
    private int[] run = new int[TileKernels.ROWS];
    private int[] sums = new int[TileKernels.ROWS];

    ElementBatch(ElementRows rows) {
        this.rows = rows;
        this.layout = new RowLayout(rows.metric(), rows.dimension());
        this.halves = rows.element().isHalf();
        this.kernels = rows.element() == ElementType.BFLOAT16 ? Kernels.BRAINS : Kernels.HALVES;
        this.pitch = halves ? rows.rowBytes() / 2 : rows.rowBytes();
        this.zeros = Memory.allocate(Arena.ofAuto(), 4L * pitch);
    }

    /**
     * Adds what is accepted of all rows.
     *
     * @param queries padded, as they came
     * @param at where the same queries lie
     */
    void scan(float[] queries, int count, long at, int all, Acceptance accepted, TopK[] found) {
        while (scorers.size() < count) {
            scorers.add(rows.scorer());
        }
        for (int q = 0; q < count; q++) {
            scorers.get(q).query(at + 4L * layout.stride() * q);
        }
        new FlatBatch(layout, pitch, layout.normal(queries, count), count, accepted, found).scan(this, 0, all);
    }

    @Override
    public void read(int first, int count, float[] target) {
        if (layout.metric() != Metric.COSINE) {
            widen(first, count, 1, target, 0);
            return;
        }
        for (int i = 0; i < count; i++) {
            widen(first + i, 1, Memory.getFloat(rows.inverses() + 4L * (first + i)), target, pitch * i);
        }
    }

    private void widen(int first, int count, float times, float[] target, int to) {
        long at = rows.base() + (long) rows.rowBytes() * first;
        if (halves) {
            Kernels.WIDENING.halves(kernels, at, pitch * count, times, target, to);
        } else {
            Kernels.WIDENING.bytes(at, pitch * count, times, target, to);
        }
    }

    @Override
    public void squares(int first, int count, float[] out) {
        run = ElementRows.run(run, first, count);
        if (halves) {
            kernels.squares(zeros.address(), pitch, rows.base(), run, count, out);
            return;
        }
        Kernels.WHOLE.squares(zeros.address(), rows.rowBytes(), rows.base(), run, count, sums);
        for (int i = 0; i < count; i++) {
            out[i] = sums[i];
        }
    }

    @Override
    public float distance(int query, int row) {
        one[0] = row;
        scorers.get(query).score(one, 1, distance);
        return distance[0];
    }

    @Override
    public void distances(int query, int first, int count, float[] out) {
        scorers.get(query).scoreRun(first, count, out);
    }
}
