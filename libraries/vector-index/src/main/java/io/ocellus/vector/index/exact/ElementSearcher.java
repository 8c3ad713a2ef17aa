package io.ocellus.vector.index.exact;

import io.ocellus.vector.index.kernel.QueryBuffer;
import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.ElementType;
import io.ocellus.vector.index.model.SearchParameters;
import io.ocellus.vector.index.row.ElementRows;
import io.ocellus.vector.index.search.ScorerScan;
import io.ocellus.vector.index.search.Searcher;
import io.ocellus.vector.index.search.TopK;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Exact search over all accepted rows in the form they came in: one query after another, many queries by products, with the
 * same answers. Immutable but for pools of scratch space; safe for many threads.
 */
public final class ElementSearcher implements Searcher {

    /** More queries than these do not make up for rows that are refused. */
    private static final int MOST = 32;

    /** So many queries share the rows that became floats. */
    private static final int TOGETHER = 256;

    private final ElementRows rows;
    private final int count;
    private final int stride;
    private final ScorerScan single;
    private final ConcurrentLinkedQueue<Scratch> pool = new ConcurrentLinkedQueue<>();

    private record Scratch(QueryBuffer queries, ElementBatch batch) {}

    public ElementSearcher(ElementRows rows, int count) {
        this.rows = rows;
        this.count = count;
        this.stride = ElementType.stride(rows.dimension());
        this.single = new ScorerScan(stride, count, rows::scorer);
    }

    @Override
    public void search(
            float[] queries, int many, int k, SearchParameters parameters, Acceptance accepted, TopK[] found) {
        long asked = (long) Math.min(many, MOST) * (accepted.isAll() ? count : accepted.count(count));
        if (rows.element() == ElementType.BIT || asked < (long) FlatBatch.ELEMENTS * count) {
            single.scan(queries, many, accepted, found);
            return;
        }
        Scratch pooled = pool.poll();
        Scratch scratch = pooled == null ? new Scratch(new QueryBuffer(), new ElementBatch(rows)) : pooled;
        for (int from = 0; from < many; from += TOGETHER) {
            int some = Math.min(TOGETHER, many - from);
            float[] part = Arrays.copyOfRange(queries, from * stride, (from + some) * stride);
            long at = scratch.queries.put(part, some * stride);
            scratch.batch.scan(part, some, at, count, accepted, Arrays.copyOfRange(found, from, from + some));
        }
        pool.offer(scratch);
    }
}
