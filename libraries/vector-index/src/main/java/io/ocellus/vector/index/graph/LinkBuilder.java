package io.ocellus.vector.index.graph;

import io.ocellus.vector.index.build.BuildThreads;
import io.ocellus.vector.index.ivf.InvertedSearcher;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.SearchParameters;
import io.ocellus.vector.index.quantizer.CodeKernels;
import io.ocellus.vector.index.quantizer.InvertedLists;
import io.ocellus.vector.index.row.ByteRows;
import io.ocellus.vector.index.row.RowDistances;
import io.ocellus.vector.index.row.RowLayout;
import io.ocellus.vector.index.search.TopK;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Links each row with 32 others: its near rows as the lists find them, those left out that are nearer to a kept one than to
 * the row, then the rows that were linked to it, then the nearest of those left out. Rows are taken in the order of their
 * lists, so that a batch of queries reads few lists. No row is linked to one that is held apart. The links do not depend on
 * the number of threads. Working memory: about 500 bytes a row.
 */
final class LinkBuilder {

    private static final int NEAR = 64;
    private static final int BATCH = 128;
    private static final int MOST_CANDIDATES = 4_096;

    /** Rows whose links one thread turns around at least: it reads those of all. */
    private static final int LEAST_TURNED = 4_096;

    private static final InvertedSearcher.Effort EFFORT = new InvertedSearcher.Effort(20, 250);

    static final int DEGREE = EdgeKernels.LANES;
    static final int NONE = -1;

    private final RowLayout layout;
    private final int rows;
    private final long vectors;
    private final InvertedLists lists;
    private final ByteRows bytes;
    private final BuildControl control;
    private final BitSet held;
    private final RowDistances squares;
    private final long kept;
    private final long lengths;
    private final byte[] counts;
    private final long fill;
    private long reverse;
    private long[] reverseFrom = new long[1];

    private LinkBuilder(
            Arena arena,
            RowLayout layout,
            int rows,
            long vectors,
            InvertedLists lists,
            ByteRows bytes,
            BitSet held,
            BuildControl control) {
        this.held = held;
        this.layout = layout;
        this.rows = rows;
        this.vectors = vectors;
        this.lists = lists;
        this.bytes = bytes;
        this.control = control;
        this.squares = RowDistances.squares(layout, rows, vectors, control);
        this.counts = new byte[rows];
        this.kept = Memory.allocate(arena, 4L * DEGREE * rows).address();
        this.lengths = Memory.allocate(arena, 4L * DEGREE * rows).address();
        this.fill = Memory.allocate(arena, 4L * DEGREE * rows).address();
    }

    /** What {@link #build} takes beside its result. */
    static long workingBytes(int rows) {
        return 640L * rows;
    }

    /** 32 rows for each row, {@link #NONE} after the last one, at that address. */
    static void build(
            RowLayout layout,
            int rows,
            long vectors,
            InvertedLists lists,
            ByteRows bytes,
            BitSet held,
            BuildControl control,
            long links) {
        try (Arena arena = Arena.ofShared()) {
            LinkBuilder builder = new LinkBuilder(arena, layout, rows, vectors, lists, bytes, held, control);
            builder.linkForward();
            builder.turnAround(arena);
            builder.join(links);
        }
    }

    private void linkForward() {
        int[] order = new int[rows];
        int count = 0;
        for (long place = 0; place < (long) CodeKernels.BLOCK * lists.blocks(); place++) {
            int row = Memory.getInt(lists.rowsAt() + 4 * place);
            if (row >= 0) {
                order[count++] = row;
            }
        }
        InvertedSearcher searcher =
                new InvertedSearcher(layout, rows, vectors, lists, bytes, (parameters, k) -> EFFORT);
        AtomicInteger next = new AtomicInteger();
        int batches = (rows + BATCH - 1) / BATCH;
        BuildThreads.run(control.threads(), () -> {
            Pruner pruner = new Pruner();
            float[] queries = new float[BATCH * layout.stride()];
            TopK[] found = new TopK[BATCH];
            Arrays.setAll(found, i -> new TopK(Math.min(NEAR + 1, rows)));
            for (int batch = next.getAndIncrement(); batch < batches; batch = next.getAndIncrement()) {
                control.check();
                int from = batch * BATCH;
                int size = Math.min(BATCH, rows - from);
                for (int i = 0; i < size; i++) {
                    Memory.read(
                            vectors + 4L * layout.stride() * order[from + i],
                            queries,
                            i * layout.stride(),
                            layout.stride());
                }
                searcher.search(
                        queries,
                        size,
                        found[0].wanted(),
                        SearchParameters.defaults(),
                        Acceptance.all(),
                        size == BATCH ? found : Arrays.copyOf(found, size));
                for (int i = 0; i < size; i++) {
                    pruner.forward(order[from + i], found[i].sorted());
                }
            }
        });
    }

    /** Who is linked to a row: rows in ascending order, with the lengths. Each thread sees to some of those they are linked to. */
    private void turnAround(Arena arena) {
        int parts = Math.clamp(rows / LEAST_TURNED, 1, control.threads());
        long[] from = new long[rows + 1];
        forEachLink(parts, (row, at, to) -> from[to + 1]++);
        for (int row = 0; row < rows; row++) {
            from[row + 1] += from[row];
        }
        reverse = Memory.allocate(arena, 8L * from[rows]).address();
        long[] next = Arrays.copyOf(from, rows);
        forEachLink(parts, (row, at, to) -> {
            long place = reverse + 8L * next[to]++;
            Memory.setInt(place, row);
            Memory.setFloat(place + 4, Memory.getFloat(lengths + at));
        });
        reverseFrom = from;
    }

    /** What is done with a link, which lies at a place among those that are kept. */
    private interface Link {
        void each(int row, long at, int to);
    }

    private void forEachLink(int parts, Link link) {
        BuildThreads.forEach(control, parts, 1, () -> (part, end) -> {
            int first = (int) ((long) part * rows / parts);
            int last = (int) ((long) end * rows / parts);
            for (int row = 0; row < rows; row++) {
                for (int i = 0; i < counts[row] && !held.get(row); i++) {
                    long at = 4L * ((long) DEGREE * row + i);
                    int to = Memory.getInt(kept + at);
                    if (to >= first && to < last) {
                        link.each(row, at, to);
                    }
                }
            }
        });
    }

    private void join(long links) {
        AtomicInteger next = new AtomicInteger();
        BuildThreads.run(control.threads(), () -> {
            Pruner pruner = new Pruner();
            for (int from = next.getAndAdd(256); from < rows && from >= 0; from = next.getAndAdd(256)) {
                control.check();
                for (int row = from; row < Math.min(rows, from + 256); row++) {
                    pruner.join(row, links + 4L * DEGREE * row);
                }
            }
        });
    }

    /** One thread's scratch space. */
    private final class Pruner {
        private final NeighbourChoice choice = new NeighbourChoice(layout, vectors, squares, MOST_CANDIDATES, DEGREE);
        private final int[] chosen = new int[DEGREE];
        private long[] keys = new long[MOST_CANDIDATES];

        void forward(int row, long[] near) {
            choice.clear();
            for (long key : near) {
                int other = TopK.row(key);
                // Links are about nearness of rows, whatever the metric.
                if (other != row && choice.candidates() < NEAR && !held.get(other)) {
                    choice.add(other, squares.of(row, other, TopK.distance(key)), false);
                }
            }
            int picked = choice.choose(DEGREE);
            long at = 4L * DEGREE * row;
            for (int i = 0; i < picked; i++) {
                Memory.setInt(kept + at + 4L * i, choice.row(i));
                Memory.setFloat(lengths + at + 4L * i, choice.distance(i));
            }
            counts[row] = (byte) picked;
            for (int i = 0; i < DEGREE; i++) {
                Memory.setInt(fill + at + 4L * i, i < choice.candidates() ? choice.candidate(i) : NONE);
            }
        }

        void join(int row, long target) {
            int count = 0;
            long at = 4L * DEGREE * row;
            long backwards = reverseFrom[row + 1] - reverseFrom[row];
            int room = (int) Math.min(backwards + DEGREE, 1 << 20);
            if (keys.length < room) {
                keys = new long[room];
            }
            for (int i = 0; i < counts[row]; i++) {
                keys[count++] = TopK.key(Memory.getFloat(lengths + at + 4L * i), Memory.getInt(kept + at + 4L * i));
            }
            for (long i = reverseFrom[row]; i < reverseFrom[row + 1] && count < room; i++) {
                keys[count++] = TopK.key(Memory.getFloat(reverse + 8 * i + 4), Memory.getInt(reverse + 8 * i));
            }
            Arrays.sort(keys, 0, count);
            choice.clear();
            for (int i = 0; i < count && choice.candidates() < MOST_CANDIDATES; i++) {
                int other = TopK.row(keys[i]);
                if (i == 0 || other != TopK.row(keys[i - 1])) {
                    choice.add(other, TopK.distance(keys[i]), isKept(at, counts[row], other));
                }
            }
            int different = choice.candidates();
            boolean all = different <= DEGREE;
            int picked = all ? different : choice.choose(DEGREE);
            for (int i = 0; i < picked; i++) {
                chosen[i] = all ? choice.candidate(i) : choice.row(i);
            }
            for (int i = 0; i < different && picked < DEGREE; i++) {
                picked = add(choice.candidate(i), picked);
            }
            for (int i = 0; i < DEGREE && picked < DEGREE; i++) {
                picked = add(Memory.getInt(fill + at + 4L * i), picked);
            }
            for (int i = 0; i < DEGREE; i++) {
                Memory.setInt(target + 4L * i, i < picked ? chosen[i] : NONE);
            }
        }

        private int add(int row, int picked) {
            if (row < 0) {
                return picked;
            }
            for (int i = 0; i < picked; i++) {
                if (chosen[i] == row) {
                    return picked;
                }
            }
            chosen[picked] = row;
            return picked + 1;
        }

        private boolean isKept(long at, int count, int row) {
            for (int i = 0; i < count; i++) {
                if (Memory.getInt(kept + at + 4L * i) == row) {
                    return true;
                }
            }
            return false;
        }
    }
}
