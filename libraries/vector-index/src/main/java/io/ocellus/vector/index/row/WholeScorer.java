package io.ocellus.vector.index.row;

import io.ocellus.vector.index.kernel.Kernels;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.search.RowScorer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Distances to rows of signed bytes, from exact sums of whole numbers. Confined to one search at a time. */
final class WholeScorer implements RowScorer {

    private final ElementRows rows;
    private final MemorySegment query;
    private int[] run = new int[256];
    private int[] sums = new int[256];
    private double inverse;

    WholeScorer(ElementRows rows) {
        this.rows = rows;
        this.query = Memory.allocate(Arena.ofAuto(), 2L * rows.rowBytes());
    }

    @Override
    public void query(long address) {
        for (int d = 0; d < rows.dimension(); d++) {
            Memory.setShort(query.address() + 2L * d, (short) Memory.getFloat(address + 4L * d));
        }
        inverse = rows.metric() == Metric.COSINE ? rows.inverse(address) : 0;
    }

    @Override
    public void score(int[] picked, int count, float[] distances) {
        if (sums.length < count) {
            sums = new int[count];
        }
        boolean euclidean = rows.metric() == Metric.L2;
        if (euclidean) {
            Kernels.WHOLE.squares(query.address(), rows.rowBytes(), rows.base(), picked, count, sums);
        } else {
            Kernels.WHOLE.dots(query.address(), rows.rowBytes(), rows.base(), picked, count, sums);
        }
        for (int i = 0; i < count; i++) {
            distances[i] = switch (rows.metric()) {
                case L2 -> (float) sums[i];
                case COSINE -> (float) (-sums[i] * inverse * Memory.getFloat(rows.inverses() + 4L * picked[i]));
                default -> (float) -sums[i];
            };
        }
    }

    @Override
    public void scoreRun(int first, int count, float[] distances) {
        run = ElementRows.run(run, first, count);
        score(run, count, distances);
    }
}
