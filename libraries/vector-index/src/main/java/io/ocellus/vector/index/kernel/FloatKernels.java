package io.ocellus.vector.index.kernel;

import io.ocellus.vector.index.model.Metric;

/**
 * Distances between float rows: smaller is closer, so inner products come negated. Rows lie at an address, each padded with
 * zeros to {@code stride} floats, a multiple of 16; queries are padded alike. Stateless.
 */
public abstract class FloatKernels {

    /** {@code out[i] = -(query . row)} for {@code count} rows one after another. */
    public abstract void negativeDots(long query, int stride, long rows, int count, float[] out, int outAt);

    /** {@code out[i]} = squared distance, for {@code count} rows one after another. */
    public abstract void squares(long query, int stride, long rows, int count, float[] out, int outAt);

    /** {@link #negativeDots} for picked rows. */
    public abstract void negativeDots(long query, int stride, long base, int[] rows, int count, float[] out);

    /** {@link #squares} for picked rows. */
    public abstract void squares(long query, int stride, long base, int[] rows, int count, float[] out);

    /** By metric. */
    public final void distances(Metric metric, long query, int stride, long rows, int count, float[] out, int outAt) {
        if (metric == Metric.L2) {
            squares(query, stride, rows, count, out, outAt);
        } else {
            negativeDots(query, stride, rows, count, out, outAt);
        }
    }

    public final void distances(Metric metric, long query, int stride, long base, int[] rows, int count, float[] out) {
        if (metric == Metric.L2) {
            squares(query, stride, base, rows, count, out);
        } else {
            negativeDots(query, stride, base, rows, count, out);
        }
    }
}
