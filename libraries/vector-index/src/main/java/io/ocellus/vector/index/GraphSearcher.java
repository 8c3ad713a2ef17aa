package io.ocellus.vector.index;

import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Best-first walk over a {@link Graph}. How a filter is met depends on how many rows it leaves: few are scanned exactly;
 * most leave the walk as it is, and only results are filtered; between, the walk goes over accepted rows only and reaches
 * across refused ones by two hops (ACORN, SIGMOD 2024). Where walks measure roughly, the best are measured again.
 */
final class GraphSearcher implements Searcher {

    private final RowLayout layout;
    private final Graph graph;
    private final RowScan exact;
    private final GraphBuilder.ScorerSupply scorers;
    private final GraphBuilder.@Nullable ScorerSupply refinement;
    private final ConcurrentLinkedQueue<Walker> pool = new ConcurrentLinkedQueue<>();

    /**
     * @param exact scans where a filter leaves few rows
     * @param refinement measures the best again, unless what walks measure is the answer
     */
    GraphSearcher(
            RowLayout layout,
            Graph graph,
            RowScan exact,
            GraphBuilder.ScorerSupply scorers,
            GraphBuilder.@Nullable ScorerSupply refinement) {
        this.layout = layout;
        this.graph = graph;
        this.exact = exact;
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
        double part = left / (double) rows;
        if (left <= 2L * ef || left <= 4L * graph.m() * ef / 3 || ef >= rows) {
            exact.scan(queries, count, accepted, found);
            return;
        }
        Walker walker = pool.poll();
        if (walker == null) {
            walker = new Walker();
        }
        long address = walker.buffer.put(queries, count * layout.stride());
        for (int q = 0; q < count; q++) {
            long query = address + 4L * q * layout.stride();
            walker.scorer.query(query, parameters);
            if (accepted.isAll()) {
                walker.walk(ef);
                walker.collect(query, refined, Acceptance.all(), found[q]);
            } else if (part >= 0.6) {
                walker.walk((int) Math.min(rows, ef / part));
                walker.collect(query, refined, accepted, found[q]);
            } else {
                walker.walkAccepted(ef, accepted);
                walker.collect(query, refined, accepted, found[q]);
            }
        }
        pool.offer(walker);
    }

    /** How many are measured again. */
    private int refined(SearchParameters parameters, int k) {
        double times = parameters.number("refine_k", Math.max(2, 20f / k));
        return (int) Math.max(k, Math.min(graph.rows(), Math.ceil(k * times)));
    }

    /** One search's scratch space. */
    private final class Walker {
        private final QueryBuffer buffer = new QueryBuffer();
        private final Scorer scorer = scorers.scorer();
        private final @Nullable Scorer finer = refinement == null ? null : refinement.scorer();
        private final NearestPool nearest = new NearestPool();
        private final VisitedRows visited = new VisitedRows(graph.rows());
        private int[] rows = new int[64];
        private float[] exactDistances = new float[64];
        private final int degree = graph.baseDegree();
        private final int[] fresh = new int[4 * degree];
        private final float[] distances = new float[4 * degree];

        private void begin(int ef) {
            int start = graph.descend(scorer, 0, fresh, distances);
            nearest.reset(ef);
            visited.begin();
            visited.add(start);
            fresh[0] = start;
            scorer.score(fresh, 1, distances);
            nearest.insert(distances[0], start);
        }

        void walk(int ef) {
            begin(ef);
            for (int node = nearest.expandNext(); node >= 0; node = nearest.expandNext()) {
                long list = graph.list(node, 0);
                int count = 0;
                for (int i = 0; i < degree; i++) {
                    int neighbour = Memory.getInt(list + 4L * i);
                    if (neighbour < 0) {
                        break;
                    }
                    if (visited.add(neighbour)) {
                        fresh[count++] = neighbour;
                    }
                }
                score(count);
            }
        }

        private void score(int count) {
            scorer.score(fresh, count, distances);
            float bar = nearest.bar();
            for (int i = 0; i < count; i++) {
                if (distances[i] < bar) {
                    nearest.insert(distances[i], fresh[i]);
                    bar = nearest.bar();
                }
            }
        }

        void walkAccepted(int ef, Acceptance accepted) {
            begin(ef);
            int most = 2 * degree;
            for (int node = nearest.expandNext(); node >= 0; node = nearest.expandNext()) {
                long list = graph.list(node, 0);
                int count = 0;
                for (int i = 0; i < degree && count < most; i++) {
                    int neighbour = Memory.getInt(list + 4L * i);
                    if (neighbour < 0) {
                        break;
                    }
                    if (!visited.add(neighbour)) {
                        continue;
                    }
                    if (accepted.test(neighbour)) {
                        fresh[count++] = neighbour;
                    } else {
                        count = reachAcross(neighbour, accepted, count, most);
                    }
                }
                score(count);
            }
        }

        private int reachAcross(int refused, Acceptance accepted, int from, int most) {
            int count = from;
            long list = graph.list(refused, 0);
            for (int i = 0; i < degree && count < most; i++) {
                int neighbour = Memory.getInt(list + 4L * i);
                if (neighbour < 0) {
                    break;
                }
                if (accepted.test(neighbour) && visited.add(neighbour)) {
                    fresh[count++] = neighbour;
                }
            }
            return count;
        }

        /** Takes what was found, the first so many of it measured again where walks measure roughly. */
        void collect(long query, int refined, Acceptance accepted, TopK found) {
            if (finer != null) {
                refine(finer, query, refined, accepted, found);
                return;
            }
            for (int i = 0; i < nearest.size(); i++) {
                int row = nearest.row(i);
                if (accepted.test(row)) {
                    found.add(nearest.distance(i), row);
                }
            }
        }

        private void refine(Scorer finer, long query, int refined, Acceptance accepted, TopK found) {
            int most = Math.min(refined, nearest.size());
            if (rows.length < most) {
                rows = Arrays.copyOf(rows, most);
                exactDistances = new float[most];
            }
            int count = 0;
            for (int i = 0; i < nearest.size() && count < refined; i++) {
                int row = nearest.row(i);
                if (accepted.test(row)) {
                    rows[count++] = row;
                }
            }
            finer.query(query);
            finer.score(rows, count, exactDistances);
            for (int i = 0; i < count; i++) {
                found.add(exactDistances[i], rows[i]);
            }
        }
    }
}
