package io.ocellus.vector.index.graph;

import io.ocellus.vector.index.kernel.QueryBuffer;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.IndexFailure;
import io.ocellus.vector.index.model.SearchParameters;
import io.ocellus.vector.index.row.RowLayout;
import io.ocellus.vector.index.search.FilterDensity;
import io.ocellus.vector.index.search.NearestPool;
import io.ocellus.vector.index.search.Scorer;
import io.ocellus.vector.index.search.ScorerSupply;
import io.ocellus.vector.index.search.Searcher;
import io.ocellus.vector.index.search.TopK;
import io.ocellus.vector.index.search.VisitedRows;
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

    /** Numbers of rows to a line of the cache. */
    private static final int LINE = 16;

    private final RowLayout layout;
    private final Graph graph;
    private final AcceptedScans scans;
    private final ScorerSupply scorers;
    private final @Nullable ScorerSupply refinement;
    private final ConcurrentLinkedQueue<Walker> pool = new ConcurrentLinkedQueue<>();

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
        Walker walker = pool.poll();
        if (walker == null) {
            walker = new Walker();
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
        private final int[] refused = new int[degree];
        private final float[] distances = new float[4 * degree];
        private int start;
        private float startDistance;

        /** Keeps the reads that only bring lists nearer from being left out by the compiler. */
        @SuppressWarnings("UnusedVariable")
        private int touched;

        /** A refused row where the walk begins takes no room from what it finds. */
        void begin(int ef, Acceptance accepted) {
            start = graph.descend(scorer, 0, fresh, distances);
            fresh[0] = start;
            scorer.score(fresh, 1, distances);
            startDistance = distances[0];
            begin(accepted.test(start) ? ef : ef + 1, start, startDistance);
        }

        private void begin(int ef, int row, float distance) {
            nearest.reset(ef);
            visited.begin();
            visited.add(row);
            nearest.insert(distance, row);
        }

        void walk() {
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

        /**
         * Whether two hops around the query far fewer rows are accepted than elsewhere; if only somewhat fewer, the walk
         * becomes wider.
         */
        boolean isSparse(Acceptance accepted, double part, int ef) {
            int near = 0;
            int seen = 0;
            long list = graph.list(start, 0);
            for (int i = 0; i < degree; i++) {
                int neighbour = Memory.getInt(list + 4L * i);
                if (neighbour < 0) {
                    break;
                }
                long further = graph.list(checked(neighbour), 0);
                for (int j = 0; j < degree; j++) {
                    int row = Memory.getInt(further + 4L * j);
                    if (row < 0) {
                        break;
                    }
                    seen++;
                    near += accepted.test(row) ? 1 : 0;
                }
            }
            if (near > 0 && near < 0.8 * part * seen) {
                begin((int) Math.min(graph.rows(), ef * part * seen / near), start, startDistance);
            }
            return FilterDensity.isSparse(near, seen, part);
        }

        private int checked(int row) {
            if (row >= graph.rows()) {
                throw new IndexFailure.DamagedFile("a link leads to row " + row + " of " + graph.rows());
            }
            return row;
        }

        void walkAccepted(Acceptance accepted, double part) {
            int across = (int) Math.max(1, Math.round(part * degree));
            for (int node = nearest.expandNext(); node >= 0; node = nearest.expandNext()) {
                long list = graph.list(node, 0);
                int count = 0;
                int met = 0;
                int refusedCount = 0;
                for (int i = 0; i < degree; i++) {
                    int neighbour = Memory.getInt(list + 4L * i);
                    if (neighbour < 0) {
                        break;
                    }
                    if (!accepted.test(neighbour)) {
                        refused[refusedCount++] = checked(neighbour);
                        continue;
                    }
                    met++;
                    if (visited.add(neighbour)) {
                        fresh[count++] = neighbour;
                    }
                }
                touchAcross(Math.min(refusedCount, (degree - met + across - 1) / across));
                for (int i = 0; i < refusedCount && met < degree; i++) {
                    met += across;
                    if (visited.add(refused[i])) {
                        count = reachAcross(refused[i], accepted, count);
                    }
                }
                score(count);
            }
        }

        /** All lists that are read next are asked for at once. */
        private void touchAcross(int count) {
            int sum = 0;
            for (int i = 0; i < count; i++) {
                long list = graph.list(refused[i], 0);
                for (int at = 0; at < degree; at += LINE) {
                    sum += Memory.getInt(list + 4L * at);
                }
            }
            touched += sum;
        }

        /** Tests the filter without branches: what it accepts cannot be foreseen. Beyond the last neighbour it accepts none. */
        private int reachAcross(int between, Acceptance accepted, int from) {
            int count = from;
            long list = graph.list(between, 0);
            for (int at = 0; at < degree; at += Integer.SIZE) {
                int fits = accepted.test(list + 4L * at, -1 >>> Math.max(0, Integer.SIZE - (degree - at)));
                for (; fits != 0 && count < fresh.length; fits &= fits - 1) {
                    int neighbour = Memory.getInt(list + 4L * (at + Integer.numberOfTrailingZeros(fits)));
                    if (visited.add(neighbour)) {
                        fresh[count++] = neighbour;
                    }
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
