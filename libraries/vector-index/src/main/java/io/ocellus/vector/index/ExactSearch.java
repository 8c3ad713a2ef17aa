package io.ocellus.vector.index;

import io.ocellus.vector.index.exact.FlatSearcher;
import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.IndexFailure;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.row.RowLayout;
import io.ocellus.vector.index.search.TopK;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Arrays;

/**
 * Exact search over rows in memory that is somebody else's: raw numbers, one row after another without a gap. The rows are
 * finite, and their memory lasts as long as the call; those whose squared distance no float holds come last under L2.
 * Stateless; threads share nothing.
 */
public final class ExactSearch {

    private final Metric metric;
    private final int dimension;
    private final MemorySegment memory;
    private final int rows;

    /**
     * @param memory native memory or a mapped file that begins with the rows
     */
    public ExactSearch(Metric metric, int dimension, MemorySegment memory, int rows) {
        if (!memory.isNative() || memory.byteSize() < 4L * dimension * rows) {
            throw new IndexFailure.InvalidParameter(
                    rows + " rows of dimension " + dimension + " do not lie in " + memory.byteSize() + " bytes");
        }
        this.metric = metric;
        this.dimension = dimension;
        this.memory = memory;
        this.rows = rows;
    }

    /**
     * The nearest accepted rows, at most k of them, however many that are; those beyond a query's limit need not be among
     * them.
     *
     * @param limits distances: squared, or negated similarities
     */
    public Hits[] search(float[] queries, int count, int k, Acceptance accepted, float[] limits) {
        TopK[] found = new TopK[count];
        Arrays.setAll(found, q -> new TopK(Math.clamp(k, 1, Math.max(1, rows)), limits[q], metric.nearest()));
        RowLayout layout = new RowLayout(metric, dimension);
        try {
            new FlatSearcher(layout, rows, memory.address(), dimension, true)
                    .scan(layout.queries(queries, count), count, accepted, found);
        } finally {
            Reference.reachabilityFence(memory);
        }
        Hits[] hits = new Hits[count];
        Arrays.setAll(hits, q -> {
            long[] keys = found[q].sorted();
            return Hits.ofKeys(keys, keys.length, metric);
        });
        return hits;
    }
}
