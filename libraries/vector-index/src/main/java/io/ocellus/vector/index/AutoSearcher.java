package io.ocellus.vector.index;

/**
 * Searches by the graph or by the lists of one index, whichever is expected to cost less for the recall that is asked:
 * filtered searches, and those for many rows, go to the lists. Costs are in nanoseconds, fitted to measurements; only their
 * proportion matters.
 */
final class AutoSearcher implements Searcher {

    /** Beyond this many rows a walk keeps too many. */
    private static final int MOST_WALKED = 128;

    /** Lists that a batch reads once cost this part of what they cost a query alone. */
    private static final double SHARED = 0.65;

    private static final int BATCH = 8;

    private final RowLayout layout;
    private final CodedGraph graph;
    private final CodedGraphSearcher walks;
    private final WalkEfforts efforts;
    private final InvertedSearcher scans;
    private final Calibration calibration;
    private final int lists;

    AutoSearcher(
            CodedGraph graph,
            CodedGraphSearcher walks,
            WalkEfforts efforts,
            InvertedSearcher scans,
            Calibration calibration,
            int lists) {
        this.layout = graph.layout();
        this.graph = graph;
        this.walks = walks;
        this.efforts = efforts;
        this.scans = scans;
        this.calibration = calibration;
        this.lists = lists;
    }

    @Override
    public void search(
            float[] queries, int count, int k, SearchParameters parameters, Acceptance accepted, TopK[] found) {
        if (accepted.isAll() && k <= MOST_WALKED && !parameters.names("nprobe") && !parameters.names("reorder_k")) {
            double width = width(parameters, k);
            if (parameters.names("ef") || walkCost(width) < scanCost(parameters, count)) {
                walks.search(queries, count, (int) Math.min(graph.rows(), Math.ceil(width)), found);
                return;
            }
        }
        scans.search(queries, count, k, parameters, accepted, found);
    }

    private double width(SearchParameters parameters, int k) {
        if (parameters.names("ef")) {
            return Math.max(k, parameters.integer("ef", k));
        }
        double more = Math.max(1, k / (double) SampleQueries.NEIGHBOURS);
        return Math.max(1.3 * k, efforts.width(parameters.number("recall", 0.95f)) * Math.pow(more, 0.8));
    }

    /** A block and four rows of bytes for each node. */
    private double walkCost(double width) {
        double block = CodedGraph.blockBytes(graph.book());
        return 6_000 + width * (300 + 0.35 * block + 4.2 * (0.25 * ByteKernels.stride(layout.dimension()) + 40));
    }

    private double scanCost(SearchParameters parameters, int count) {
        double centres = 0.2 * lists * layout.stride();
        double cost = centres + 2.6 * calibration.step(parameters).cost();
        return count < BATCH ? cost : SHARED * cost;
    }
}
