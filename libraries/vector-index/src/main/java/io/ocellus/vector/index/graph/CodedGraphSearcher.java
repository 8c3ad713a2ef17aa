package io.ocellus.vector.index.graph;

import io.ocellus.vector.index.exact.RoundedScan;
import io.ocellus.vector.index.kernel.QueryBuffer;
import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.row.ByteRows;
import io.ocellus.vector.index.row.RowLayout;
import io.ocellus.vector.index.search.TopK;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Search of a {@link CodedGraph} by {@link CodedWalk}s. Rows that a filter accepts but that lie far from the query are
 * scanned exactly: a walk would not come by them. Safe for many threads; scratch space is reused.
 */
public final class CodedGraphSearcher {

    private final CodedGraph graph;
    private final RowLayout layout;
    private final long vectors;
    private final ByteRows bytes;
    private final RoundedScan exact;
    private final ConcurrentLinkedQueue<Walker> pool = new ConcurrentLinkedQueue<>();

    public CodedGraphSearcher(CodedGraph graph, long vectors, ByteRows bytes) {
        this.graph = graph;
        this.layout = graph.layout();
        this.vectors = vectors;
        this.bytes = bytes;
        this.exact = new RoundedScan(layout, graph.rows(), vectors, bytes);
    }

    /** One search's scratch space. */
    private record Walker(QueryBuffer buffer, CodedWalk all, AcceptedWalk filtered) {}

    private Walker walker() {
        Walker walker = pool.poll();
        if (walker != null) {
            return walker;
        }
        WalkQuery query = new WalkQuery(graph, vectors, bytes);
        return new Walker(new QueryBuffer(), new CodedWalk(graph, query), new AcceptedWalk(graph, query));
    }

    /** Fills one {@link TopK} a query. */
    public void search(float[] queries, int count, CodedWalk.Reach reach, TopK[] found) {
        Walker walker = walker();
        long address = walker.buffer.put(queries, count * layout.stride());
        for (int q = 0; q < count; q++) {
            walker.all.search(address + 4L * q * layout.stride(), CodedWalk.NONE, reach, found[q]);
        }
        pool.offer(walker);
    }

    /**
     * The same for accepted rows.
     *
     * @param most nodes that a walk may open before the accepted rows are scanned instead
     * @param part how many of the rows are accepted
     */
    public void search(
            float[] queries,
            int count,
            CodedWalk.Reach reach,
            int most,
            Acceptance accepted,
            double part,
            TopK[] found) {
        Walker walker = walker();
        int stride = layout.stride();
        long address = walker.buffer.put(queries, count * layout.stride());
        for (int q = 0; q < count; q++) {
            if (!walker.filtered.search(address + 4L * q * stride, reach, most, accepted, part, found[q])) {
                found[q].clear();
                float[] query = Arrays.copyOfRange(queries, q * stride, (q + 1) * stride);
                exact.search(query, 1, accepted, new TopK[] {found[q]});
            }
        }
        pool.offer(walker);
    }

    /**
     * Without a filter, but each query may not enter those rows: as if the query were no row of the index.
     *
     * @return how many nodes were opened
     */
    int searchApart(float[] queries, int[][] apart, int from, int to, CodedWalk.Reach reach, TopK[] found) {
        int opened = 0;
        Walker walker = walker();
        long address = walker.buffer.put(queries, apart.length * layout.stride());
        for (int q = from; q < to; q++) {
            opened += walker.all.search(address + 4L * q * layout.stride(), apart[q], reach, found[q]);
        }
        pool.offer(walker);
        return opened;
    }
}
