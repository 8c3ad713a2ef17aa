package io.ocellus.vector.index.graph;

import io.ocellus.vector.index.exact.SampleQueries;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.search.NearestPool;
import io.ocellus.vector.index.search.TopK;

/**
 * Best-first walk over a {@link CodedGraph}: the codes of a node's neighbours tell which of them may be near, eight bits a
 * dimension rank those, and floats the best of all. Memory is read for a few rows where a plain walk reads all neighbours;
 * the block that is opened next is asked for while these are measured. A walk ends where the nearest node that is left lies
 * farther than the worst of the answers by its slack (adaptive beam search, arXiv 2505.15636), so that queries whose answers
 * lie close take few steps; or where it has opened all it has room for. Confined to one thread at a time.
 */
public final class CodedWalk {

    /** All rows may be entered. */
    static final int[] NONE = {};

    private static final int LINE = 64;

    /** Lines of the next block that are asked for. */
    private static final int TOUCHED = 12;

    /** The nearest of so many rows tell how far a walk goes; of more, where more are wanted. */
    public static final int LEAST = SampleQueries.NEIGHBOURS;

    /**
     * How far a walk goes.
     *
     * @param width nodes at most
     * @param slack by what part of its distance farther than the answer of that rank
     * @param rank of ten answers; of more, where more are wanted, the same part; between two, a distance between theirs
     */
    public record Reach(int width, float slack, float rank) {

        private static final int MOST = 1_024;

        public static Reach width(int width) {
            return new Reach(width, Float.POSITIVE_INFINITY, LEAST);
        }

        public static Reach slack(float slack) {
            return new Reach(MOST, slack, LEAST);
        }
    }

    private final CodedGraph graph;
    private final long touchedBytes;
    private final WalkQuery query;
    private final NearestPool nearest = new NearestPool();
    private final int[] fresh = new int[EdgeKernels.LANES];
    private final float[] distances = new float[EdgeKernels.LANES];

    /** Keeps the reads that only bring blocks nearer from being left out by the compiler. */
    @SuppressWarnings("UnusedVariable")
    private int touched;

    CodedWalk(CodedGraph graph, WalkQuery query) {
        this.graph = graph;
        this.query = query;
        this.touchedBytes = Math.min((long) TOUCHED * LINE, CodedGraph.blockBytes(graph.book()));
    }

    /** How many nodes it opened. */
    int search(long address, int[] apart, Reach by, TopK found) {
        int starts = query.begin(address, by, found.wanted(), apart, fresh);
        nearest.reset(by.width);
        insert(starts);
        int opened = 0;
        for (int node = nearest.expandNext(); node >= 0; node = nearest.expandNext()) {
            if (nearest.expandedDistance() > query.limit(nearest)) {
                break;
            }
            opened++;
            expand(node, nearest.expandedDistance());
        }
        query.refine(nearest, found);
        return opened;
    }

    private void expand(int node, float distance) {
        long block = graph.block(node);
        int below = query.scan(block, distance, Math.min(nearest.bar(), query.limit(nearest)));
        int count = 0;
        for (; below != 0; below &= below - 1) {
            int row = Memory.getInt(block + 4L * Integer.numberOfTrailingZeros(below));
            if (query.isNew(row)) {
                fresh[count++] = row;
            }
        }
        touchNext();
        if (count > 0) {
            insert(count);
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

    private void insert(int count) {
        query.score(fresh, count, distances);
        float bar = nearest.bar();
        for (int i = 0; i < count; i++) {
            if (distances[i] < bar) {
                nearest.insert(distances[i], fresh[i]);
                bar = nearest.bar();
            }
        }
    }
}
