package io.ocellus.vector.index;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Search of {@link InvertedLists}: the nearest lists, their codes scanned 64 rows at a time against a bar that falls with
 * what was found, then exact distances for the best candidates. A filter is applied to rows that pass the bar; where it
 * leaves few rows these are scanned exactly.
 */
final class InvertedSearcher implements Searcher {

    private static final int BATCH = 128;
    private static final int COARSE = 16;
    private static final int SHARED = 8;

    /** How hard to search. */
    record Effort(int probes, int reorder) {}

    /** What effort the parameters ask for. */
    interface EffortChoice {
        Effort effort(SearchParameters parameters, int k);
    }

    private final RowLayout layout;
    private final int rows;
    private final long vectors;
    private final InvertedLists lists;
    private final ByteRows bytes;
    private final int groups;
    private final EffortChoice efforts;
    private final FlatSearcher exact;
    private final ConcurrentLinkedQueue<Scanner> pool = new ConcurrentLinkedQueue<>();

    InvertedSearcher(
            RowLayout layout, int rows, long vectors, InvertedLists lists, ByteRows bytes, EffortChoice efforts) {
        this.bytes = bytes;
        this.groups = lists.groups();
        this.layout = layout;
        this.rows = rows;
        this.vectors = vectors;
        this.lists = lists;
        this.efforts = efforts;
        this.exact = new FlatSearcher(layout, rows, vectors);
    }

    @Override
    public void search(
            float[] queries, int count, int k, SearchParameters parameters, Acceptance accepted, TopK[] found) {
        Effort effort = efforts.effort(parameters, k);
        int left = accepted.count(rows);
        if (!accepted.isAll()) {
            double part = Math.max(1, left) / (double) rows;
            effort = new Effort(
                    (int) Math.min(lists.lists(), Math.ceil(effort.probes / Math.pow(part, 0.3))), effort.reorder);
            // An exact distance costs about as much as five codes with all that follows from them.
            double scanned = effort.probes / (double) lists.lists() * rows;
            if (left <= Math.max(2L * effort.reorder, scanned / 5)) {
                exact.scan(queries, count, accepted, found);
                return;
            }
        }
        if (effort.reorder >= rows) {
            exact.scan(queries, count, accepted, found);
            return;
        }
        Scanner scanner = pool.poll();
        if (scanner == null) {
            scanner = new Scanner();
        }
        for (int from = 0; from < count; from += BATCH) {
            scanner.search(queries, from, Math.min(BATCH, count - from), effort, accepted, found);
        }
        pool.offer(scanner);
    }

    /** What one query of a batch has gathered. */
    private final class QueryState {
        private final Arena arena = Arena.ofAuto();
        private final long table =
                Memory.allocate(arena, (long) groups * CodeBook.CENTRES).address();
        private final Candidates candidates = new Candidates();
        private final float[] scale = new float[2];
        private long[] order = new long[64];
        private int probes;
    }

    /** One search's scratch space. */
    private final class Scanner {
        private final QueryBuffer buffer = new QueryBuffer();
        private final CodeBook book = lists.book();
        private final float[] products = new float[book.groups() * CodeBook.CENTRES];
        private final ListOrder listOrder = new ListOrder(lists.lists());
        private final float[] far = new float[lists.lists()];
        private final int[] places = new int[(lists.mostBlocks() + 1) * CodeKernels.BLOCK];
        private final short[] sums = new short[places.length];
        private final ByteScorer scorer = new ByteScorer(bytes);
        private final List<QueryState> states = new ArrayList<>();
        private final int[] firstPair = new int[lists.lists() + 1];
        private long[] pairs = new long[64];
        private float[] dots = new float[lists.centres().width()];
        private int[] reordered = new int[256];
        private float[] distances = new float[256];
        private long[] keys = new long[256];

        void search(float[] queries, int from, int count, Effort effort, Acceptance accepted, TopK[] found) {
            int stride = layout.stride();
            float[] part = from == 0 ? queries : Arrays.copyOfRange(queries, from * stride, (from + count) * stride);
            long address = buffer.put(part, count * stride);
            while (states.size() < count) {
                states.add(new QueryState());
            }
            for (int q = 0; q < count; q += COARSE) {
                chooseLists(address + 4L * stride * q, q, Math.min(COARSE, count - q), effort);
            }
            // A few nearest lists set every query's bar; the others are read once for all queries that want them.
            boolean shared = count >= SHARED;
            for (int q = 0; q < count; q++) {
                QueryState state = states.get(q);
                int own = shared ? Math.min(state.probes, Math.max(2, state.probes / 8)) : state.probes;
                for (int i = 0; i < own; i++) {
                    scan(state, state.order[i], accepted);
                }
            }
            if (shared) {
                scanShared(count, accepted);
            }
            for (int q = 0; q < count; q++) {
                refine(address + 4L * stride * q, states.get(q), found[from + q]);
            }
        }

        private void chooseLists(long queries, int first, int count, Effort effort) {
            int width = lists.centres().width();
            if (dots.length < count * width) {
                dots = new float[count * width];
            }
            lists.centres().dots(queries, count, dots);
            for (int q = 0; q < count; q++) {
                long query = queries + 4L * layout.stride() * q;
                QueryState state = states.get(first + q);
                int probes = Math.min(effort.probes, lists.lists());
                if (state.order.length < probes) {
                    state.order = new long[probes];
                }
                state.probes = nearestLists(query, q * width, probes, state.order);
                tables(query, state);
                float origin =
                        TopK.distance(state.order[0]) + state.scale[0] + lists.biasLeast()[TopK.row(state.order[0])];
                state.candidates.reset(effort.reorder, origin, state.scale[1] * 63 * groups);
            }
        }

        private void scanShared(int count, Acceptance accepted) {
            Arrays.fill(firstPair, 0);
            int total = 0;
            for (int q = 0; q < count; q++) {
                QueryState state = states.get(q);
                for (int i = Math.min(state.probes, Math.max(2, state.probes / 8)); i < state.probes; i++) {
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
                QueryState state = states.get(q);
                for (int i = Math.min(state.probes, Math.max(2, state.probes / 8)); i < state.probes; i++) {
                    pairs[firstPair[TopK.row(state.order[i])]++] = (long) q << 32 | i;
                }
            }
            for (int i = 0; i < total; i++) {
                QueryState state = states.get((int) (pairs[i] >> 32));
                scan(state, state.order[(int) pairs[i]], accepted);
            }
        }

        /** The nearest lists, nearest first, with what their centre adds to a distance. */
        private int nearestLists(long query, int at, int probes, long[] target) {
            int count = lists.lists();
            if (lists.biased()) {
                float norm = 0;
                for (int d = 0; d < layout.dimension(); d++) {
                    float value = Memory.getFloat(query + 4L * d);
                    norm += value * value;
                }
                for (int list = 0; list < count; list++) {
                    far[list] = norm + 2 * (lists.centres().halfNorm(list) - dots[at + list]);
                }
            } else {
                for (int list = 0; list < count; list++) {
                    far[list] = -dots[at + list];
                }
            }
            return listOrder.nearest(far, count, probes, target);
        }

        private void tables(long query, QueryState state) {
            Kernels.CODES.tables(
                    book,
                    query,
                    layout.dimension(),
                    lists.biased() ? -2 : -1,
                    lists.biasStep() * InvertedLists.BIAS_LEVELS / 2,
                    products,
                    state.table,
                    state.scale);
            if (!lists.biased()) {
                return;
            }
            float steps = state.scale[1] > 0 ? lists.biasStep() / state.scale[1] : 0;
            for (int group = book.groups(); group < groups; group++) {
                for (int level = 0; level < CodeBook.CENTRES; level++) {
                    Memory.setByte(state.table + (long) group * CodeBook.CENTRES + level, (byte)
                            Math.min(63, Math.round(level * steps)));
                }
            }
        }

        private void scan(QueryState state, long listKey, Acceptance accepted) {
            int list = TopK.row(listKey);
            Candidates candidates = state.candidates;
            float step = state.scale[1];
            float base = TopK.distance(listKey) + state.scale[0] + lists.biasLeast()[list];
            float bar = candidates.bar();
            float limit = step > 0 ? (bar - base) / step : Short.MAX_VALUE;
            if (limit < 0) {
                return;
            }
            int first = lists.firstBlock()[list];
            int hits = Kernels.CODES.scan(
                    lists.codesAt() + (long) first * groups * CodeKernels.BLOCK,
                    lists.firstBlock()[list + 1] - first,
                    groups,
                    state.table,
                    (int) limit,
                    places,
                    sums);
            boolean all = accepted.isAll();
            long rowsAt = lists.rowsAt() + 4L * CodeKernels.BLOCK * first;
            for (int hit = 0; hit < hits; hit++) {
                float distance = base + step * sums[hit];
                if (distance > bar) {
                    continue;
                }
                int row = Memory.getInt(rowsAt + 4L * places[hit]);
                if (row >= 0 && (all || accepted.test(row))) {
                    candidates.add(distance, row);
                    bar = candidates.bar();
                }
            }
        }

        /** By eight bits first, then exactly for the best of them. */
        private void refine(long query, QueryState state, TopK found) {
            if (reordered.length < state.candidates.count()) {
                reordered = new int[2 * state.candidates.count()];
                distances = new float[reordered.length];
                keys = new long[reordered.length];
            }
            int n = state.candidates.take(reordered);
            int last = found.wanted() + Math.max(8, found.wanted());
            if (n > 2 * last) {
                scorer.query(query);
                scorer.score(reordered, n, distances);
                for (int i = 0; i < n; i++) {
                    keys[i] = TopK.key(distances[i], reordered[i]);
                }
                Candidates.select(keys, 0, n, last);
                n = last;
                for (int i = 0; i < n; i++) {
                    reordered[i] = TopK.row(keys[i]);
                }
            }
            Kernels.FLOATS.distances(layout.metric(), query, layout.stride(), vectors, reordered, n, distances);
            for (int i = 0; i < n; i++) {
                found.add(distances[i], reordered[i]);
            }
        }
    }
}
