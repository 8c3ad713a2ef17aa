package io.ocellus.vector.index.row;

import io.ocellus.vector.index.kernel.Kernels;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.search.BatchRows;

/**
 * Rows of floats where they lie. Immutable.
 *
 * @param pitch floats from one row to the next
 * @param rows where the first of all rows would lie if they lay together
 * @param queries address of the padded queries
 * @param zeros address of a query of zeros
 */
public record DenseRows(RowLayout layout, int pitch, long rows, long queries, long zeros) implements BatchRows {

    private long row(int row) {
        return rows + 4L * pitch * row;
    }

    private long query(int query) {
        return queries + 4L * layout.stride() * query;
    }

    @Override
    public void read(int first, int count, float[] target) {
        Memory.read(row(first), target, 0, count * pitch);
    }

    @Override
    public void squares(int first, int count, float[] out) {
        Kernels.DENSE.distances(true, zeros, layout.dimension(), row(first), pitch, count, out, 0);
    }

    @Override
    public float distance(int query, int row) {
        return Kernels.DENSE.distance(layout.metric() == Metric.L2, query(query), layout.dimension(), row(row));
    }

    @Override
    public void distances(int query, int first, int count, float[] out) {
        Kernels.DENSE.distances(
                layout.metric() == Metric.L2, query(query), layout.dimension(), row(first), pitch, count, out, 0);
    }
}
