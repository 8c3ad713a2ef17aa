package io.ocellus.vector.index.auto;

import io.ocellus.vector.index.build.BuildThreads;
import io.ocellus.vector.index.exact.SampleQueries;
import io.ocellus.vector.index.ivf.ListTables;
import io.ocellus.vector.index.kernel.QueryBuffer;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.quantizer.CodeBook;
import io.ocellus.vector.index.quantizer.CodeKernels;
import io.ocellus.vector.index.quantizer.InvertedLists;
import io.ocellus.vector.index.row.RowLayout;
import io.ocellus.vector.index.search.TopK;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What part of the true neighbours of sample rows any effort finds, from one scan of the lists for each row: a neighbour is
 * found by an effort that reads its list and has room for all rows that its codes, in the lists read, put before it.
 */
final class EffortSample {

    /** Candidates that are measured exactly, the efforts' other number. */
    static final int[] REORDERS = {20, 30, 45, 65, 100, 150, 220, 330, 500, 700, 1_000, 1_500, 2_200, 3_300, 5_000};

    /** Lists that hold so much of the truth are enough. */
    private static final double ENOUGH = 0.9998;

    private static final int COARSE = 16;

    private final SampleQueries sample;
    private final RowLayout layout;
    private final InvertedLists lists;
    private final BuildControl control;
    private final int[] listOf;

    /** By reorder: how many more, or less, neighbours are found with so many lists than with one less. */
    private final int[][] changes;

    private final long[][] orders;
    private int wanted;
    private int most;

    private EffortSample(SampleQueries sample, RowLayout layout, int rows, InvertedLists lists, BuildControl control) {
        this.sample = sample;
        this.layout = layout;
        this.lists = lists;
        this.control = control;
        this.listOf = new int[rows];
        this.changes = new int[REORDERS.length][lists.lists() + 2];
        this.orders = new long[sample.count()][lists.lists()];
        for (int list = 0; list < lists.lists(); list++) {
            for (long place = (long) CodeKernels.BLOCK * lists.firstBlock()[list];
                    place < (long) CodeKernels.BLOCK * lists.firstBlock()[list + 1];
                    place++) {
                int row = Memory.getInt(lists.rowsAt() + 4 * place);
                if (row >= 0) {
                    listOf[row] = list;
                }
            }
        }
    }

    static EffortSample measure(
            SampleQueries sample, RowLayout layout, int rows, InvertedLists lists, BuildControl control) {
        EffortSample measured = new EffortSample(sample, layout, rows, lists, control);
        int[] ranks = new int[lists.lists() + 1];
        AtomicInteger next = new AtomicInteger();
        BuildThreads.run(control.threads(), () -> measured.new Scan().order(next, ranks));
        long total = Arrays.stream(ranks).asLongStream().sum();
        long held = 0;
        int most = 0;
        while (most < lists.lists() && held < ENOUGH * total) {
            held += ranks[most++];
        }
        int enough = Math.max(1, most);
        measured.wanted = (int) total;
        next.set(0);
        BuildThreads.run(control.threads(), () -> measured.new Scan().scan(next, enough));
        for (int[] change : measured.changes) {
            for (int probes = 1; probes < change.length; probes++) {
                change[probes] += change[probes - 1];
            }
        }
        measured.most = enough;
        return measured;
    }

    /** The most lists that are worth reading. */
    int most() {
        return most;
    }

    /** How far searches may reach for lists that they do not read. */
    ReachSample reach() {
        return new ReachSample(sample, layout, lists, orders, listOf);
    }

    /**
     * @param more neighbours that lists beyond hold: as many as of the others are lost among the candidates
     */
    float recall(int probes, int reorder, int more) {
        int found = changes[reorder][probes];
        int most = Math.max(1, changes[REORDERS.length - 1][probes]);
        return (found + more * (found / (float) most)) / Math.max(1, wanted);
    }

    /** One thread's scratch space. */
    private final class Scan {
        private final QueryBuffer buffer = new QueryBuffer();
        private final ListTables tables = new ListTables(layout, lists);
        private final int[] places = new int[(lists.mostBlocks() + 1) * CodeKernels.BLOCK];
        private final short[] sums = new short[places.length];
        private final float[] scale = new float[2];
        private final MemorySegment tableRoom =
                Memory.allocate(Arena.ofAuto(), (long) lists.groups() * CodeBook.CENTRES);
        private final long table = tableRoom.address();
        private final int[][] own = new int[REORDERS.length][lists.lists() + 2];

        /** Of neighbours, farthest by their codes first: what these say, and how many rows they put before it. */
        private final float[] estimates = new float[SampleQueries.NEIGHBOURS];

        private final int[] before = new int[SampleQueries.NEIGHBOURS];
        private final int[] ranks = new int[SampleQueries.NEIGHBOURS];
        private final int[][] lost = new int[SampleQueries.NEIGHBOURS][REORDERS.length];

        /** The lists of each query, and in how many of the nearest ones each neighbour is. */
        void order(AtomicInteger next, int[] counts) {
            long queries = buffer.put(sample.queries(), sample.count() * layout.stride());
            float[] dots = new float[COARSE * lists.centres().width()];
            int[] mine = new int[counts.length];
            for (int from = next.getAndAdd(COARSE); from < sample.count(); from = next.getAndAdd(COARSE)) {
                control.check();
                int count = Math.min(COARSE, sample.count() - from);
                lists.centres().dots(queries + 4L * layout.stride() * from, count, dots);
                for (int q = from; q < from + count; q++) {
                    long query = queries + 4L * layout.stride() * q;
                    tables.nearestLists(
                            query, dots, (q - from) * lists.centres().width(), lists.lists(), orders[q]);
                    Arrays.sort(orders[q]);
                    for (int row : sample.neighbours(q)) {
                        mine[rank(q, listOf[row])]++;
                    }
                }
            }
            synchronized (changes) {
                for (int i = 0; i < counts.length; i++) {
                    counts[i] += mine[i];
                }
            }
        }

        private int rank(int q, int list) {
            for (int rank = 0; rank < orders[q].length; rank++) {
                if (TopK.row(orders[q][rank]) == list) {
                    return rank;
                }
            }
            return orders[q].length;
        }

        void scan(AtomicInteger next, int most) {
            long queries = buffer.put(sample.queries(), sample.count() * layout.stride());
            for (int q = next.getAndIncrement(); q < sample.count(); q = next.getAndIncrement()) {
                control.check();
                scan(queries + 4L * layout.stride() * q, q, most);
            }
            synchronized (changes) {
                for (int i = 0; i < own.length; i++) {
                    for (int probes = 0; probes < own[i].length; probes++) {
                        changes[i][probes] += own[i][probes];
                    }
                }
            }
        }

        private void scan(long query, int q, int most) {
            tables.tables(query, table, scale);
            int count = estimate(q);
            Arrays.fill(before, 0);
            for (int[] each : lost) {
                Arrays.fill(each, Integer.MAX_VALUE);
            }
            // Rows that come before a near one come before a farther one too: the first is given up first.
            int alive = 0;
            for (int rank = 0; rank < most && alive < count; rank++) {
                long list = orders[q][rank];
                int hits = hits(list, estimates[alive]);
                float base = tables.base(list, scale);
                float step = tables.step(list, scale);
                long rowsAt = rowsAt(TopK.row(list));
                for (int hit = 0; hit < hits; hit++) {
                    int row = Memory.getInt(rowsAt + 4L * places[hit]);
                    if (row >= 0 && !sample.isApart(q, row)) {
                        count(base + step * sums[hit], alive, count);
                    }
                }
                for (int i = alive; i < count; i++) {
                    for (int reorder = 0; reorder < REORDERS.length && before[i] >= REORDERS[reorder]; reorder++) {
                        lost[i][reorder] = Math.min(lost[i][reorder], rank + 1);
                    }
                }
                while (alive < count && before[alive] >= REORDERS[REORDERS.length - 1]) {
                    alive++;
                }
            }
            for (int i = 0; i < count; i++) {
                for (int reorder = 0; reorder < REORDERS.length; reorder++) {
                    int found = ranks[i] + 1;
                    int gone = Math.min(lost[i][reorder], lists.lists() + 1);
                    if (found < gone) {
                        own[reorder][found]++;
                        own[reorder][gone]--;
                    }
                }
            }
        }

        private void count(float distance, int from, int to) {
            for (int i = from; i < to && distance < estimates[i]; i++) {
                before[i]++;
            }
        }

        private long rowsAt(int list) {
            return lists.rowsAt() + 4L * CodeKernels.BLOCK * lists.firstBlock()[list];
        }

        private int hits(long listKey, float bar) {
            int list = TopK.row(listKey);
            float step = tables.step(listKey, scale);
            float limit = step > 0 ? (bar - tables.base(listKey, scale)) / step : Short.MAX_VALUE;
            if (limit < 0) {
                return 0;
            }
            int first = lists.firstBlock()[list];
            return CodeBook.KERNELS.scan(
                    lists.codesAt() + (long) first * lists.groups() * CodeKernels.BLOCK,
                    lists.firstBlock()[list + 1] - first,
                    lists.groups(),
                    table,
                    (int) Math.min(limit, Short.MAX_VALUE),
                    places,
                    sums);
        }

        /** Finds the neighbours of a query in their lists; how many there are. */
        private int estimate(int q) {
            int count = 0;
            for (int row : sample.neighbours(q)) {
                int rank = rank(q, listOf[row]);
                int hits = hits(orders[q][rank], Float.POSITIVE_INFINITY);
                for (int hit = 0; hit < hits; hit++) {
                    if (Memory.getInt(rowsAt(listOf[row]) + 4L * places[hit]) == row) {
                        float above = tables.step(orders[q][rank], scale) * sums[hit];
                        insert(rank, tables.base(orders[q][rank], scale) + above, count++);
                        break;
                    }
                }
            }
            return count;
        }

        private void insert(int rank, float estimate, int count) {
            int at = count;
            for (; at > 0 && estimates[at - 1] < estimate; at--) {
                estimates[at] = estimates[at - 1];
                ranks[at] = ranks[at - 1];
            }
            estimates[at] = estimate;
            ranks[at] = rank;
        }
    }
}
