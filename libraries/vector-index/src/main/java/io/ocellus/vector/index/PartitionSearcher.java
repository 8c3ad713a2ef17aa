package io.ocellus.vector.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * Search of a {@link Partition}: the nearest lists of each query, then whatever its {@link ListScan} does with them. A batch
 * goes list by list, so that each is read once for all queries that want it. A filter makes more lists be looked at; where it
 * leaves few rows, these are measured wherever they lie.
 */
final class PartitionSearcher implements Searcher {

    /** Lists looked at where the search does not say, as in Milvus. */
    static final int PROBES = 8;

    private static final int BATCH = 64;
    private static final int COARSE = 16;

    /** Each query of a batch looks at so many lists of its own first: its bar falls. */
    private static final int OWN = 2;

    private final Partition partition;
    private final Supplier<ListScan> scans;
    private final ConcurrentLinkedQueue<Scratch> pool = new ConcurrentLinkedQueue<>();

    PartitionSearcher(Partition partition, Supplier<ListScan> scans) {
        this.partition = partition;
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
        Plan plan = plan(scratch, k, parameters, accepted, left);
        for (int from = 0; from < count; from += BATCH) {
            scratch.search(queries, from, Math.min(BATCH, count - from), plan, found);
        }
        pool.offer(scratch);
    }

    /**
     * How a search goes about.
     *
     * @param rowsWanted lists are looked at until they hold so many rows, more than the probes if need be
     * @param picked the places to measure instead of lists, or none
     */
    private record Plan(
            int k,
            SearchParameters parameters,
            Acceptance accepted,
            int probes,
            long rowsWanted,
            boolean sparse,
            int[] picked) {}

    private Plan plan(Scratch scratch, int k, SearchParameters parameters, Acceptance accepted, int left) {
        int rows = partition.rows();
        int lists = partition.lists();
        double part = left / (double) rows;
        int probes = parameters.integer("nprobe", PROBES);
        if (!accepted.isAll()) {
            boolean picks = scratch.picks();
            probes = (int) Math.min(lists, Math.ceil(probes / Math.pow(part, 0.3)));
            // A picked row costs some times as much as one in a run.
            double scanned = probes / (double) lists * rows;
            if (left <= Math.max(2L * k, scanned / 4)) {
                if (!picks) {
                    return new Plan(k, parameters, accepted, lists, rows, true, new int[0]);
                }
                return new Plan(k, parameters, accepted, 0, 0, true, pick(accepted, left));
            }
        }
        long wanted = Math.min(rows, (long) Math.ceil(k / part));
        return new Plan(k, parameters, accepted, Math.min(lists, probes), wanted, part < 0.25, new int[0]);
    }

    private int[] pick(Acceptance accepted, int left) {
        int[] places = new int[left];
        int count = 0;
        for (int place = 0; place < partition.rows() && count < left; place++) {
            if (accepted.test(partition.row(place))) {
                places[count++] = place;
            }
        }
        return count == left ? places : Arrays.copyOf(places, count);
    }

    /** What one query of a batch has. */
    private static final class QueryState {
        private final ListScan scan;
        private long[] order = new long[64];
        private int probes;

        QueryState(ListScan scan) {
            this.scan = scan;
        }
    }

    /** One search's scratch space. */
    private final class Scratch {
        private final QueryBuffer buffer = new QueryBuffer();
        private final List<QueryState> states = new ArrayList<>();
        private final ListOrder listOrder = new ListOrder(partition.lists());
        private final float[] far = new float[partition.lists()];
        private final int[] firstPair = new int[partition.lists() + 1];
        private float[] dots = new float[partition.centres().width()];
        private long[] pairs = new long[64];

        boolean picks() {
            if (states.isEmpty()) {
                states.add(new QueryState(scans.get()));
            }
            return states.getFirst().scan.picks();
        }

        void search(float[] queries, int from, int count, Plan plan, TopK[] found) {
            int stride = partition.layout().stride();
            float[] part = from == 0 ? queries : Arrays.copyOfRange(queries, from * stride, (from + count) * stride);
            long address = buffer.put(part, count * stride);
            while (states.size() < count) {
                states.add(new QueryState(scans.get()));
            }
            boolean picked = plan.probes == 0;
            for (int q = 0; q < count; q += COARSE) {
                chooseLists(address + 4L * stride * q, q, Math.min(COARSE, count - q), plan);
            }
            for (int q = 0; q < count; q++) {
                QueryState state = states.get(q);
                state.scan.begin(
                        new ListScan.Query(
                                address + 4L * stride * q, plan.k, plan.parameters, plan.accepted, plan.sparse),
                        TopK.distance(state.order[0]),
                        found[from + q]);
                if (picked) {
                    state.scan.scanPicked(plan.picked, plan.picked.length);
                } else {
                    int own = count == 1 ? state.probes : Math.min(OWN, state.probes);
                    for (int i = 0; i < own; i++) {
                        state.scan.scan(TopK.row(state.order[i]), TopK.distance(state.order[i]));
                    }
                }
            }
            if (count > 1 && !picked) {
                scanShared(count);
            }
            for (int q = 0; q < count; q++) {
                states.get(q).scan.finish();
            }
        }

        private void chooseLists(long queries, int first, int count, Plan plan) {
            int width = partition.centres().width();
            if (dots.length < count * width) {
                dots = new float[count * width];
            }
            partition.centres().dots(queries, count, dots);
            for (int q = 0; q < count; q++) {
                QueryState state = states.get(first + q);
                measureCentres(queries + 4L * partition.layout().stride() * q, q * width);
                chooseLists(state, Math.max(1, plan.probes), plan.rowsWanted);
            }
        }

        private void measureCentres(long query, int at) {
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

        private void chooseLists(QueryState state, int least, long rowsWanted) {
            int lists = partition.lists();
            int probes = least;
            while (true) {
                if (state.order.length < probes) {
                    state.order = new long[probes];
                }
                state.probes = listOrder.nearest(far, lists, probes, state.order);
                long rows = 0;
                for (int i = 0; i < state.probes && rows < rowsWanted; i++) {
                    rows += partition.size(TopK.row(state.order[i]));
                }
                if (rows >= rowsWanted || probes == lists) {
                    return;
                }
                probes = Math.min(lists, 2 * probes);
            }
        }

        private void scanShared(int count) {
            Arrays.fill(firstPair, 0);
            int total = 0;
            for (int q = 0; q < count; q++) {
                QueryState state = states.get(q);
                for (int i = OWN; i < state.probes; i++) {
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
                for (int i = OWN; i < state.probes; i++) {
                    pairs[firstPair[TopK.row(state.order[i])]++] = (long) q << 32 | i;
                }
            }
            for (int i = 0; i < total; i++) {
                QueryState state = states.get((int) (pairs[i] >> 32));
                long key = state.order[(int) pairs[i]];
                state.scan.scan(TopK.row(key), TopK.distance(key));
            }
        }
    }
}
