package io.ocellus.vector.index.row;

import io.ocellus.vector.index.kernel.Kernels;
import io.ocellus.vector.index.search.TopK;

/**
 * Adds rows that coarser codes leave in doubt to a query's best, by their floats: rows are offered one after another and
 * measured a run at a time. Confined to one thread, used again for the next query.
 */
public final class FloatRefiner {

    private static final int RUN = 256;

    private final RowLayout layout;
    private final long vectors;
    private final int[] rows = new int[RUN];
    private final float[] distances = new float[RUN];
    private int count;

    /** @param vectors where the rows lie as floats */
    public FloatRefiner(RowLayout layout, long vectors) {
        this.layout = layout;
        this.vectors = vectors;
    }

    /** A row counts after {@link #finish} at the latest. */
    public void offer(long query, int row, TopK found) {
        rows[count++] = row;
        if (count == RUN) {
            finish(query, found);
        }
    }

    /** Measures what has been offered and not been measured. */
    public void finish(long query, TopK found) {
        Kernels.FLOATS.distances(layout.metric(), query, layout.stride(), vectors, rows, count, distances);
        for (int i = 0; i < count; i++) {
            found.add(distances[i], rows[i]);
        }
        count = 0;
    }
}
