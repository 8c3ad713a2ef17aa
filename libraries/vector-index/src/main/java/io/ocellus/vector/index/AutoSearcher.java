package io.ocellus.vector.index;

/**
 * Searches by the graph or by the lists of one index, or over the accepted rows where a filter leaves few, whichever is
 * expected to cost less for the recall that is asked; searches for many rows go to the lists. Costs are in nanoseconds,
 * fitted to measurements; only their proportion matters.
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
    private final RoundedScan few;

    AutoSearcher(
            CodedGraph graph,
            CodedGraphSearcher walks,
            WalkEfforts efforts,
            InvertedSearcher scans,
            Calibration calibration,
            RoundedScan few) {
        this.layout = graph.layout();
        this.graph = graph;
        this.walks = walks;
        this.efforts = efforts;
        this.scans = scans;
        this.calibration = calibration;
        this.few = few;
    }

    @Override
    public void search(
            float[] queries, int count, int k, SearchParameters parameters, Acceptance accepted, TopK[] found) {
        if (k > MOST_WALKED || parameters.names("nprobe") || parameters.names("reorder_k")) {
            scans.search(queries, count, k, parameters, accepted, found);
            return;
        }
        int left = accepted.count(graph.rows());
        double part = Math.max(1, left) / (double) graph.rows();
        double width = width(parameters, k) * (parameters.names("ef") ? 1 : Math.pow(part, -CodedWalk.REFUSED));
        int rounded = (int) Math.min(graph.rows(), Math.ceil(width));
        if (accepted.isAll()) {
            if (parameters.names("ef") || walkCost(width) < scanCost(parameters, k, part, count)) {
                walks.search(queries, count, rounded, found);
                return;
            }
        } else {
            double cost = parameters.names("ef") ? 0 : acceptedWalkCost(width);
            if (left >= 2 * k && cost < Math.min(few.cost(left), scanCost(parameters, k, part, count))) {
                walks.search(queries, count, rounded, accepted, part, found);
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
        return 6_000 + width * (300 + 0.35 * block + 4.2 * (0.25 * bytesStride() + 40));
    }

    /** A block and about two rows of bytes for each node: its own, and one that is accepted. */
    private double acceptedWalkCost(double width) {
        double block = CodedGraph.blockBytes(graph.book());
        return 6_000 + width * (300 + 0.35 * block + 2 * (0.25 * bytesStride() + 40));
    }

    private int bytesStride() {
        return ByteKernels.stride(layout.dimension());
    }

    private double scanCost(SearchParameters parameters, int k, double part, int count) {
        double cost = scans.cost(calibration.effort(parameters, k), k, part);
        return count < BATCH ? cost : SHARED * cost;
    }
}
