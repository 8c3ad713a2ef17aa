package io.ocellus.vector.index.graph;

import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.search.FilterDensity;
import io.ocellus.vector.index.search.NearestPool;
import io.ocellus.vector.index.search.TopK;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Walk over a {@link CodedGraph} for rows that a filter accepts. Refused nodes are opened where their estimate is among the
 * nearest, so that the walk goes through them to what lies behind; only accepted ones are kept and, but for those that are
 * opened, measured. Many nodes are opened, so a few too many cost little: some are opened at once, and their blocks, their
 * own rows and the accepted rows met last are waited for together. Ends as a {@link CodedWalk} does. Confined to one thread
 * at a time.
 */
public final class AcceptedWalk {

    /** Growth of the nodes to be opened with the rows refused: measured. */
    public static final double REFUSED = 0.53;

    /** Nodes opened at once: of more, blocks leave the first-level cache and nodes are opened that need not be. */
    private static final int BEAM = 4;

    /** Of the part that is accepted elsewhere, what must be accepted near the query for the walk to stay as wide. */
    private static final double LESS = 0.6;

    private static final int LINE = 64;

    private final CodedGraph graph;
    private final WalkQuery query;
    private final int blockBytes;
    private final long copyBytes;
    private final MemorySegment copies;

    /** Accepted rows; {@link #nearest} holds refused ones as well. */
    private final NearestPool taken = new NearestPool();

    private final NearestPool nearest = new NearestPool();
    private final int[] nodes = new int[BEAM];
    private final float[] nodeDistances = new float[BEAM];

    /** Accepted rows that were met, then refused nodes that are opened: what is to be measured. */
    private final int[] rows = new int[BEAM * (EdgeKernels.LANES + 1)];

    private final float[] distances = new float[BEAM * (EdgeKernels.LANES + 1)];
    private int met;
    private int opened;
    private int seen;
    private int near;

    /** Keeps the reads that only bring rows nearer from being left out by the compiler. */
    @SuppressWarnings("UnusedVariable")
    private int touched;

    AcceptedWalk(CodedGraph graph, WalkQuery query) {
        this.graph = graph;
        this.query = query;
        this.blockBytes = CodedGraph.blockBytes(graph.book());
        this.copyBytes = (blockBytes + LINE - 1L) / LINE * LINE;
        this.copies = Memory.allocate(Arena.ofAuto(), BEAM * copyBytes);
    }

    /**
     * @param most nodes to be opened
     * @param part how many of the rows are accepted
     * @return false where too few accepted rows lie around the query for a walk to find them
     */
    boolean search(long address, CodedWalk.Reach by, int most, Acceptance accepted, double part, TopK found) {
        double local = part;
        int width = by.width();
        for (int wide = width; ; wide = (int) Math.min(graph.rows(), width * Math.pow(part / local, REFUSED) + 1)) {
            CodedWalk.Reach reach = new CodedWalk.Reach(wide, by.slack(), by.rank());
            begin(query.begin(address, reach, found.wanted(), CodedWalk.NONE, rows), wide, found.wanted(), accepted);
            while (openSome(accepted)) {
                if (opened > most) {
                    return false;
                }
            }
            if (taken.size() < found.wanted() || FilterDensity.isSparse(near, seen, part)) {
                return false;
            }
            if (near >= LESS * local * seen || wide == graph.rows() || by.slack() < Float.POSITIVE_INFINITY) {
                query.refine(taken, found);
                return true;
            }
            local = Math.max(near, 1) / (double) seen;
        }
    }

    private void begin(int starts, int width, int wanted, Acceptance accepted) {
        nearest.reset(width);
        taken.reset(wanted + Math.max(8, wanted));
        opened = 0;
        seen = 0;
        near = 0;
        met = 0;
        query.score(rows, starts, distances);
        for (int i = 0; i < starts; i++) {
            if (accepted.test(rows[i])) {
                take(rows[i], distances[i]);
            } else {
                nearest.insert(distances[i], rows[i]);
            }
        }
    }

    /** False when there are none to be opened. */
    private boolean openSome(Acceptance accepted) {
        int opening = 0;
        int count = met;
        float limit = query.limit(taken);
        while (opening < BEAM) {
            int node = nearest.expandNext();
            if (node < 0 || nearest.expandedDistance() > limit) {
                break;
            }
            nodes[opening] = node;
            nodeDistances[opening] = nearest.expandedDistance();
            opening++;
            if (!accepted.test(node)) {
                rows[count++] = node;
            }
        }
        if (count == 0 && opening == 0) {
            return false;
        }
        fetch(count, opening);
        query.score(rows, count, distances);
        for (int i = 0; i < met; i++) {
            take(rows[i], distances[i]);
        }
        for (int i = 0, refused = met; refused < count; i++) {
            if (nodes[i] == rows[refused]) {
                nodeDistances[i] = distances[refused++];
            }
        }
        met = 0;
        opened += opening;
        for (int i = 0; i < opening; i++) {
            expand(copies.address() + copyBytes * i, nodeDistances[i], accepted);
        }
        return true;
    }

    /** All that is read next, asked for without a pause: most of it comes from far. */
    private void fetch(int count, int opening) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum += query.touch(rows[i]);
        }
        touched += sum;
        for (int i = 0; i < opening; i++) {
            Memory.copy(graph.block(nodes[i]), copies.address() + copyBytes * i, blockBytes);
        }
    }

    private void expand(long block, float distance, Acceptance accepted) {
        float bar = Math.min(nearest.bar(), query.limit(taken));
        int below = query.scan(block, distance, Math.max(bar, taken.bar()));
        float[] estimates = query.estimates();
        int fits = accepted.test(block, below);
        int nearer = 0;
        // Without branches, as is the test of the filter: neither can be foreseen.
        for (int slot = 0; slot < EdgeKernels.LANES; slot++) {
            nearer |= (estimates[slot] < bar ? 1 : 0) << slot;
        }
        nearer &= below;
        for (int left = fits | nearer; left != 0; left &= left - 1) {
            int slot = Integer.numberOfTrailingZeros(left);
            int row = Memory.getInt(block + 4L * slot);
            if (!query.isNew(row)) {
                fits &= ~(1 << slot);
                nearer &= ~(1 << slot);
            } else if ((fits >> slot & 1) != 0) {
                rows[met++] = row;
            } else {
                nearest.insert(estimates[slot], row);
            }
        }
        seen += Integer.bitCount(nearer);
        near += Integer.bitCount(nearer & fits);
    }

    private void take(int row, float distance) {
        if (distance < taken.bar()) {
            taken.insert(distance, row);
        }
        if (distance < nearest.bar()) {
            nearest.insert(distance, row);
        }
    }
}
