package io.ocellus.vector.index;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Builds the links of a {@link Graph}. Threads take rows in turn; a list is written under the lock of its stripe and read
 * without one: a reader may see a list half replaced, every entry of which is a row that is linked. One thread gives the same
 * graph every time. Beside the graph it keeps the length of each base link (4 bytes), so that a full list is pruned without
 * measuring it anew, and how many links at the front of a list have been pruned against each other already.
 */
final class GraphBuilder {

    private static final int STRIPES = 1 << 12;

    /** Rows that are compared at once before one is known to be nearer. */
    private static final int STEP = 4;

    /** More than there are layers, so that no slot of a damaged file leads out of the part. */
    static final int SPARE_SLOTS = 32;

    private final RowLayout layout;
    private final int rows;
    private final int m;
    private final int efConstruction;
    private final long vectors;
    private final BuildControl control;
    private final byte[] levels;
    private final int[] slots;

    /** Of each base list: so many links in front are ascending, and none is nearer to another one than to the owner. */
    private final short[] pruned;

    private final Object[] locks = new Object[STRIPES];
    private final Object entryLock = new Object();
    private final MemorySegment base;
    private final MemorySegment upper;
    private final MemorySegment slotTable;
    private long lengths;
    private volatile Graph graph;

    GraphBuilder(
            IndexFile.Writer writer,
            RowLayout layout,
            int rows,
            int m,
            int efConstruction,
            long vectors,
            BuildControl control) {
        this.layout = layout;
        this.rows = rows;
        this.m = m;
        this.efConstruction = efConstruction;
        this.vectors = vectors;
        this.control = control;
        long needed = 9L * rows * m + 8L * rows;
        if (needed > control.memoryBytes()) {
            throw new IndexFailure.OutOfBudget(
                    "building the graph needs " + needed + " bytes, " + control.memoryBytes() + " are allowed");
        }
        this.levels = new byte[rows];
        this.slots = new int[rows];
        this.pruned = new short[rows];
        int used = 0;
        double factor = 1 / Math.log(m);
        for (int row = 0; row < rows; row++) {
            levels[row] = (byte) Math.min(30, (int) (-Math.log(uniform(row)) * factor));
            slots[row] = used;
            used += levels[row];
        }
        for (int i = 0; i < STRIPES; i++) {
            locks[i] = new Object();
        }
        this.base = writer.part(IndexFile.Part.GRAPH_BASE, 8L * m * rows);
        this.upper = writer.part(IndexFile.Part.GRAPH_UPPER, 4L * m * (used + SPARE_SLOTS));
        this.slotTable = writer.part(IndexFile.Part.GRAPH_LEVELS, 4L * rows);
        base.fill((byte) -1);
        upper.fill((byte) -1);
        if (rows > 0) {
            MemorySegment.copy(slots, 0, slotTable, Memory.INT, 0, rows);
        }
        this.graph =
                new Graph(rows, m, base.address(), slotTable.address(), upper.address(), 0, rows == 0 ? 0 : levels[0]);
    }

    /** In (0, 1), from the row number alone. */
    private static double uniform(int row) {
        long z = row * 0x9e3779b97f4a7c15L + 0x1234567;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        z ^= z >>> 31;
        return ((z >>> 11) + 0.5) / (1L << 53);
    }

    /** Links all rows and answers with the finished graph. */
    Graph build(ScorerSupply scorers, double progressFrom) {
        return build(scorers, progressFrom, new BitSet(), unfinished -> {});
    }

    /**
     * Links all rows, these last.
     *
     * @param others is shown the graph before they are linked, when nothing leads to them as nothing leads to a query
     */
    Graph build(ScorerSupply scorers, double progressFrom, BitSet last, Consumer<Graph> others) {
        try (Arena arena = Arena.ofShared()) {
            lengths = Memory.allocate(arena, 8L * m * rows).address();
            link(scorers, progressFrom, last, false);
            if (!last.isEmpty()) {
                others.accept(graph);
                link(scorers, 0.99, last, true);
            }
        }
        return graph;
    }

    private void link(ScorerSupply scorers, double progressFrom, BitSet some, boolean these) {
        // The first row is where all walks begin until one of a higher level is linked.
        AtomicInteger next = new AtomicInteger(1);
        BuildThreads.run(control.threads(), () -> {
            Worker worker = new Worker(scorers.scorer());
            for (int row = next.getAndIncrement(); row < rows; row = next.getAndIncrement()) {
                if ((row & 1023) == 0) {
                    control.progress(progressFrom + (1 - progressFrom) * row / rows * 0.99);
                }
                if (some.get(row) == these) {
                    worker.link(row);
                }
            }
        });
    }

    /** A scorer for each thread. */
    interface ScorerSupply {
        Scorer scorer();
    }

    private Object lock(int row) {
        return locks[row & (STRIPES - 1)];
    }

    /** One thread's scratch space. */
    private final class Worker {
        private final Scorer scorer;
        private final NearestPool pool = new NearestPool();
        private final VisitedRows visited = new VisitedRows(rows);
        private final int degree = 2 * m;
        private final int[] fresh = new int[degree + 1];
        private final float[] distances = new float[degree + 1];
        private final int[] chosen = new int[degree + 1];
        private final float[] chosenDistances = new float[degree + 1];
        private final float[] between = new float[STEP];
        private final int[] candidates = new int[Math.max(efConstruction, degree) + 1];
        private final float[] candidateDistances = new float[candidates.length];
        private final long[] candidateOrder = new long[candidates.length];
        private final long[] order = new long[degree + 1];
        private final int[] others = new int[degree + 1];
        private final int[] some = new int[STEP];
        private final boolean[] apart = new boolean[degree + 1];

        Worker(Scorer scorer) {
            this.scorer = scorer;
        }

        void link(int row) {
            int level = levels[row];
            Graph now = graph;
            scorer.query(vectors + 4L * layout.stride() * row);
            int start = now.descend(scorer, Math.min(level, now.top()), fresh, distances);
            for (int l = Math.min(level, now.top()); l >= 0; l--) {
                walk(now, start, l, row);
                int count = pool.size();
                if (count == 0) {
                    continue;
                }
                start = pool.row(0);
                takeCandidates(row, count);
                int picked = choose(count, m);
                connect(now, row, l, picked);
            }
            if (level > now.top()) {
                synchronized (entryLock) {
                    if (level > graph.top()) {
                        graph = new Graph(rows, m, base.address(), slotTable.address(), upper.address(), row, level);
                    }
                }
            }
        }

        /** The pool's rows by exact distance: a scorer may have rounded. */
        private void takeCandidates(int row, int count) {
            for (int i = 0; i < count; i++) {
                candidates[i] = pool.row(i);
                candidateDistances[i] = pool.distance(i);
            }
            if (scorer instanceof FloatScorer) {
                return;
            }
            long query = vectors + 4L * layout.stride() * row;
            Kernels.FLOATS.distances(
                    layout.metric(), query, layout.stride(), vectors, candidates, count, candidateDistances);
            for (int i = 0; i < count; i++) {
                candidateOrder[i] = TopK.key(candidateDistances[i], candidates[i]);
            }
            java.util.Arrays.sort(candidateOrder, 0, count);
            for (int i = 0; i < count; i++) {
                candidates[i] = TopK.row(candidateOrder[i]);
                candidateDistances[i] = TopK.distance(candidateOrder[i]);
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

        /** Keeps, of ascending candidates, those that are nearer to the node than to any kept one. */
        private int choose(int count, int most) {
            int picked = 0;
            for (int i = 0; i < count && picked < most; i++) {
                if (isNearer(chosen, candidates[i], picked, candidateDistances[i])) {
                    continue;
                }
                chosen[picked] = candidates[i];
                chosenDistances[picked] = candidateDistances[i];
                picked++;
            }
            return picked;
        }

        /**
         * The same where some candidates are known to be {@link #apart} from each other: those need not be compared again.
         */
        private int chooseAgain(int count, int most) {
            int picked = 0;
            int otherCount = 0;
            for (int i = 0; i < count && picked < most; i++) {
                float distance = candidateDistances[i];
                boolean refused = apart[i]
                        ? isNearer(others, candidates[i], otherCount, distance)
                        : isNearer(chosen, candidates[i], picked, distance);
                if (refused) {
                    continue;
                }
                chosen[picked] = candidates[i];
                chosenDistances[picked] = distance;
                picked++;
                if (!apart[i]) {
                    others[otherCount++] = candidates[i];
                }
            }
            return picked;
        }

        /** Whether one of the rows is nearer to the candidate than the limit; measured some at a time, in their order. */
        private boolean isNearer(int[] those, int candidate, int count, float limit) {
            long query = vectors + 4L * layout.stride() * candidate;
            for (int from = 0; from < count; from += STEP) {
                int step = Math.min(STEP, count - from);
                System.arraycopy(those, from, some, 0, step);
                Kernels.FLOATS.distances(layout.metric(), query, layout.stride(), vectors, some, step, between);
                for (int i = 0; i < step; i++) {
                    if (between[i] < limit) {
                        return true;
                    }
                }
            }
            return false;
        }

        private void connect(Graph now, int row, int level, int picked) {
            int[] own = java.util.Arrays.copyOf(chosen, picked);
            float[] ownDistances = java.util.Arrays.copyOf(chosenDistances, picked);
            synchronized (lock(row)) {
                long list = now.list(row, level);
                int have = 0;
                while (have < now.degree(level) && Memory.getInt(list + 4L * have) >= 0) {
                    have++;
                }
                if (level == 0 && have == 0) {
                    pruned[row] = (short) picked;
                }
                for (int i = 0; i < picked && have < now.degree(level); i++, have++) {
                    put(row, level, list, have, own[i], ownDistances[i]);
                }
            }
            for (int i = 0; i < picked; i++) {
                synchronized (lock(own[i])) {
                    addBack(now, own[i], level, row, ownDistances[i]);
                }
            }
        }

        private void put(int owner, int level, long list, int at, int neighbour, float distance) {
            Memory.setInt(list + 4L * at, neighbour);
            if (level == 0) {
                Memory.setFloat(lengths + 8L * m * owner + 4L * at, distance);
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
                chosen[have] = neighbour;
                have++;
            }
            if (have < width) {
                put(owner, level, list, have, row, distance);
                return;
            }
            if (level == 0) {
                Memory.read(lengths + 8L * m * owner, distances, 0, width);
            } else {
                long query = vectors + 4L * layout.stride() * owner;
                Kernels.FLOATS.distances(layout.metric(), query, layout.stride(), vectors, chosen, width, distances);
            }
            for (int i = 0; i < width; i++) {
                order[i] = TopK.key(distances[i], chosen[i]);
            }
            order[width] = TopK.key(distance, row);
            int before = level == 0 ? pruned[owner] : 0;
            System.arraycopy(chosen, 0, others, 0, before);
            java.util.Arrays.sort(order, 0, width + 1);
            int next = 0;
            for (int i = 0; i <= width; i++) {
                candidates[i] = TopK.row(order[i]);
                candidateDistances[i] = TopK.distance(order[i]);
                apart[i] = next < before && others[next] == candidates[i];
                next += apart[i] ? 1 : 0;
            }
            int picked = chooseAgain(width + 1, width);
            for (int i = 0; i < picked; i++) {
                put(owner, level, list, i, chosen[i], chosenDistances[i]);
            }
            if (level == 0) {
                pruned[owner] = (short) picked;
            }
            for (int i = picked; i < width; i++) {
                Memory.setInt(list + 4L * i, Graph.NONE);
            }
        }
    }
}
