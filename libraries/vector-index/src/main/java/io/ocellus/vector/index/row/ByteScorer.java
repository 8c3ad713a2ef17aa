package io.ocellus.vector.index.row;

import io.ocellus.vector.index.kernel.ByteKernels;
import io.ocellus.vector.index.kernel.Kernels;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.search.Scorer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Approximate distances to {@link ByteRows}: the query too is rounded, to seven bits. */
public final class ByteScorer implements Scorer {

    /** Of them an {@link #error} has so many. */
    public static final float DEVIATIONS = 3;

    private static final int LINE = 64;

    /** A code's usual size where a range of twice six deviations has 254 steps; more where a row has no outliers. */
    private static final double USUAL_CODE = 28;

    /** Below it steps of a query times those of rows are too near to the least float to tell anything. */
    private static final float LEAST = 0x1p-110f;

    private final ByteRows rows;
    private final RowLayout layout;
    private final MemorySegment query;
    private final float[] scaled;
    private int[] products = new int[256];
    private float base;
    private float factor;
    private float error;

    public ByteScorer(ByteRows rows) {
        this.rows = rows;
        this.layout = rows.layout();
        this.query = Memory.allocate(Arena.ofAuto(), 2L * rows.stride());
        this.scaled = new float[layout.dimension()];
    }

    @Override
    public void query(long address) {
        int dimension = layout.dimension();
        boolean euclidean = layout.metric() == Metric.L2;
        float most = 0;
        double squares = 0;
        float middles = 0;
        float norm = 0;
        for (int d = 0; d < dimension; d++) {
            float value = Memory.getFloat(address + 4L * d);
            middles += value * rows.middle()[d];
            value = euclidean ? value - rows.middle()[d] : value;
            norm += value * value;
            float scale = value * rows.step()[d];
            scaled[d] = scale;
            squares += (double) scale * scale;
            most = Math.max(most, Math.abs(scale));
        }
        float steps = most > 0 ? ByteKernels.QUERY_MOST / most : 0;
        long at = query.address();
        for (int d = 0; d < dimension; d++) {
            float value = scaled[d] * steps;
            Memory.setShort(at + 2L * d, (short) (value + Math.copySign(0.5f, value)));
        }
        float unit = most / ByteKernels.QUERY_MOST;
        if (euclidean) {
            factor = -2 * unit;
            base = norm;
        } else {
            factor = -unit;
            base = -middles;
        }
        // Rounding is even within a step: of the row by one of its own, of the query by one of the unit times the code.
        double variance = (squares + (double) unit * unit * dimension * USUAL_CODE * USUAL_CODE) / 12;
        error = most > 0 && most < LEAST
                ? Float.POSITIVE_INFINITY
                : (float) (DEVIATIONS * Math.sqrt(variance) * (euclidean ? 2 : 1));
    }

    /** Hardly any distance is wrong by more; infinite where the numbers are too small for steps. */
    public float error() {
        return error;
    }

    /** Reads the lines of a row, so that they are near when it is measured; what it gives means nothing. */
    public int touch(int row) {
        long at = rows.base() + (long) rows.stride() * row;
        int sum = 0;
        for (long end = at + rows.stride(); at < end; at += LINE) {
            sum += Memory.getByte(at);
        }
        return sum;
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
