package io.ocellus.vector.index.training;

import io.ocellus.vector.index.build.BuildThreads;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.row.ColumnBlocks;
import io.ocellus.vector.index.row.RowLayout;
import java.util.Arrays;
import java.util.Random;

/** Lloyd's algorithm on rows in memory, from random rows; an empty cluster takes half of the fullest one. */
public final class KMeans {

    /** Rows that are compared with all centres at once. */
    public static final int STEP = 64;

    /** Numbers of a row that one thread sums at least: a line of the cache. */
    private static final int SLICE = 16;

    private KMeans() {}

    /** What a row at an address differs from that one of the centres, padding and all. */
    public static void residual(long row, float[] centres, int centre, int stride, float[] target, int at) {
        Memory.read(row, target, at, stride);
        for (int d = 0; d < stride; d++) {
            target[at + d] -= centres[centre * stride + d];
        }
    }

    /** The centres, one after another, padded to the stride. The same for the same seed, whatever the threads. */
    public static float[] train(
            long rows, int count, RowLayout layout, int clusters, int rounds, Random random, BuildControl control) {
        int stride = layout.stride();
        float[] centres = new float[clusters * stride];
        int[] order = random.ints(0, count)
                .distinct()
                .limit(Math.min(clusters, count))
                .toArray();
        for (int i = 0; i < clusters; i++) {
            Memory.read(rows + 4L * stride * order[i % order.length], centres, i * stride, stride);
        }
        int[] nearest = new int[count];
        for (int round = 0; round < rounds; round++) {
            control.check();
            assign(
                    rows,
                    count,
                    new ColumnBlocks(centres, clusters, layout.dimension(), stride),
                    stride,
                    nearest,
                    control);
            update(rows, count, stride, clusters, nearest, centres, random, control);
        }
        return centres;
    }

    /** The nearest centre of every row. */
    public static void assign(
            long rows, int count, ColumnBlocks centres, int stride, int[] nearest, BuildControl control) {
        BuildThreads.forEach(control, count, STEP, () -> {
            float[] scratch = new float[STEP * centres.width()];
            return (from, to) -> centres.nearest(rows + 4L * stride * from, to - from, scratch, nearest, from);
        });
    }

    /** Moves each centre to the middle of the rows that are nearest to it. */
    public static void update(
            long rows,
            int count,
            int stride,
            int clusters,
            int[] nearest,
            float[] centres,
            Random random,
            BuildControl control) {
        int[] sizes = new int[clusters];
        for (int i = 0; i < count; i++) {
            sizes[nearest[i]]++;
        }
        Arrays.fill(centres, 0);
        // Each thread sums some of the dimensions of all rows, in their order: the same sums whatever the threads.
        int slices = Math.clamp(stride / SLICE, 1, control.threads());
        BuildThreads.forEach(control, slices, 1, () -> (slice, end) -> {
            int from = stride * slice / slices;
            average(rows, count, stride, nearest, sizes, centres, from, stride * end / slices);
        });
        for (int c = 0; c < clusters; c++) {
            if (sizes[c] == 0) {
                split(fullest(sizes), c, sizes, centres, stride, random);
            }
        }
    }

    private static void average(
            long rows, int count, int stride, int[] nearest, int[] sizes, float[] centres, int from, int to) {
        float[] some = new float[to - from];
        for (int i = 0; i < count; i++) {
            Memory.read(rows + 4L * ((long) stride * i + from), some, 0, some.length);
            int at = nearest[i] * stride + from;
            for (int d = 0; d < some.length; d++) {
                centres[at + d] += some[d];
            }
        }
        for (int c = 0; c < sizes.length; c++) {
            for (int d = from; d < to && sizes[c] > 0; d++) {
                centres[c * stride + d] /= sizes[c];
            }
        }
    }

    private static int fullest(int[] sizes) {
        int fullest = 0;
        for (int c = 1; c < sizes.length; c++) {
            if (sizes[c] > sizes[fullest]) {
                fullest = c;
            }
        }
        return fullest;
    }

    private static void split(int from, int to, int[] sizes, float[] centres, int stride, Random random) {
        for (int d = 0; d < stride; d++) {
            float value = centres[from * stride + d];
            float shift = value * 0.01f * (random.nextFloat() - 0.5f);
            centres[to * stride + d] = value + shift;
            centres[from * stride + d] = value - shift;
        }
        sizes[to] = sizes[from] / 2;
        sizes[from] -= sizes[to];
    }
}
