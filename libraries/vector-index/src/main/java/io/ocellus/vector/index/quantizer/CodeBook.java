package io.ocellus.vector.index.quantizer;

import io.ocellus.vector.index.build.BuildThreads;
import io.ocellus.vector.index.kernel.Simd;
import io.ocellus.vector.index.model.BuildControl;
import java.util.Random;

/**
 * Product quantization with 64 centres for each group of consecutive dimensions: as many as one 64-byte register holds, so
 * that one permutation looks up 64 rows at once (the idea of Quick ADC, with six bits). Layout {@code [group][dimension in
 * group][centre]}. A padded dimension is zero in every centre.
 */
public record CodeBook(int groups, int width, float[] centres) {

    public static final int CENTRES = 64;

    /** Chosen once, as all kernels are. */
    public static final CodeKernels KERNELS = Simd.WIDE ? new VectorCodeKernels() : new ScalarCodeKernels();

    /** Trains on residuals: {@code count} rows of {@code stride} floats. The same whatever the threads. */
    public static CodeBook train(
            float[] rows,
            int count,
            int stride,
            int dimension,
            int width,
            int rounds,
            long seed,
            BuildControl control) {
        int groups = (dimension + width - 1) / width;
        CodeBook book = new CodeBook(groups, width, new float[groups * width * CENTRES]);
        BuildThreads.forEach(control, groups, 1, () -> {
            int[] codes = new int[count];
            return (group, end) ->
                    book.train(group, rows, count, stride, dimension, rounds, codes, new Random(seed + group));
        });
        return book;
    }

    private void train(
            int group, float[] rows, int count, int stride, int dimension, int rounds, int[] codes, Random random) {
        float[] values = new float[width];
        for (int c = 0; c < CENTRES; c++) {
            int row = random.nextInt(count);
            for (int d = 0; d < width; d++) {
                centres[at(group, d) + c] = value(rows, row, stride, dimension, group * width + d);
            }
        }
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < count; i++) {
                for (int d = 0; d < width; d++) {
                    values[d] = value(rows, i, stride, dimension, group * width + d);
                }
                codes[i] = KERNELS.nearest(centres, at(group, 0), width, values);
            }
            move(group, rows, count, stride, dimension, codes, random);
        }
    }

    private static float value(float[] rows, int row, int stride, int dimension, int d) {
        return d < dimension ? rows[row * stride + d] : 0;
    }

    private int at(int group, int d) {
        return (group * width + d) * CENTRES;
    }

    private void move(int group, float[] rows, int count, int stride, int dimension, int[] codes, Random random) {
        int[] sizes = new int[CENTRES];
        double[] sums = new double[width * CENTRES];
        for (int i = 0; i < count; i++) {
            sizes[codes[i]]++;
            for (int d = 0; d < width; d++) {
                sums[d * CENTRES + codes[i]] += value(rows, i, stride, dimension, group * width + d);
            }
        }
        for (int c = 0; c < CENTRES; c++) {
            int replacement = random.nextInt(count);
            for (int d = 0; d < width; d++) {
                centres[at(group, d) + c] = sizes[c] > 0
                        ? (float) (sums[d * CENTRES + c] / sizes[c])
                        : value(rows, replacement, stride, dimension, group * width + d);
            }
        }
    }

    /** The code of one residual, a byte a group. */
    public void encode(float[] residual, int at, int dimension, byte[] codes, float[] values) {
        for (int group = 0; group < groups; group++) {
            for (int d = 0; d < width; d++) {
                int place = group * width + d;
                values[d] = place < dimension ? residual[at + place] : 0;
            }
            codes[group] = (byte) KERNELS.nearest(centres, at(group, 0), width, values);
        }
    }
}
