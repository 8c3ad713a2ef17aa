package io.ocellus.vector.index.ivf;

import io.ocellus.vector.index.exact.FlatSearcher;
import io.ocellus.vector.index.exact.RoundedScan;
import io.ocellus.vector.index.kernel.QueryBuffer;
import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.SearchParameters;
import io.ocellus.vector.index.quantizer.CodeBook;
import io.ocellus.vector.index.quantizer.CodeKernels;
import io.ocellus.vector.index.quantizer.InvertedLists;
import io.ocellus.vector.index.row.ByteRows;
import io.ocellus.vector.index.row.ByteScorer;
import io.ocellus.vector.index.row.CandidateRefiner;
import io.ocellus.vector.index.row.RowLayout;
import io.ocellus.vector.index.search.Candidates;
import io.ocellus.vector.index.search.RowScan;
import io.ocellus.vector.index.search.ScorerScan;
import io.ocellus.vector.index.search.Searcher;
import io.ocellus.vector.index.search.TopK;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Search of {@link InvertedLists}: the nearest lists, their codes scanned 64 rows at a time against a bar that falls with
 * what was found, then exact distances for the best candidates. A filter is applied to rows that pass the bar. The fewer it
 * accepts of those near the query, the more lists are read; where it leaves few rows, or hardly any near the query, these
 * are scanned exactly.
 */
public final class InvertedSearcher implements Searcher {

    private static final int BATCH = 128;
    private static final int COARSE = 16;
    private static final int SHARED = 8;

    /** So many times the candidates are kept at most where a search reaches for lists beyond: measured. */
    private static final int WIDEST = 8;

    /**
     * How hard to search.
     *
     * @param reach for lists beyond those, see {@link ListReach}; none
     */
    public record Effort(int probes, int reorder, float reach) {

        public Effort(int probes, int reorder) {
            this(probes, reorder, 0);
        }
    }

    /** What effort the parameters ask for. */
    public interface EffortChoice {
        Effort effort(SearchParameters parameters, int k);
    }

    private final RowLayout layout;
    private final int rows;
    private final long vectors;
    private final InvertedLists lists;
    private final ByteRows bytes;
    private final int groups;
    private final EffortChoice efforts;
    private final FilteredEffort filtered;
    private final ListReach reach;
    private final RowScan exact;
    private final RoundedScan few;
    private final ConcurrentLinkedQueue<Scanner> pool = new ConcurrentLinkedQueue<>();

    public InvertedSearcher(
            RowLayout layout, int rows, long vectors, InvertedLists lists, ByteRows bytes, EffortChoice efforts) {
        this.bytes = bytes;
        this.groups = lists.groups();
        this.layout = layout;
        this.rows = rows;
        this.vectors = vectors;
        this.lists = lists;
        this.efforts = efforts;
        this.reach = ListReach.of(lists);
        this.filtered = new FilteredEffort(rows, lists.lists(), groups, layout.stride());
        this.exact = vectors == CandidateRefiner.NO_FLOATS
                ? new ScorerScan(layout.stride(), rows, () -> new ByteScorer(bytes))
                : new FlatSearcher(layout, rows, vectors);
        this.few = new RoundedScan(layout, rows, vectors, bytes);
    }

    @Override
    public void search(
            float[] queries, int count, int k, SearchParameters parameters, Acceptance accepted, TopK[] found) {
        Effort effort = efforts.effort(parameters, k);
        if (effort.reorder >= rows) {
            exact.scan(queries, count, accepted, found);
            return;
        }
        double part = 1;
        if (!accepted.isAll()) {
            int left = accepted.count(rows);
            part = Math.max(1, left) / (double) rows;
            if (left <= 2L * effort.reorder || few.cost(left) < filtered.cost(effort, k, part)) {
                scanFew(queries, count, accepted, found);
                return;
            }
            if (!parameters.names("reorder_k")) {
                effort = new Effort(effort.probes, FilteredEffort.reorder(effort, k, part), effort.reach);
            }
        }
        // Who names the lists to be read gets what they hold.
        boolean complete = part < 1 || !parameters.names("nprobe");
        Scanner scanner = pool.poll();
        if (scanner == null) {
            scanner = new Scanner();
        }
        for (int from = 0; from < count; from += BATCH) {
            scanner.search(queries, from, Math.min(BATCH, count - from), effort, accepted, part, complete, found);
        }
        pool.offer(scanner);
    }

    private void scanFew(float[] queries, int count, Acceptance accepted, TopK[] found) {
        if (vectors == CandidateRefiner.NO_FLOATS) {
            exact.scan(queries, count, accepted, found);
        } else {
            few.search(queries, count, accepted, found);
        }
    }

    /** What a query costs that may return that part of the rows, in nanoseconds about. */
    public double cost(Effort effort, int k, double part) {
        return filtered.cost(effort, k, part);
    }

    /** What a query alone costs that may return all rows: fitted anew to searches as they are now, so no part of the above. */
    public double plainCost(Effort effort) {
        return ListCost.of(layout, rows, lists).of(effort);
    }

    /** One search's scratch space. */
    private final class Scanner {
        private final QueryBuffer buffer = new QueryBuffer();
        private final ListTables tables = new ListTables(layout, lists);
        private final int[] places = new int[(lists.mostBlocks() + 1) * CodeKernels.BLOCK];
        private final short[] sums = new short[places.length];
        private final CandidateRefiner refiner = new CandidateRefiner(layout, vectors, bytes);
        private final List<ListQuery> states = new ArrayList<>();
        private final int[] firstPair = new int[lists.lists() + 1];
        private long[] pairs = new long[64];
        private float[] dots = new float[lists.centres().width()];

        void search(
                float[] queries,
                int from,
                int count,
                Effort effort,
                Acceptance accepted,
                double part,
                boolean complete,
                TopK[] found) {
            int stride = layout.stride();
            float[] some = from == 0 ? queries : Arrays.copyOfRange(queries, from * stride, (from + count) * stride);
            long address = buffer.put(some, count * stride);
            while (states.size() < count) {
                states.add(new ListQuery(groups));
            }
            for (int q = 0; q < count; q += COARSE) {
                chooseLists(
                        address + 4L * stride * q, q, Math.min(COARSE, count - q), effort, found[from].wanted(), part);
            }
            // A few nearest lists set every query's bar; the others are read once for all queries that want them.
            boolean shared = count >= SHARED;
            for (int q = 0; q < count; q++) {
                ListQuery state = states.get(q);
                state.first = shared || part < 1 ? Math.min(state.probes, Math.max(2, state.probes / 8)) : state.probes;
                scan(state, 0, state.first, accepted);
                if (part < 1) {
                    state.adapt(part);
                }
            }
            if (shared) {
                scanShared(count, accepted);
            } else if (part < 1) {
                for (int q = 0; q < count; q++) {
                    scan(states.get(q), states.get(q).first, states.get(q).probes, accepted);
                }
            }
            for (int q = 0; q < count; q++) {
                ListQuery state = states.get(q);
                if (state.isSparse() || (complete && state.candidates.count() < found[from + q].wanted())) {
                    float[] query = Arrays.copyOfRange(some, q * stride, (q + 1) * stride);
                    scanFew(query, 1, accepted, new TopK[] {found[from + q]});
                } else {
                    refiner.refine(address + 4L * stride * q, state.candidates, found[from + q]);
                    if (effort.reach > 0) {
                        reach(state, address + 4L * stride * q, effort, accepted, found[from + q]);
                    }
                }
            }
        }

        /** Searches again where the answers are so far away that other lists may hold nearer ones. */
        private void reach(ListQuery state, long query, Effort effort, Acceptance accepted, TopK found) {
            int before = state.probes;
            if (state.reach(reach, query, layout.dimension(), found.threshold(), effort.reach)) {
                long wider = Math.min(WIDEST, 1L + state.probes / before) * effort.reorder;
                state.begin(lists, tables, (int) Math.min(rows, wider));
                scan(state, 0, state.probes, accepted);
                found.clear();
                refiner.refine(query, state.candidates, found);
            }
        }

        private void chooseLists(long queries, int first, int count, Effort effort, int k, double part) {
            int width = lists.centres().width();
            if (dots.length < count * width) {
                dots = new float[count * width];
            }
            lists.centres().dots(queries, count, dots);
            for (int q = 0; q < count; q++) {
                long query = queries + 4L * layout.stride() * q;
                ListQuery state = states.get(first + q);
                int probes = filtered.probes(effort, k, part);
                int most = part < 1 ? Math.min(2 * probes, lists.lists()) : probes;
                state.choose(tables, query, dots, q * width, probes, most);
                if (effort.reach > 0) {
                    state.keepDistances(tables, lists.lists());
                }
                state.begin(lists, tables, effort.reorder);
            }
        }

        private void scanShared(int count, Acceptance accepted) {
            Arrays.fill(firstPair, 0);
            int total = 0;
            for (int q = 0; q < count; q++) {
                ListQuery state = states.get(q);
                for (int i = state.first; i < state.probes; i++) {
                    firstPair[TopK.row(state.order[i]) + 1]++;
                    total++;
                }
            }
            for (int list = 0; list < lists.lists(); list++) {
                firstPair[list + 1] += firstPair[list];
            }
            if (pairs.length < total) {
                pairs = new long[total];
            }
            for (int q = 0; q < count; q++) {
                ListQuery state = states.get(q);
                for (int i = state.first; i < state.probes; i++) {
                    pairs[firstPair[TopK.row(state.order[i])]++] = (long) q << 32 | i;
                }
            }
            for (int i = 0; i < total; i++) {
                ListQuery state = states.get((int) (pairs[i] >> 32));
                if (state.isSparse()) {
                    continue;
                }
                scan(state, state.order[(int) pairs[i]], accepted);
            }
        }

        private void scan(ListQuery state, int from, int to, Acceptance accepted) {
            for (int i = from; i < to && !state.isSparse(); i++) {
                scan(state, state.order[i], accepted);
            }
        }

        private void scan(ListQuery state, long listKey, Acceptance accepted) {
            int list = TopK.row(listKey);
            Candidates candidates = state.candidates;
            float step = tables.step(listKey, state.scale);
            float base = tables.base(listKey, state.scale);
            float bar = candidates.bar();
            float limit = step > 0 ? (bar - base) / step : Short.MAX_VALUE;
            if (limit < 0) {
                return;
            }
            int first = lists.firstBlock()[list];
            int hits = CodeBook.KERNELS.scan(
                    lists.codesAt() + (long) first * groups * CodeKernels.BLOCK,
                    lists.firstBlock()[list + 1] - first,
                    groups,
                    state.table,
                    (int) limit,
                    places,
                    sums);
            long rowsAt = lists.rowsAt() + 4L * CodeKernels.BLOCK * first;
            if (accepted.isAll()) {
                candidates.addAll(base, step, sums, places, hits, rowsAt);
                return;
            }
            state.addAccepted(base, step, sums, places, hits, rowsAt, accepted);
        }
    }
}
