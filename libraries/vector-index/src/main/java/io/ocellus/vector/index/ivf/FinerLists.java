package io.ocellus.vector.index.ivf;

import io.ocellus.vector.index.build.BuildThreads;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.partition.ListOrder;
import io.ocellus.vector.index.row.ColumnBlocks;
import io.ocellus.vector.index.row.RowLayout;
import io.ocellus.vector.index.search.TopK;
import io.ocellus.vector.index.training.KMeans;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * More and shorter lists out of those there are: each is split by k-means among its own rows, then all new centres move
 * together, each row going to the nearest of those that its old list and the lists near that one were split into. A row is
 * compared with some dozens of centres instead of all. The same whatever the threads.
 */
public final class FinerLists {

    private static final int SPLIT_ROUNDS = 4;
    private static final int ROUNDS = 2;

    /** Old lists whose parts a row may go to. */
    private static final int NEAR = 12;

    private final RowLists coarse;
    private final RowLayout layout;
    private final long vectors;
    private final BuildControl control;
    private final int[] starts;
    private final int[] order;

    /** Each old list's first part, and the end of all. */
    private final int[] firstPart;

    private FinerLists(
            RowLists coarse, float[] units, RowLayout layout, long vectors, int lists, BuildControl control) {
        this.coarse = coarse;
        this.layout = layout;
        this.vectors = vectors;
        this.control = control;
        this.starts = coarse.starts();
        this.order = coarse.rows();
        this.firstPart = new int[coarse.lists() + 1];
        double all = 0;
        for (int list = 0; list < coarse.lists(); list++) {
            all += weight(list, units);
        }
        for (int list = 0; list < coarse.lists(); list++) {
            int size = starts[list + 1] - starts[list];
            int parts = Math.clamp(Math.round(lists * weight(list, units) / all), 1, Math.max(1, size));
            firstPart[list + 1] = firstPart[list] + parts;
        }
    }

    /**
     * By what a list gets its parts: its rows, under inner product times the squares of how far they lie from their centre,
     * since there the longest rows are found most and are rarest.
     */
    private double weight(int list, float[] units) {
        int size = starts[list + 1] - starts[list];
        return layout.metric() == Metric.IP ? (double) size * units[list] * units[list] : size;
    }

    /**
     * About so many lists, more where many of the old ones are shorter than these are to be.
     *
     * @param units the usual distance of each list's rows from their centre
     */
    public static RowLists split(
            RowLists coarse, float[] units, RowLayout layout, long vectors, int lists, BuildControl control) {
        return new FinerLists(coarse, units, layout, vectors, lists, control).split();
    }

    private RowLists split() {
        int parts = firstPart[coarse.lists()];
        float[] centres = new float[parts * layout.stride()];
        eachList((list, rows, count) -> splitOne(list, rows, count, centres));
        int[][] near = near();
        int[] nearest = new int[order.length];
        Random random = new Random(43);
        for (int round = 0; round < ROUNDS; round++) {
            control.check();
            assign(centres, near, nearest);
            KMeans.update(vectors, order.length, layout.stride(), parts, nearest, centres, random, control);
        }
        assign(centres, near, nearest);
        return new RowLists(parts, centres, nearest);
    }

    /** What is done with the rows of one old list, which lie at an address. */
    private interface Part {
        void work(int list, long rows, int count);
    }

    private void eachList(Part part) {
        int most = 0;
        for (int list = 0; list < coarse.lists(); list++) {
            most = Math.max(most, starts[list + 1] - starts[list]);
        }
        long bytes = 4L * layout.stride();
        long room = bytes * most;
        BuildThreads.forEach(control, coarse.lists(), 1, () -> {
            MemorySegment together = Memory.allocate(Arena.ofAuto(), room);
            return (from, to) -> {
                for (int list = from; list < to; list++) {
                    int count = starts[list + 1] - starts[list];
                    for (int i = 0; i < count; i++) {
                        Memory.copy(vectors + bytes * order[starts[list] + i], together.address() + bytes * i, bytes);
                    }
                    part.work(list, together.address(), count);
                }
            };
        });
    }

    private void splitOne(int list, long rows, int count, float[] centres) {
        int stride = layout.stride();
        int parts = firstPart[list + 1] - firstPart[list];
        float[] split = parts == 1
                ? Arrays.copyOfRange(coarse.centres(), list * stride, (list + 1) * stride)
                : KMeans.train(rows, count, layout, parts, SPLIT_ROUNDS, new Random(list), control.on(1));
        System.arraycopy(split, 0, centres, firstPart[list] * stride, parts * stride);
    }

    /** The old lists near each old one, itself among them. */
    private int[][] near() {
        int lists = coarse.lists();
        int stride = layout.stride();
        ColumnBlocks columns = new ColumnBlocks(coarse.centres(), lists, layout.dimension(), stride);
        int[][] near = new int[lists][];
        try (Arena arena = Arena.ofShared()) {
            long centres = Memory.allocate(arena, 4L * lists * stride).address();
            Memory.write(coarse.centres(), 0, lists * stride, centres);
            BuildThreads.forEach(control, lists, 1, () -> {
                ListOrder nearest = new ListOrder(lists);
                float[] far = new float[columns.width()];
                long[] keys = new long[NEAR];
                return (from, to) -> {
                    for (int list = from; list < to; list++) {
                        columns.dots(centres + 4L * stride * list, 1, far);
                        for (int other = 0; other < lists; other++) {
                            far[other] = columns.halfNorm(other) - far[other];
                        }
                        int count = nearest.nearest(far, lists, NEAR, keys);
                        near[list] = Arrays.stream(keys, 0, count)
                                .mapToInt(TopK::row)
                                .toArray();
                    }
                };
            });
        }
        return near;
    }

    private void assign(float[] centres, int[][] near, int[] nearest) {
        int stride = layout.stride();
        eachList((list, rows, count) -> {
            int[] parts = Arrays.stream(near[list])
                    .flatMap(each -> IntStream.range(firstPart[each], firstPart[each + 1]))
                    .toArray();
            float[] some = new float[parts.length * stride];
            for (int i = 0; i < parts.length; i++) {
                System.arraycopy(centres, parts[i] * stride, some, i * stride, stride);
            }
            ColumnBlocks columns = new ColumnBlocks(some, parts.length, layout.dimension(), stride);
            int[] found = new int[count];
            float[] scratch = new float[KMeans.STEP * columns.width()];
            for (int from = 0; from < count; from += KMeans.STEP) {
                columns.nearest(rows + 4L * stride * from, Math.min(KMeans.STEP, count - from), scratch, found, from);
            }
            for (int i = 0; i < count; i++) {
                nearest[order[starts[list] + i]] = parts[found[i]];
            }
        });
    }
}
