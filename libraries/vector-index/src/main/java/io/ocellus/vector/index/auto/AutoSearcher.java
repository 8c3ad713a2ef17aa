package io.ocellus.vector.index.auto;

import io.ocellus.vector.index.exact.RoundedScan;
import io.ocellus.vector.index.exact.SampleQueries;
import io.ocellus.vector.index.graph.AcceptedWalk;
import io.ocellus.vector.index.graph.CodedGraph;
import io.ocellus.vector.index.graph.CodedGraphSearcher;
import io.ocellus.vector.index.graph.CodedWalk;
import io.ocellus.vector.index.graph.WalkEfforts;
import io.ocellus.vector.index.ivf.InvertedSearcher;
import io.ocellus.vector.index.kernel.ByteKernels;
import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.SearchParameters;
import io.ocellus.vector.index.quantizer.SignScan;
import io.ocellus.vector.index.row.RowLayout;
import io.ocellus.vector.index.search.Searcher;
import io.ocellus.vector.index.search.TopK;

/**
 * Searches by the graph or by the lists of one index, or over the accepted rows where a filter leaves few, whichever is
 * expected to cost less for the recall that is asked; searches for many rows go to the lists. Costs are in nanoseconds,
 * fitted to measurements; only their proportion matters.
 */
public final class AutoSearcher implements Searcher {

    /** Beyond this many rows a walk keeps too many. */
    private static final int MOST_WALKED = 128;

    /** Lists that a batch reads once cost this part of what they cost a query alone. */
    private static final double SHARED = 0.65;

    /** The same without a filter. */
    private static final double SHARED_PLAIN = 0.65;

    private static final int BATCH = 8;

    /** What a filter costs the recall of lists is only guessed, so they must be cheaper. */
    private static final double LISTS_MISS = 1.3;

    /** A filtered walk has room for so many times the nodes that it is expected to open. */
    private static final double ROOM = 4;

    /** It may open so many times as many. */
    private static final double MOST_TIMES = 3;

    private final RowLayout layout;
    private final CodedGraph graph;
    private final CodedGraphSearcher walks;
    private final WalkEfforts efforts;
    private final InvertedSearcher scans;
    private final Calibration calibration;
    private final RoundedScan few;
    private final SignScan signs;

    public AutoSearcher(
            CodedGraph graph,
            CodedGraphSearcher walks,
            WalkEfforts efforts,
            InvertedSearcher scans,
            Calibration calibration,
            RoundedScan few,
            SignScan signs) {
        this.layout = graph.layout();
        this.graph = graph;
        this.walks = walks;
        this.efforts = efforts;
        this.scans = scans;
        this.calibration = calibration;
        this.few = few;
        this.signs = signs;
    }

    @Override
    public void search(
            float[] queries, int count, int k, SearchParameters parameters, Acceptance accepted, TopK[] found) {
        if (k > MOST_WALKED || parameters.names("nprobe") || parameters.names("reorder_k")) {
            scans.search(queries, count, k, parameters, accepted, found);
            return;
        }
        if (parameters.names("ef")) {
            CodedWalk.Reach reach = CodedWalk.Reach.width(Math.max(k, parameters.integer("ef", k)));
            walkOrScan(reach, Integer.MAX_VALUE, queries, count, k, parameters, accepted, found);
            return;
        }
        WalkEfforts.Step step = efforts.reaching(parameters.number("recall", 0.95f));
        double nodes = step.nodes() * Math.max(1, k / (double) SampleQueries.NEIGHBOURS);
        if (accepted.isAll()) {
            double alone = scans.plainCost(calibration.effort(parameters, k));
            if (walkCost(nodes) < (count < BATCH ? alone : SHARED_PLAIN * alone)) {
                walks.search(queries, count, CodedWalk.Reach.slack(step.slack()), found);
                return;
            }
        } else {
            int left = accepted.count(graph.rows());
            double part = Math.max(1, left) / (double) graph.rows();
            double many = nodes * Math.pow(part, -AcceptedWalk.REFUSED);
            double otherwise = Math.min(few.cost(left), LISTS_MISS * scanCost(parameters, k, part, count));
            if (signs.cost(left, k) < Math.min(otherwise, acceptedWalkCost(many))) {
                signs.search(queries, count, parameters.number("recall", 0.95f), accepted, found);
                return;
            }
            if (acceptedWalkCost(many) < otherwise) {
                // Of so many nodes the accepted ones.
                double like = step.nodes() * Math.pow(part, 1 - AcceptedWalk.REFUSED);
                float rank = (float) (CodedWalk.LEAST * Math.min(1, like / efforts.leastNodes()));
                int width = (int) Math.min(graph.rows(), Math.ceil(ROOM * many));
                int most =
                        (int) Math.max(MOST_TIMES * many, few.cost(left) / (acceptedWalkCost(1) - acceptedWalkCost(0)));
                walkOrScan(
                        new CodedWalk.Reach(width, efforts.slack(like), rank),
                        most,
                        queries,
                        count,
                        k,
                        parameters,
                        accepted,
                        found);
                return;
            }
        }
        scans.search(queries, count, k, parameters, accepted, found);
    }

    private void walkOrScan(
            CodedWalk.Reach reach,
            int most,
            float[] queries,
            int count,
            int k,
            SearchParameters parameters,
            Acceptance accepted,
            TopK[] found) {
        if (accepted.isAll()) {
            walks.search(queries, count, reach, found);
            return;
        }
        int left = accepted.count(graph.rows());
        if (left < 2 * k) {
            scans.search(queries, count, k, parameters, accepted, found);
            return;
        }
        walks.search(queries, count, reach, most, accepted, left / (double) graph.rows(), found);
    }

    /** What it takes to begin; a block and three to four rows of bytes for each node. */
    private double walkCost(double nodes) {
        double block = CodedGraph.blockBytes(graph.book());
        return 20_000 + nodes * (200 + 0.25 * block + 2 * (0.25 * bytesStride() + 40));
    }

    /** A block and about two rows of bytes for each node, its own and one that is accepted; these hide behind little else. */
    private double acceptedWalkCost(double nodes) {
        double block = CodedGraph.blockBytes(graph.book());
        return 6_000 + nodes * (300 + 0.7 * block + 2 * (0.25 * bytesStride() + 40));
    }

    private int bytesStride() {
        return ByteKernels.stride(layout.dimension());
    }

    private double scanCost(SearchParameters parameters, int k, double part, int count) {
        double cost = scans.cost(calibration.effort(parameters, k), k, part);
        return count < BATCH ? cost : SHARED * cost;
    }
}
