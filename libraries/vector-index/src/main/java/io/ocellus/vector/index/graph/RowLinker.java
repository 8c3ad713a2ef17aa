package io.ocellus.vector.index.graph;

import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.row.FloatScorer;
import io.ocellus.vector.index.row.RowDistances;
import io.ocellus.vector.index.row.RowLayout;
import io.ocellus.vector.index.search.NearestPool;
import io.ocellus.vector.index.search.Scorer;
import io.ocellus.vector.index.search.VisitedRows;

/**
 * Links rows into a graph one after another (Malkov and Yashunin, 2018): a walk on each of a row's layers finds what is near,
 * some of which is linked to it and back. Confined to one thread; many of them link rows of one {@link LinkedGraph}.
 */
final class RowLinker {

    private final LinkedGraph links;
    private final int efConstruction;
    private final int m;
    private final long vectors;
    private final long rowBytes;
    private final Scorer scorer;
    private final boolean rounded;
    private final NeighbourChoice choice;
    private final NearestPool pool = new NearestPool();
    private final VisitedRows visited;
    private final int[] fresh;
    private final float[] distances;
    private final int[] own;
    private final float[] ownDistances;

    /**
     * @param vectors where the rows lie as floats
     * @param scorer what walks measure by
     */
    RowLinker(LinkedGraph links, RowLayout layout, long vectors, int efConstruction, Scorer scorer) {
        this.links = links;
        this.efConstruction = efConstruction;
        this.m = links.graph().m();
        this.vectors = vectors;
        this.rowBytes = 4L * layout.stride();
        this.scorer = scorer;
        this.rounded = !(scorer instanceof FloatScorer);
        int degree = 2 * m;
        this.choice = new NeighbourChoice(layout, vectors, RowDistances.AS_MEASURED, efConstruction, degree);
        this.visited = new VisitedRows(links.graph().rows());
        this.fresh = new int[degree + 1];
        this.distances = new float[degree + 1];
        this.own = new int[m];
        this.ownDistances = new float[m];
    }

    void link(int row) {
        int level = links.level(row);
        Graph now = links.graph();
        scorer.query(vectors + rowBytes * row);
        int start = now.descend(scorer, Math.min(level, now.top()), fresh, distances);
        for (int l = Math.min(level, now.top()); l >= 0; l--) {
            walk(now, start, l, row);
            if (pool.size() == 0) {
                continue;
            }
            start = pool.row(0);
            connect(now, row, l, choice.choose(row, pool, rounded, m));
        }
        if (level > now.top()) {
            links.enter(row);
        }
    }

    /** Fills the pool with the nearest nodes of a layer. */
    private void walk(Graph now, int start, int level, int self) {
        pool.reset(efConstruction);
        visited.begin();
        visited.add(self);
        visited.add(start);
        fresh[0] = start;
        scorer.score(fresh, 1, distances);
        pool.insert(distances[0], start);
        int width = now.degree(level);
        for (int node = pool.expandNext(); node >= 0; node = pool.expandNext()) {
            long list = now.list(node, level);
            int count = 0;
            for (int i = 0; i < width; i++) {
                int neighbour = Memory.getInt(list + 4L * i);
                if (neighbour < 0) {
                    break;
                }
                if (visited.add(neighbour)) {
                    fresh[count++] = neighbour;
                }
            }
            scorer.score(fresh, count, distances);
            float bar = pool.bar();
            for (int i = 0; i < count; i++) {
                if (distances[i] < bar) {
                    pool.insert(distances[i], fresh[i]);
                    bar = pool.bar();
                }
            }
        }
    }

    private void connect(Graph now, int row, int level, int picked) {
        for (int i = 0; i < picked; i++) {
            own[i] = choice.row(i);
            ownDistances[i] = choice.distance(i);
        }
        synchronized (links.lock(row)) {
            long list = now.list(row, level);
            int have = 0;
            while (have < now.degree(level) && Memory.getInt(list + 4L * have) >= 0) {
                have++;
            }
            if (have == 0) {
                links.pruned(row, level, picked);
            }
            for (int i = 0; i < picked && have < now.degree(level); i++, have++) {
                links.put(row, level, list, have, own[i], ownDistances[i]);
            }
        }
        for (int i = 0; i < picked; i++) {
            synchronized (links.lock(own[i])) {
                addBack(now, own[i], level, row, ownDistances[i]);
            }
        }
    }

    private void addBack(Graph now, int owner, int level, int row, float distance) {
        long list = now.list(owner, level);
        int width = now.degree(level);
        int have = 0;
        while (have < width) {
            int neighbour = Memory.getInt(list + 4L * have);
            if (neighbour < 0) {
                break;
            }
            if (neighbour == row) {
                return;
            }
            fresh[have] = neighbour;
            have++;
        }
        if (have < width) {
            links.put(owner, level, list, have, row, distance);
            return;
        }
        if (level == 0) {
            links.lengths(owner, width, distances);
        } else {
            choice.measure(owner, fresh, width, distances);
        }
        int picked = choice.chooseAgain(fresh, distances, width, links.pruned(owner, level), row, distance);
        for (int i = 0; i < picked; i++) {
            links.put(owner, level, list, i, choice.row(i), choice.distance(i));
        }
        links.pruned(owner, level, picked);
        for (int i = picked; i < width; i++) {
            Memory.setInt(list + 4L * i, Graph.NONE);
        }
    }
}
