package io.ocellus.vector.index.graph;

import io.ocellus.vector.index.build.BuildThreads;
import io.ocellus.vector.index.kernel.Simd;
import io.ocellus.vector.index.model.BuildControl;
import java.util.Random;

/**
 * How the step from a node to its neighbour is coded: its direction, by 16 centres for each group of {@code width}
 * consecutive dimensions, four bits a group. Its length is kept apart, as a factor that makes the estimated inner product
 * right along the step itself (as RaBitQ does). Layout {@code [group][dimension in group][centre]}; the groups are filled up
 * to whole quads of four with zeros.
 */
record EdgeCodes(int width, int quads, float[] centres) {

    static final int CENTRES = 16;

    /** Chosen once, as all kernels are. */
    static final EdgeKernels KERNELS = Simd.WIDE ? new VectorEdgeKernels() : new ScalarEdgeKernels();

    private static final int ROUNDS = 8;

    static EdgeCodes of(int width, int dimension) {
        int quads = ((dimension + width - 1) / width + 3) / 4;
        return new EdgeCodes(width, quads, new float[4 * quads * width * CENTRES]);
    }

    int groups() {
        return 4 * quads;
    }

    /** Room for a direction: {@link #nearest} reads to the end of the last group. */
    int padded() {
        return groups() * width;
    }

    /** Half the squared norm of each centre, {@code [group][centre]}. */
    float[] halfNorms() {
        float[] halves = new float[groups() * CENTRES];
        for (int place = 0; place < padded(); place++) {
            for (int c = 0; c < CENTRES; c++) {
                float value = centres[place * CENTRES + c];
                halves[place / width * CENTRES + c] += value * value / 2;
            }
        }
        return halves;
    }

    int nearest(float[] direction, int at, int group) {
        return KERNELS.nearest(centres, group * width * CENTRES, width, direction, at + group * width);
    }

    /** Trains on {@code count} directions of {@link #padded} floats each. The same whatever the threads. */
    static EdgeCodes train(float[] directions, int count, int width, int dimension, long seed, BuildControl control) {
        EdgeCodes book = of(width, dimension);
        if (count == 0) {
            return book;
        }
        BuildThreads.forEach(
                control,
                book.groups(),
                1,
                () -> (group, end) -> book.train(group, directions, count, new Random(seed + group)));
        return book;
    }

    private void train(int group, float[] directions, int count, Random random) {
        for (int c = 0; c < CENTRES; c++) {
            int row = random.nextInt(count);
            for (int d = 0; d < width; d++) {
                centres[(group * width + d) * CENTRES + c] = directions[row * padded() + group * width + d];
            }
        }
        for (int round = 0; round < ROUNDS; round++) {
            move(group, directions, count);
        }
    }

    private void move(int group, float[] directions, int count) {
        int[] sizes = new int[CENTRES];
        double[] sums = new double[width * CENTRES];
        for (int i = 0; i < count; i++) {
            int nearest = nearest(directions, i * padded(), group);
            sizes[nearest]++;
            for (int d = 0; d < width; d++) {
                sums[d * CENTRES + nearest] += directions[i * padded() + group * width + d];
            }
        }
        for (int c = 0; c < CENTRES; c++) {
            for (int d = 0; d < width && sizes[c] > 0; d++) {
                centres[(group * width + d) * CENTRES + c] = (float) (sums[d * CENTRES + c] / sizes[c]);
            }
        }
    }
}
