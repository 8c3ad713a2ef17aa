package io.ocellus.vector.index;

import io.ocellus.vector.index.exact.GrowingScan;
import io.ocellus.vector.index.kernel.Kernels;
import io.ocellus.vector.index.kernel.NibbleLayout;
import io.ocellus.vector.index.kernel.RemainderLayout;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.IndexFailure;
import io.ocellus.vector.index.model.IndexParameters;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.row.RowLayout;
import io.ocellus.vector.index.search.TopK;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Room for rows that are searched while more are appended, by any metric. Beside its numbers, which are kept as they are
 * given, each row has a code of four bits a dimension, and four more of what that leaves over: a search reads all of the
 * former, and the latter and then the numbers of those rows only that are not ruled out, so that its answer is exact. One thread writes rows, in order; whoever publishes how many
 * there are does so after they were written, with a release store, and any number of threads search those without locks.
 * The memory is the arena's: nobody searches when that is closed.
 */
public final class GrowingVectors {

    private static final ConcurrentLinkedQueue<GrowingScan> SCANS = new ConcurrentLinkedQueue<>();

    private final int dimension;
    private final int capacity;
    private final NibbleLayout layout;
    private final RemainderLayout leaving;
    private final MemorySegment rows;
    private final MemorySegment codes;
    private final MemorySegment remainders;

    /**
     * @param capacity the most rows it will hold
     */
    public GrowingVectors(int dimension, int capacity, Arena arena) {
        if (dimension < 1 || dimension > IndexParameters.MAX_DIMENSION) {
            throw new IndexFailure.InvalidParameter("invalid dimension: " + dimension + ", should be in range [1, "
                    + IndexParameters.MAX_DIMENSION + "]");
        }
        if (capacity < 1) {
            throw new IndexFailure.InvalidParameter("capacity is " + capacity + ", must be at least 1");
        }
        this.dimension = dimension;
        this.capacity = capacity;
        this.layout = new NibbleLayout(dimension);
        this.leaving = new RemainderLayout(dimension);
        this.rows = Memory.allocate(arena, 4L * dimension * capacity);
        this.codes = Memory.allocate(arena, layout.bytes(capacity));
        this.remainders = Memory.allocate(arena, leaving.bytes(capacity));
    }

    /** The memory that a row takes, its codes included. */
    public static int bytesPerRow(int dimension) {
        return 4 * dimension
                + new NibbleLayout(dimension).groupBytes() / NibbleLayout.GROUP
                + new RemainderLayout(dimension).rowBytes();
    }

    public int dimension() {
        return dimension;
    }

    /** The numbers of the rows, one row after another without a gap. Not to be written. */
    public MemorySegment rows() {
        return rows;
    }

    /** The memory taken by the rows and their codes. */
    public long bytes() {
        return rows.byteSize() + codes.byteSize() + remainders.byteSize();
    }

    /**
     * Writes one row, whose numbers are finite. For the one thread that appends. One whose squared distance no float holds
     * comes last under L2.
     */
    public void set(int row, float[] vector) {
        if (row < 0 || row >= capacity) {
            throw new IndexFailure.InvalidParameter("row " + row + " is beyond the capacity of " + capacity);
        }
        if (vector.length != dimension) {
            throw new IndexFailure.InvalidVector(
                    "vector dimension mismatch: expected " + dimension + ", got " + vector.length);
        }
        MemorySegment.copy(vector, 0, rows, Memory.FLOAT, 4L * dimension * row, dimension);
        try {
            long at = rows.address() + 4L * dimension * row;
            Kernels.NIBBLES.encode(layout, at, row, codes.address());
            Kernels.REMAINDERS.encode(
                    layout, codes.address(), row, leaving, at, leaving.row(remainders.address(), row));
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** The nearest accepted rows among the first {@code visible}, at most k of them, however many that are. */
    public Hits[] search(Metric metric, float[] queries, int count, int k, int visible, Acceptance accepted) {
        float[] limits = new float[count];
        Arrays.fill(limits, Float.POSITIVE_INFINITY);
        return search(metric, queries, count, k, visible, accepted, limits);
    }

    /**
     * The same, where rows beyond a query's limit need not be among them: what is known of other rows, or a radius.
     *
     * @param limits distances: squared, or negated similarities
     */
    public Hits[] search(
            Metric metric, float[] queries, int count, int k, int visible, Acceptance accepted, float[] limits) {
        if (k < 1) {
            throw new IndexFailure.InvalidParameter("topk [" + k + "] is invalid, it should be at least 1");
        }
        RowLayout arranging = new RowLayout(metric, dimension);
        float[] arranged = arranging.queries(queries, count);
        int seen = Math.min(visible, capacity);
        Hits[] hits = new Hits[count];
        GrowingScan scan = begin(arranging, arranged, count);
        try {
            TopK[] found = new TopK[count];
            for (int q = 0; q < count; q++) {
                found[q] = new TopK(Math.min(k, Math.max(1, seen)), limits[q], metric.nearest());
            }
            int block = count == 1 ? GrowingScan.BLOCK : GrowingScan.SHARED;
            for (int first = 0; first < seen; first += block) {
                int some = Math.min(block, seen - first);
                for (int q = 0; q < count; q++) {
                    scan(scan, first, some, arranged, q, accepted, found[q]);
                }
            }
            for (int q = 0; q < count; q++) {
                long[] keys = found[q].sorted();
                hits[q] = Hits.ofKeys(keys, keys.length, metric);
            }
        } finally {
            Reference.reachabilityFence(this);
        }
        SCANS.offer(scan);
        return hits;
    }

    private GrowingScan begin(RowLayout arranging, float[] queries, int count) {
        GrowingScan pooled = SCANS.poll();
        GrowingScan scan = pooled == null ? new GrowingScan() : pooled;
        scan.begin(arranging, layout, leaving, rows.address(), codes.address(), remainders.address(), queries, count);
        return scan;
    }

    private static void scan(
            GrowingScan scan, int first, int some, float[] queries, int query, Acceptance accepted, TopK found) {
        if (accepted.next(first, first + some) < first + some) {
            scan.scan(first, some, queries, query, accepted, found);
        }
    }
}
