package io.ocellus.vector.index.graph;

import io.ocellus.vector.index.exact.RoundedScan;
import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.quantizer.SignScan;
import io.ocellus.vector.index.search.RowScan;
import io.ocellus.vector.index.search.TopK;
import org.jspecify.annotations.Nullable;

/**
 * What takes the place of a walk over a {@link Graph} where a filter leaves few rows: these are looked at one after another,
 * by the signs of their numbers, by eight bits or as they are, whatever costs least. Costs are in nanoseconds, fitted to
 * measurements; only their proportion matters. Safe for many threads.
 *
 * @param rows looks at all that is accepted
 * @param rounded the same by eight bits, if the index has them beside floats
 * @param signs if the index has them
 * @param rowBytes what a walk reads to measure a row, and {@link #rows} too where there is nothing rounded; {@link #UNKNOWN}
 *     where costs were not measured
 */
record AcceptedScans(
        RowScan rows,
        @Nullable RoundedScan rounded,
        @Nullable SignScan signs,
        int rowBytes) {

    static final int UNKNOWN = 0;

    /** Growth of the walk that finds as much as without a filter, with the rows refused: measured. */
    private static final double REFUSED = 0.25;

    /** What a walk as wide as a search's k misses; twice as wide a half of it: measured, with something to spare. */
    private static final float MISSED = 0.12f;

    /** Where a walk is replaced only if it would come by all accepted rows nearly. */
    static AcceptedScans of(RowScan rows) {
        return new AcceptedScans(rows, null, null, UNKNOWN);
    }

    /** Whether so many accepted rows are scanned sooner than a walk of that width finds as much as it would without a filter. */
    boolean replace(Graph graph, int k, int ef, int left) {
        return left <= 2L * graph.m() * ef
                || (rowBytes != UNKNOWN && Math.min(exactCost(left), signsCost(left, k)) < walkCost(graph, ef, left));
    }

    /** Half of a node's neighbours are new, and as many lists are read as it takes to meet accepted ones in place of those refused. */
    private double walkCost(Graph graph, int ef, int left) {
        double part = left / (double) graph.rows();
        int degree = graph.baseDegree();
        double node = 0.5 * degree * (40 + 0.25 * rowBytes) + 60 * Math.min(degree, 1 / part);
        return 8_000 + 1.05 * ef * Math.pow(part, -REFUSED) * node;
    }

    private double exactCost(int left) {
        return rounded != null ? rounded.cost(left) : 1_000 + left * (4 + 0.1 * rowBytes);
    }

    private double signsCost(int left, int k) {
        return signs == null ? Double.POSITIVE_INFINITY : signs.cost(left, k);
    }

    /** By what costs least; what a walk of that width would miss may be missed. */
    void search(float[] queries, int count, int k, int ef, int left, Acceptance accepted, TopK[] found) {
        if (signs != null && signsCost(left, k) < exactCost(left)) {
            signs.search(queries, count, 1 - MISSED * k / ef, accepted, found);
        } else {
            exact(queries, count, accepted, found);
        }
    }

    /** Misses none. */
    void exact(float[] queries, int count, Acceptance accepted, TopK[] found) {
        if (rounded != null) {
            rounded.search(queries, count, accepted, found);
        } else {
            rows.scan(queries, count, accepted, found);
        }
    }
}
