package io.ocellus.vector.index.graph;

import io.ocellus.vector.index.kernel.QueryBuffer;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.IndexFailure;
import io.ocellus.vector.index.search.FilterDensity;
import io.ocellus.vector.index.search.NearestPool;
import io.ocellus.vector.index.search.Scorer;
import io.ocellus.vector.index.search.TopK;
import io.ocellus.vector.index.search.VisitedRows;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One walk over a {@link Graph} at a time, best first, with its scratch space: without a filter, or over accepted rows only, where refused
 * ones stand for their neighbours. Confined to one thread.
 */
final class GraphWalk {

    /** Numbers of rows to a line of the cache. */
    private static final int LINE = 16;

    final QueryBuffer buffer = new QueryBuffer();
    final Scorer scorer;
    private final Graph graph;
    private final @Nullable Scorer finer;
    private final NearestPool nearest = new NearestPool();
    private final VisitedRows visited;
    private int[] rows = new int[64];
    private float[] exactDistances = new float[64];
    private final int degree;
    private final int[] fresh;
    private final int[] refused;
    private final float[] distances;
    private int start;
    private float startDistance;

    /** Keeps the reads that only bring lists nearer from being left out by the compiler. */
    @SuppressWarnings("UnusedVariable")
    private int touched;

    /** @param finer measures the best again, unless what walks measure is the answer */
    GraphWalk(Graph graph, Scorer scorer, @Nullable Scorer finer) {
        this.graph = graph;
        this.scorer = scorer;
        this.finer = finer;
        this.visited = new VisitedRows(graph.rows());
        this.degree = graph.baseDegree();
        this.fresh = new int[4 * degree];
        this.refused = new int[degree];
        this.distances = new float[4 * degree];
    }

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
