package io.ocellus.vector.index.graph;

import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.SearchParameters;
import io.ocellus.vector.index.row.RowLayout;
import io.ocellus.vector.index.search.ScorerSupply;
import io.ocellus.vector.index.search.Searcher;
import io.ocellus.vector.index.search.TopK;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Best-first walk over a {@link Graph}. Under a filter it goes over accepted rows only: refused neighbours are not measured
 * but stand for their own neighbours, until the node has as many accepted ones as it would have without a filter (ACORN,
 * SIGMOD 2024). Few accepted rows are scanned ({@link AcceptedScans}), and so are those that lie far from where the query is:
 * around it a walk would find none to go by. Where walks measure roughly, the best are measured again.
 */
final class GraphSearcher implements Searcher {

    private final RowLayout layout;
    private final Graph graph;
    private final AcceptedScans scans;
    private final ScorerSupply scorers;
    private final @Nullable ScorerSupply refinement;
    private final ConcurrentLinkedQueue<GraphWalk> pool = new ConcurrentLinkedQueue<>();

    /**
     * @param scans take the place of walks where a filter leaves few rows
     * @param refinement measures the best again, unless what walks measure is the answer
     */
    GraphSearcher(
            RowLayout layout,
            Graph graph,
            AcceptedScans scans,
            ScorerSupply scorers,
            @Nullable ScorerSupply refinement) {
        this.layout = layout;
        this.graph = graph;
        this.scans = scans;
        this.scorers = scorers;
        this.refinement = refinement;
    }

    @Override
    public void search(
            float[] queries, int count, int k, SearchParameters parameters, Acceptance accepted, TopK[] found) {
        int rows = graph.rows();
        int refined = refined(parameters, k);
        int ef = Math.max(k, parameters.integer("ef", Math.max(64, k)));
        if (refinement != null && parameters.names("refine_k")) {
            ef = Math.max(ef, refined);
        }
        int left = accepted.count(rows);
        if (ef >= rows || (accepted.isAll() && left <= 2L * graph.m() * ef)) {
            scans.exact(queries, count, accepted, found);
            return;
        }
        if (!accepted.isAll() && scans.replace(graph, k, ef, left)) {
            scans.search(queries, count, k, ef, left, accepted, found);
            return;
        }
        GraphWalk walker = pool.poll();
        if (walker == null) {
            walker = new GraphWalk(graph, scorers.scorer(), refinement == null ? null : refinement.scorer());
        }
        int stride = layout.stride();
        long address = walker.buffer.put(queries, count * stride);
        for (int q = 0; q < count; q++) {
            long query = address + 4L * q * stride;
            walker.scorer.query(query, parameters);
            walker.begin(ef, accepted);
            if (accepted.isAll()) {
                walker.walk();
            } else if (walker.isSparse(accepted, left / (double) rows, ef)) {
                scans.exact(Arrays.copyOfRange(queries, q * stride, (q + 1) * stride), 1, accepted, single(found, q));
                continue;
            } else {
                walker.walkAccepted(accepted, left / (double) rows);
            }
            walker.collect(query, refined, accepted, found[q]);
            if (found[q].size() < found[q].wanted()) {
                found[q].clear();
                scans.exact(Arrays.copyOfRange(queries, q * stride, (q + 1) * stride), 1, accepted, single(found, q));
            }
        }
        pool.offer(walker);
    }

    private static TopK[] single(TopK[] found, int q) {
        return new TopK[] {found[q]};
    }

    /** How many are measured again. */
    private int refined(SearchParameters parameters, int k) {
        double times = parameters.number("refine_k", Math.max(2, 20f / k));
        return (int) Math.max(k, Math.min(graph.rows(), Math.ceil(k * times)));
    }
}
