package io.ocellus.vector.index.ivf;

import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.quantizer.CodeBook;
import io.ocellus.vector.index.quantizer.CodeKernels;
import io.ocellus.vector.index.quantizer.InvertedLists;
import io.ocellus.vector.index.search.Candidates;
import io.ocellus.vector.index.search.FilterDensity;
import io.ocellus.vector.index.search.TopK;
import java.lang.foreign.Arena;
import java.util.Arrays;

/**
 * What one query of a batch gathers from {@link InvertedLists}: its table, the lists in the order they are read, and its
 * candidates. Counts how many rows that might be candidates a filter refuses, which tells whether more lists must be read, or
 * none helps. Confined to one search at a time, used again for the next.
 */
final class ListQuery {

    /** A query that is told far by its reach takes lists so many times as far: measured. */
    private static final float FARTHER = 2;

    private final int groups;
    private final Arena arena = Arena.ofAuto();
    final long table;
    final float[] scale = new float[2];
    final Candidates candidates = new Candidates();

    /** Keys of the nearest lists, nearest first. */
    long[] order = new long[64];

    /** How many of these are read, and how many there are. */
    int probes;

    private int ordered;

    /** How far the centres of all lists are, where it may be asked for lists beyond. */
    private float[] far = new float[0];

    /** Lists that are scanned before those that are shared, or before it is known how many are to be. */
    int first;

    private int seen;
    private int near;
    private boolean sparse;

    ListQuery(int groups) {
        this.groups = groups;
        this.table = Memory.allocate(arena, (long) groups * CodeBook.CENTRES).address();
    }

    /**
     * Chooses the lists.
     *
     * @param dots the query's products with all centres, from {@code at} on
     * @param most how many lists may be read if the first of them show that more are needed
     */
    void choose(ListTables tables, long query, float[] dots, int at, int probes, int most) {
        if (order.length < most) {
            order = new long[most];
        }
        ordered = tables.nearestLists(query, dots, at, most, order);
        this.probes = Math.min(probes, ordered);
        if (this.probes < ordered) {
            // Lists that differ little beside the farthest come in no order, but only the first are read.
            Arrays.sort(order, 0, ordered);
        }
        seen = 0;
        near = 0;
        sparse = false;
        tables.tables(query, table, scale);
    }

    /** Keeps what {@link #reach} asks for, once lists were chosen. */
    void keepDistances(ListTables tables, int lists) {
        if (far.length != lists) {
            far = new float[lists];
        }
        tables.distances(far);
    }

    /**
     * Adds to the lists to be read, behind the others, those that may hold a row nearer than the last answer; the likeliest first.
     *
     * @param most how far to reach
     * @return whether there are any
     */
    boolean reach(ListReach reach, long query, int dimension, float last, float most) {
        float square = reach.square(query, dimension);
        if (!reach.mayHold(TopK.distance(order[probes - 1]), last, square, most)) {
            return false;
        }
        for (int i = 0; i < probes; i++) {
            far[TopK.row(order[i])] = Float.POSITIVE_INFINITY;
        }
        if (!reach.mayHold(far, last, square, most)) {
            return false;
        }
        float taken = FARTHER * most;
        int more = 0;
        for (int list = 0; list < far.length; list++) {
            float needed = reach.needed(far[list], list, last, square);
            if (needed < taken * taken) {
                if (order.length == probes + more) {
                    order = Arrays.copyOf(order, far.length);
                }
                order[probes + more++] = TopK.key(needed, list);
            }
        }
        Arrays.sort(order, probes, probes + more);
        for (int i = probes; i < probes + more; i++) {
            int list = TopK.row(order[i]);
            order[i] = TopK.key(far[list], list);
        }
        probes += more;
        return more > 0;
    }

    /** Awaits that many candidates; the first lists that hold so many tell where these lie. */
    void begin(InvertedLists lists, ListTables tables, int reorder) {
        float least = Float.POSITIVE_INFINITY;
        float step = 0;
        long come = 0;
        for (int i = 0; i < probes && come < reorder; i++) {
            int list = TopK.row(order[i]);
            least = Math.min(least, tables.base(order[i], scale));
            step = Math.max(step, tables.step(order[i], scale));
            come += (long) CodeKernels.BLOCK * (lists.firstBlock()[list + 1] - lists.firstBlock()[list]);
        }
        candidates.reset(reorder, least, step * CodeKernels.levels(groups) * groups);
    }

    /**
     * Adds what a scan of a list has found and the filter accepts.
     *
     * @param base what a sum of zeros stands for
     * @param step what one more stands for
     * @param rowsAt address of the rows at the places, those below zero none
     */
    void addAccepted(float base, float step, short[] sums, int[] places, int hits, long rowsAt, Acceptance accepted) {
        float bar = candidates.bar();
        int maybe = 0;
        int taken = 0;
        for (int hit = 0; hit < hits; hit++) {
            float distance = base + step * sums[hit];
            if (distance > bar) {
                continue;
            }
            int row = Memory.getInt(rowsAt + 4L * places[hit]);
            if (row < 0) {
                continue;
            }
            maybe++;
            if (accepted.test(row)) {
                taken++;
                candidates.add(distance, row);
                bar = candidates.bar();
            }
        }
        seen += maybe;
        near += taken;
    }

    /** More lists where less is accepted near the query than elsewhere, or none where hardly anything is. */
    void adapt(double part) {
        sparse = FilterDensity.isSparse(near, seen, part);
        if (!sparse && near > 0) {
            probes = Math.min(ordered, FilteredEffort.probes(probes, part, seen, near));
        }
    }

    /** Whether lists lead to hardly any accepted row near the query. */
    boolean isSparse() {
        return sparse;
    }
}
