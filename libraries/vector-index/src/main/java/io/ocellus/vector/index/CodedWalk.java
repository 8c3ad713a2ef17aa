package io.ocellus.vector.index;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Best-first walk over a {@link CodedGraph}: the codes of a node's neighbours tell which of them may be near, eight bits a
 * dimension rank those, and floats the best of all. Memory is read for a few rows where a plain walk reads all neighbours;
 * the block that is opened next is asked for while these are measured. A walk ends where the nearest node that is left lies
 * farther than the worst of the answers by its slack (adaptive beam search, arXiv 2505.15636), so that queries whose answers
 * lie close take few steps; or where it has opened all it has room for. Confined to one thread at a time.
 */
final class CodedWalk {

    /** All rows may be entered. */
    static final int[] NONE = {};

    private static final int STARTS = 8;
    private static final int LINE = 64;

    /** Lines of the next block that are asked for. */
    private static final int TOUCHED = 12;

    /** Rows that are measured exactly at once. */
    private static final int REFINED = 4;

    /** Growth of the nodes to be opened with the rows refused: measured. */
    static final double REFUSED = 0.53;

    /** The nearest of so many rows tell how far a walk goes; of more, where more are wanted. */
    static final int LEAST = SampleQueries.NEIGHBOURS;

    /**
     * How far a walk goes.
     *
     * @param width nodes at most
     * @param slack by what part of its distance farther than the answer of that rank
     * @param rank of ten answers; of more, where more are wanted, the same part
     */
    record Reach(int width, float slack, int rank) {

        private static final int MOST = 1_024;

        static Reach width(int width) {
            return new Reach(width, Float.POSITIVE_INFINITY, LEAST);
        }

        static Reach slack(float slack) {
            return new Reach(MOST, slack, LEAST);
        }
    }

    private final CodedGraph graph;
    private final RowLayout layout;
    private final EdgeCodes book;
    private final long touchedBytes;
    private final long vectors;
    private final ByteScorer scorer;
    private final QueryBuffer buffer = new QueryBuffer();
    private final NearestPool nearest = new NearestPool();

    /** The accepted rows of a filtered walk; {@link #nearest} holds refused ones as well. */
    private final NearestPool taken = new NearestPool();

    private final VisitedRows visited;
    private final MemorySegment tableRoom;
    private final long table;
    private final float[] products;
    private final float[] scale = new float[2];
    private final float[] estimates = new float[EdgeKernels.LANES];
    private final int[] fresh = new int[EdgeKernels.LANES];
    private final float[] distances = new float[EdgeKernels.LANES];
    private final int[] single = new int[1];
    private final int[] refined = new int[REFINED];
    private final float[] exact = new float[REFINED];
    private Reach reach = Reach.slack(0);
    private int rank;
    private double stretch;
    private int opened;
    private int seen;
    private int near;

    /** Keeps the reads that only bring blocks nearer from being left out by the compiler. */
    @SuppressWarnings("UnusedVariable")
    private int touched;

    CodedWalk(CodedGraph graph, long vectors, ByteRows bytes) {
        this.graph = graph;
        this.layout = graph.layout();
        this.book = graph.book();
        this.touchedBytes = Math.min((long) TOUCHED * LINE, CodedGraph.blockBytes(book));
        this.vectors = vectors;
        this.scorer = new ByteScorer(bytes);
        this.visited = new VisitedRows(graph.rows());
        this.tableRoom = Memory.allocate(Arena.ofAuto(), (long) EdgeKernels.QUAD_TABLE * book.quads());
        this.table = tableRoom.address();
        this.products = new float[EdgeCodes.CENTRES * book.groups()];
    }

    /** The address of the queries. */
    long put(float[] queries, int count) {
        return buffer.put(queries, count * layout.stride());
    }

    /** How many nodes it opened. */
    int search(long query, int[] apart, Reach by, TopK found) {
        begin(query, by, found.wanted(), apart);
        insert(starts());
        for (int node = nearest.expandNext(); node >= 0; node = nearest.expandNext()) {
            if (nearest.expandedDistance() > limit(nearest)) {
                break;
            }
            opened++;
            expand(node, nearest.expandedDistance());
        }
        refine(query, nearest, found);
        return opened;
    }

    /** Nodes beyond this distance are not opened: it falls with what is found. */
    private float limit(NearestPool pool) {
        if (pool.size() < rank || stretch == Double.POSITIVE_INFINITY) {
            return Float.POSITIVE_INFINITY;
        }
        float worst = pool.distance(rank - 1);
        double farther = layout.metric() == Metric.L2 ? worst * stretch : (1 + worst) * stretch - 1;
        // At least what rounding usually does to a distance.
        return Math.max((float) farther, worst + scorer.error() / ByteScorer.DEVIATIONS);
    }

    /**
     * Refused nodes are opened where their estimate is among the nearest, so that the walk goes through them to what lies
     * behind; only accepted ones are kept and, but for those that are opened, measured.
     *
     * @param most nodes to be opened
     * @return false where too few accepted rows lie around the query for a walk to find them
     */
    boolean searchAccepted(long query, Reach by, int most, Acceptance accepted, double part, TopK found) {
        double local = part;
        int width = by.width;
        for (int wide = width; ; wide = (int) Math.min(graph.rows(), width * Math.pow(part / local, REFUSED) + 1)) {
            begin(query, new Reach(wide, by.slack, by.rank), found.wanted(), NONE);
            taken.reset(found.wanted() + Math.max(8, found.wanted()));
            seen = 0;
            near = 0;
            insertStarts(starts(), accepted);
            for (int node = nearest.expandNext(); node >= 0; node = nearest.expandNext()) {
                if (nearest.expandedDistance() > limit(taken)) {
                    break;
                }
                if (opened++ == most) {
                    return false;
                }
                expand(node, accepted);
            }
            if (taken.size() < found.wanted() || FilterDensity.isSparse(near, seen, part)) {
                return false;
            }
            if (near >= 0.6 * local * seen || wide == graph.rows() || by.slack < Float.POSITIVE_INFINITY) {
                refine(query, taken, found);
                return true;
            }
            local = Math.max(near, 1) / (double) seen;
        }
    }

    private void begin(long query, Reach by, int wanted, int[] apart) {
        scorer.query(query);
        Kernels.EDGES.tables(book, query, layout.dimension(), products, table, scale);
        visited.begin();
        for (int row : apart) {
            visited.add(row);
        }
        Kernels.FLOATS.distances(layout.metric(), query, layout.stride(), graph.middle(), 1, exact, 0);
        nearest.reset(STARTS);
        for (int root = 0; root < graph.rootCount(); root++) {
            long block = graph.root(root);
            int below = scan(block, exact[0], nearest.bar());
            for (; below != 0; below &= below - 1) {
                int slot = Integer.numberOfTrailingZeros(below);
                nearest.insert(estimates[slot], Memory.getInt(block + 4L * slot));
            }
        }
        reach = by;
        rank = by.rank * Math.max(LEAST, wanted) / LEAST;
        stretch = (1.0 + by.slack) * (1.0 + by.slack);
        opened = 0;
    }

    /** The rows where the walk begins, as {@link #fresh}, and the pool emptied. */
    private int starts() {
        int count = 0;
        for (int i = 0; i < nearest.size(); i++) {
            if (isNew(nearest.row(i))) {
                fresh[count++] = nearest.row(i);
            }
        }
        nearest.reset(reach.width);
        return count;
    }

    private int scan(long block, float node, float bar) {
        return Kernels.EDGES.scan(
                CodedGraph.codes(block), book.quads(), table, CodedGraph.factors(block), node, scale, bar, estimates);
    }

    private void expand(int node, float distance) {
        long block = graph.block(node);
        int below = scan(block, distance, Math.min(nearest.bar(), limit(nearest)));
        int count = 0;
        for (; below != 0; below &= below - 1) {
            int row = Memory.getInt(block + 4L * Integer.numberOfTrailingZeros(below));
            if (isNew(row)) {
                fresh[count++] = row;
            }
        }
        touchNext();
        if (count > 0) {
            insert(count);
        }
    }

    private void expand(int node, Acceptance accepted) {
        float distance = nearest.expandedDistance();
        if (!accepted.test(node)) {
            single[0] = node;
            scorer.score(single, 1, distances);
            distance = distances[0];
        }
        long block = graph.block(node);
        float bar = Math.min(nearest.bar(), limit(taken));
        int below = scan(block, distance, Math.max(bar, taken.bar()));
        int count = 0;
        for (; below != 0; below &= below - 1) {
            int slot = Integer.numberOfTrailingZeros(below);
            int row = Memory.getInt(block + 4L * slot);
            boolean isAccepted = accepted.test(row);
            if ((!isAccepted && estimates[slot] >= bar) || !isNew(row)) {
                continue;
            }
            if (estimates[slot] < bar) {
                seen++;
                near += isAccepted ? 1 : 0;
            }
            if (isAccepted) {
                fresh[count++] = row;
            } else {
                nearest.insert(estimates[slot], row);
            }
        }
        touchNext();
        touchRefused(accepted);
        if (count > 0) {
            scorer.score(fresh, count, distances);
            for (int i = 0; i < count; i++) {
                take(fresh[i], distances[i]);
            }
        }
    }

    private void insertStarts(int count, Acceptance accepted) {
        scorer.score(fresh, count, distances);
        for (int i = 0; i < count; i++) {
            if (accepted.test(fresh[i])) {
                take(fresh[i], distances[i]);
            } else {
                nearest.insert(distances[i], fresh[i]);
            }
        }
    }

    private void take(int row, float distance) {
        if (distance < taken.bar()) {
            taken.insert(distance, row);
        }
        if (distance < nearest.bar()) {
            nearest.insert(distance, row);
        }
    }

    /** The next block is on its way while rows are measured; nearly always it is the one that is opened next. */
    private void touchNext() {
        int next = nearest.peek();
        if (next < 0) {
            return;
        }
        long block = graph.block(next);
        int sum = 0;
        for (long at = 0; at < touchedBytes; at += LINE) {
            sum += Memory.getByte(block + at);
        }
        touched += sum;
    }

    /** The row of a refused node is measured when it is opened. */
    private void touchRefused(Acceptance accepted) {
        int next = nearest.peek();
        if (next >= 0 && !accepted.test(next)) {
            touched += scorer.touch(next);
        }
    }

    private boolean isNew(int row) {
        if (row < 0 || row >= graph.rows()) {
            throw new IndexFailure.DamagedFile("a link leads to row " + row + " of " + graph.rows());
        }
        return visited.add(row);
    }

    private void insert(int count) {
        scorer.score(fresh, count, distances);
        float bar = nearest.bar();
        for (int i = 0; i < count; i++) {
            if (distances[i] < bar) {
                nearest.insert(distances[i], fresh[i]);
                bar = nearest.bar();
            }
        }
    }

    /** Exact distances, best first, as long as one could be among the wanted ones for all that rounding may have done. */
    private void refine(long query, NearestPool pool, TopK found) {
        float error = scorer.error();
        for (int from = 0; from < pool.size(); from += REFINED) {
            int count = Math.min(REFINED, pool.size() - from);
            if (pool.distance(from) - error > found.threshold()) {
                return;
            }
            for (int i = 0; i < count; i++) {
                refined[i] = pool.row(from + i);
            }
            Kernels.FLOATS.distances(layout.metric(), query, layout.stride(), vectors, refined, count, exact);
            for (int i = 0; i < count; i++) {
                found.add(exact[i], refined[i]);
            }
        }
    }
}
