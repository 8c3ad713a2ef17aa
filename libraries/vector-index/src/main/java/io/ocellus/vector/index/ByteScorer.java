package io.ocellus.vector.index;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Approximate distances to {@link ByteRows}: the query too is rounded, to seven bits. */
final class ByteScorer implements Scorer {

    private final ByteRows rows;
    private final RowLayout layout;
    private final MemorySegment query;
    private final float[] scaled;
    private int[] products = new int[256];
    private float base;
    private float factor;

    ByteScorer(ByteRows rows) {
        this.rows = rows;
        this.layout = rows.layout();
        this.query = Memory.allocate(Arena.ofAuto(), 2L * rows.stride());
        this.scaled = new float[layout.dimension()];
    }

    @Override
    public void query(long address) {
        int dimension = layout.dimension();
        float most = 0;
        float middles = 0;
        float norm = 0;
        for (int d = 0; d < dimension; d++) {
            float value = Memory.getFloat(address + 4L * d);
            middles += value * rows.middle()[d];
            norm += value * value;
            float scale = value * rows.step()[d];
            scaled[d] = scale;
            most = Math.max(most, Math.abs(scale));
        }
        float steps = most > 0 ? ByteKernels.QUERY_MOST / most : 0;
        long at = query.address();
        for (int d = 0; d < dimension; d++) {
            float value = scaled[d] * steps;
            Memory.setShort(at + 2L * d, (short) (value + Math.copySign(0.5f, value)));
        }
        float unit = most / ByteKernels.QUERY_MOST;
        if (layout.metric() == Metric.L2) {
            factor = -2 * unit;
            base = norm - 2 * middles;
        } else {
            factor = -unit;
            base = -middles;
        }
    }

    @Override
    public void score(int[] picked, int count, float[] distances) {
        if (products.length < count) {
            products = new int[count];
        }
        Kernels.BYTES.dots(query.address(), rows.stride(), rows.base(), picked, count, products);
        if (layout.metric() == Metric.L2) {
            for (int i = 0; i < count; i++) {
                distances[i] = base + factor * products[i] + Memory.getFloat(rows.norms() + 4L * picked[i]);
            }
        } else {
            for (int i = 0; i < count; i++) {
                distances[i] = base + factor * products[i];
            }
        }
    }
}
