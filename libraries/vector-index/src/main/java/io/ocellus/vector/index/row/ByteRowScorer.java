package io.ocellus.vector.index.row;

import io.ocellus.vector.index.kernel.Kernels;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.search.Scorer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Distances to {@link ByteRows} as they are coded: the query stays in floats, where {@link ByteScorer} rounds it. */
public final class ByteRowScorer implements Scorer {

    private final ByteRows rows;
    private final RowLayout layout;
    private final MemorySegment scaled;
    private float base;

    public ByteRowScorer(ByteRows rows) {
        this.rows = rows;
        this.layout = rows.layout();
        this.scaled = Memory.allocate(Arena.ofAuto(), 4L * rows.stride());
    }

    @Override
    public void query(long address) {
        boolean euclidean = layout.metric() == Metric.L2;
        float middles = 0;
        float norm = 0;
        for (int d = 0; d < layout.dimension(); d++) {
            float value = Memory.getFloat(address + 4L * d);
            middles += value * rows.middle()[d];
            value = euclidean ? value - rows.middle()[d] : value;
            norm += value * value;
            Memory.setFloat(scaled.address() + 4L * d, value * rows.step()[d]);
        }
        base = euclidean ? norm : -middles;
    }

    @Override
    public void score(int[] picked, int count, float[] distances) {
        Kernels.PACKED.signedDots(scaled.address(), rows.stride(), rows.base(), picked, count, distances);
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
}
