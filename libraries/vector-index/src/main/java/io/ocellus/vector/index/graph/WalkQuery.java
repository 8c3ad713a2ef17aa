package io.ocellus.vector.index.graph;

import io.ocellus.vector.index.kernel.Kernels;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.IndexFailure;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.row.ByteRows;
import io.ocellus.vector.index.row.ByteScorer;
import io.ocellus.vector.index.row.RowLayout;
import io.ocellus.vector.index.search.NearestPool;
import io.ocellus.vector.index.search.TopK;
import io.ocellus.vector.index.search.VisitedRows;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What walks over a {@link CodedGraph} ask of the query they are given: where to begin, estimates for the neighbours of a
 * node, distances by eight bits, how far to go, which rows were met before, and the order of the best by floats. Confined
 * to one thread at a time.
 */
final class WalkQuery {

    private static final int STARTS = 8;

    /** Rows that are measured exactly at once. */
    private static final int REFINED = 4;

    private final CodedGraph graph;
    private final RowLayout layout;
    private final EdgeCodes book;
    private final long vectors;
    private final ByteScorer scorer;
    private final VisitedRows visited;
    private final NearestPool roots = new NearestPool();
    private final MemorySegment tableRoom;
    private final long table;
    private final float[] products;
    private final float[] scale = new float[2];
    private final float[] estimates = new float[EdgeKernels.LANES];
    private final int[] refined = new int[REFINED];
    private final float[] exact = new float[REFINED];
    private long query;
    private int rank;
    private float beyond;
    private double stretch;

    WalkQuery(CodedGraph graph, long vectors, ByteRows bytes) {
        this.graph = graph;
        this.layout = graph.layout();
        this.book = graph.book();
        this.vectors = vectors;
        this.scorer = new ByteScorer(bytes);
        this.visited = new VisitedRows(graph.rows());
        this.tableRoom = Memory.allocate(Arena.ofAuto(), (long) EdgeKernels.QUAD_TABLE * book.quads());
        this.table = tableRoom.address();
        this.products = new float[EdgeCodes.CENTRES * book.groups()];
    }

    /**
     * @param starts out: the rows where a walk begins; room for {@link EdgeKernels#LANES}
     * @return how many
     */
    int begin(long query, CodedWalk.Reach by, int wanted, int[] apart, int[] starts) {
        this.query = query;
        scorer.query(query);
        EdgeCodes.KERNELS.tables(book, query, layout.dimension(), products, table, scale);
        visited.begin();
        for (int row : apart) {
            visited.add(row);
        }
        float place = by.rank() * Math.max(CodedWalk.LEAST, wanted) / CodedWalk.LEAST;
        rank = (int) Math.ceil(place);
        beyond = rank - place;
        stretch = (1.0 + by.slack()) * (1.0 + by.slack());
        Kernels.FLOATS.distances(layout.metric(), query, layout.stride(), graph.middle(), 1, exact, 0);
        roots.reset(STARTS);
        for (int root = 0; root < graph.rootCount(); root++) {
            long block = graph.root(root);
            int below = scan(block, exact[0], roots.bar());
            for (; below != 0; below &= below - 1) {
                int slot = Integer.numberOfTrailingZeros(below);
                roots.insert(estimates[slot], Memory.getInt(block + 4L * slot));
            }
        }
        int count = 0;
        for (int i = 0; i < roots.size(); i++) {
            if (isNew(roots.row(i))) {
                starts[count++] = roots.row(i);
            }
        }
        return count;
    }

    /** Estimates for a block whose node has that distance: a bit for each neighbour below the bar. */
    int scan(long block, float node, float bar) {
        return EdgeCodes.KERNELS.scan(
                CodedGraph.codes(block), book.quads(), table, CodedGraph.factors(block), node, scale, bar, estimates);
    }

    /** What {@link #scan} estimated last, by slot. */
    float[] estimates() {
        return estimates;
    }

    /** Nodes beyond this distance are not opened: it falls with what is found. */
    float limit(NearestPool pool) {
        if (pool.size() < rank || stretch == Double.POSITIVE_INFINITY) {
            return Float.POSITIVE_INFINITY;
        }
        float worst = pool.distance(rank - 1);
        if (beyond > 0 && rank > 1) {
            worst -= beyond * (worst - pool.distance(rank - 2));
        }
        double farther = layout.metric() == Metric.L2 ? worst * stretch : (1 + worst) * stretch - 1;
        // At least what rounding usually does to a distance.
        return Math.max((float) farther, worst + scorer.error() / ByteScorer.DEVIATIONS);
    }

    boolean isNew(int row) {
        if (row < 0 || row >= graph.rows()) {
            throw new IndexFailure.DamagedFile("a link leads to row " + row + " of " + graph.rows());
        }
        return visited.add(row);
    }

    void score(int[] rows, int count, float[] distances) {
        scorer.score(rows, count, distances);
    }

    /** Brings a row nearer; what it gives means nothing. */
    int touch(int row) {
        return scorer.touch(row);
    }

    /** Exact distances, best first, as long as one could be among the wanted ones for all that rounding may have done. */
    void refine(NearestPool pool, TopK found) {
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
