package io.ocellus.vector.index.ivf;

import io.ocellus.vector.index.kernel.QueryBuffer;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.model.SearchParameters;
import io.ocellus.vector.index.partition.ListOrder;
import io.ocellus.vector.index.partition.Partition;
import io.ocellus.vector.index.partition.RowPlaces;
import io.ocellus.vector.index.search.FilterDensity;
import io.ocellus.vector.index.search.ListScan;
import io.ocellus.vector.index.search.Searcher;
import io.ocellus.vector.index.search.TopK;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * Search of a {@link Partition}: the nearest lists of each query, then whatever its {@link ListScan} does with them. A batch
 * goes list by list, so that each is read once for all queries that want it. A filter makes more lists be looked at, the
 * more the fewer it accepts of those near the query; where it leaves few rows, or hardly any near the query, these are
 * measured wherever they lie.
 */
final class PartitionSearcher implements Searcher {

    /** Lists looked at where the search does not say, as in Milvus. */
    static final int PROBES = 8;

    private static final int BATCH = 64;
    private static final int COARSE = 16;

    /** Each query of a batch looks at so many lists of its own first: its bar falls. */
    private static final int OWN = 2;

    /** Growth of the lists looked at with the rows refused: measured. */
    private static final double REFUSED = 0.25;

    /** So many times the rows wanted must lie in the lists that are looked at, going by what is accepted on average. */
    private static final double ENOUGH = 3;

    private final Partition partition;
    private final RowPlaces places;
    private final Supplier<ListScan> scans;
    private final ConcurrentLinkedQueue<Scratch> pool = new ConcurrentLinkedQueue<>();

    PartitionSearcher(Partition partition, Supplier<ListScan> scans) {
        this.partition = partition;
        this.places = new RowPlaces(partition);
        this.scans = scans;
    }

    @Override
    public void search(
            float[] queries, int count, int k, SearchParameters parameters, Acceptance accepted, TopK[] found) {
        int left = accepted.count(partition.rows());
        if (left == 0) {
            return;
        }
        Scratch scratch = pool.poll();
        if (scratch == null) {
            scratch = new Scratch();
        }
        Plan plan = scratch.plan(k, parameters, accepted, left);
        for (int from = 0; from < count; from += BATCH) {
            scratch.search(queries, from, Math.min(BATCH, count - from), plan, found);
        }
        pool.offer(scratch);
    }

    /**
     * How a search goes about.
     *
     * @param left how many rows are accepted
     * @param probes the lists to look at, none to measure all accepted rows
     * @param rowsWanted lists are looked at until they hold so many rows, more than the probes if need be
     */
    private record Plan(
            int k,
            SearchParameters parameters,
            Acceptance accepted,
            int left,
            double part,
            int probes,
            long rowsWanted) {

        boolean filters() {
            return part < 1;
        }
    }

    /** What one query of a batch has. */
    private final class QueryState {
        private final ListScan scan;
        private final float[] far = new float[partition.lists()];
        private long[] order = new long[64];

        /** How many lists are in order. */
        private int ordered;

        private int probes;

        /** Lists that are looked at before those that are shared, or before it is known how many are to be. */
        private int first;

        private boolean picks;

        QueryState(ListScan scan) {
            this.scan = scan;
        }

        /** More lists where less is accepted near the query than elsewhere; none where hardly any. */
        void adapt(double part) {
            picks = FilterDensity.isSparse(scan.near(), scan.seen(), part);
            double expected = part * scan.seen();
            if (scan.near() > 0 && scan.near() < expected) {
                double more = probes * Math.pow(expected / scan.near(), REFUSED);
                probes = (int) Math.min(ordered, Math.ceil(more));
            }
        }

        void scan(int from, int to) {
            for (int i = from; i < to && !picks; i++) {
                scan.scan(TopK.row(order[i]), TopK.distance(order[i]));
            }
        }
    }

    /** One search's scratch space. */
    private final class Scratch {
        private final QueryBuffer buffer = new QueryBuffer();
        private final List<QueryState> states = new ArrayList<>();
        private final ListOrder listOrder = new ListOrder(partition.lists());
        private final int[] firstPair = new int[partition.lists() + 1];
        private float[] dots = new float[partition.centres().width()];
        private long[] pairs = new long[64];

        Plan plan(int k, SearchParameters parameters, Acceptance accepted, int left) {
            int rows = partition.rows();
            int lists = partition.lists();
            double part = left / (double) rows;
            int probes = Math.min(lists, parameters.integer("nprobe", PROBES));
            if (part == 1) {
                return new Plan(k, parameters, Acceptance.all(), left, 1, probes, Math.min(rows, k));
            }
            states(1);
            ListScan scan = states.getFirst().scan;
            probes = (int) Math.min(lists, Math.ceil(probes * Math.pow(part, -REFUSED)));
            double scanned = Math.max(probes / (double) lists * rows, ENOUGH * k / part);
            if (left <= 2L * k || left * scan.pickCost() <= scanned * scan.listCost(part)) {
                probes = 0;
            }
            long wanted = (long) Math.min(rows, Math.ceil(ENOUGH * k / part));
            return new Plan(k, parameters, accepted, left, part, probes, wanted);
        }

        private void states(int count) {
            while (states.size() < count) {
                states.add(new QueryState(scans.get()));
            }
        }

        void search(float[] queries, int from, int count, Plan plan, TopK[] found) {
            int stride = partition.layout().stride();
            float[] part = from == 0 ? queries : Arrays.copyOfRange(queries, from * stride, (from + count) * stride);
            long address = buffer.put(part, count * stride);
            states(count);
            for (int q = 0; q < count; q += COARSE) {
                chooseLists(address + 4L * stride * q, q, Math.min(COARSE, count - q), plan, count > 1);
            }
            for (int q = 0; q < count; q++) {
                QueryState state = states.get(q);
                state.scan.begin(
                        new ListScan.Query(
                                address + 4L * stride * q, plan.k, plan.parameters, plan.accepted, plan.part),
                        found[from + q]);
                state.scan(0, state.first);
                if (plan.filters() && !state.picks) {
                    state.adapt(plan.part);
                }
            }
            if (count > 1) {
                scanShared(count);
            } else {
                states.getFirst().scan(states.getFirst().first, states.getFirst().probes);
            }
            int[] picked = {};
            for (int q = 0; q < count; q++) {
                QueryState state = states.get(q);
                if (plan.filters() && (state.picks || state.scan.near() < Math.min(plan.k, plan.left))) {
                    picked = picked.length == 0 ? places.of(plan.accepted, plan.left) : picked;
                    state.scan.scanPicked(picked, state.far);
                }
                state.scan.finish();
            }
        }

        private void chooseLists(long queries, int first, int count, Plan plan, boolean batch) {
            int width = partition.centres().width();
            if (dots.length < count * width) {
                dots = new float[count * width];
            }
            partition.centres().dots(queries, count, dots);
            for (int q = 0; q < count; q++) {
                QueryState state = states.get(first + q);
                measureCentres(queries + 4L * partition.layout().stride() * q, q * width, state.far);
                chooseLists(state, plan);
                state.first = first(state.probes, plan, batch);
            }
        }

        private int first(int probes, Plan plan, boolean batch) {
            if (plan.filters()) {
                return Math.min(probes, Math.max(OWN, probes / 8));
            }
            return batch ? Math.min(OWN, probes) : probes;
        }

        private void measureCentres(long query, int at, float[] far) {
            int lists = partition.lists();
            if (partition.layout().metric() == Metric.L2) {
                float norm = 0;
                for (int d = 0; d < partition.layout().dimension(); d++) {
                    float value = Memory.getFloat(query + 4L * d);
                    norm += value * value;
                }
                for (int list = 0; list < lists; list++) {
                    far[list] = norm + 2 * (partition.centres().halfNorm(list) - dots[at + list]);
                }
            } else {
                for (int list = 0; list < lists; list++) {
                    far[list] = -dots[at + list];
                }
            }
        }

        private void chooseLists(QueryState state, Plan plan) {
            int lists = partition.lists();
            state.picks = plan.probes == 0;
            state.probes = plan.probes;
            for (int most = plan.probes; most > 0; most = Math.min(lists, 2 * most)) {
                // A filter may turn out to take more.
                int ordered = plan.filters() ? Math.min(lists, 2 * most) : most;
                if (state.order.length < ordered) {
                    state.order = new long[ordered];
                }
                state.ordered = listOrder.nearest(state.far, lists, ordered, state.order);
                state.probes = Math.min(most, state.ordered);
                if (state.probes < state.ordered) {
                    // Lists that differ little beside the farthest come in no order, but only the first are read.
                    Arrays.sort(state.order, 0, state.ordered);
                }
                long rows = 0;
                for (int i = 0; i < state.probes && rows < plan.rowsWanted; i++) {
                    rows += partition.size(TopK.row(state.order[i]));
                }
                if (rows >= plan.rowsWanted || most == lists) {
                    return;
                }
            }
        }

        private void scanShared(int count) {
            Arrays.fill(firstPair, 0);
            int total = 0;
            for (int q = 0; q < count; q++) {
                QueryState state = states.get(q);
                for (int i = state.first; i < state.probes && !state.picks; i++) {
                    firstPair[TopK.row(state.order[i]) + 1]++;
                    total++;
                }
            }
            for (int list = 0; list < partition.lists(); list++) {
                firstPair[list + 1] += firstPair[list];
            }
            if (pairs.length < total) {
                pairs = new long[total];
            }
            for (int q = 0; q < count; q++) {
                QueryState state = states.get(q);
                for (int i = state.first; i < state.probes && !state.picks; i++) {
                    pairs[firstPair[TopK.row(state.order[i])]++] = (long) q << 32 | i;
                }
            }
            for (int i = 0; i < total; i++) {
                QueryState state = states.get((int) (pairs[i] >> 32));
                int place = (int) pairs[i];
                state.scan(place, place + 1);
            }
        }
    }
}
