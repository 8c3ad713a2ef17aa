package io.ocellus.vector.index.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tiles of rows and columns, in both forms, against sums in doubles. */
class TileKernelsTest {

    private final Random random = new Random(5);

    @ParameterizedTest
    @CsvSource({"1,1", "5,2", "7,3", "100,1", "100,2", "100,3", "130,2", "130,3"})
    void productsAreRightAndATileIsKnownToReachABar(int dimension, int registers) {
        for (TileKernels kernels : new TileKernels[] {Kernels.TILES, new ScalarTileKernels()}) {
            int width = kernels.lanes() * registers;
            int count = TileKernels.rows(registers);
            int pitch = dimension + 3;
            float[] rows = numbers(count * pitch + 6);
            float[] columns = numbers(width * dimension + 2);
            float[] less = numbers(count + 3);
            double[] expected = new double[count * width];
            for (int i = 0; i < expected.length; i++) {
                for (int d = 0; d < dimension; d++) {
                    expected[i] += (double) rows[6 + pitch * (i / width) + d] * columns[2 + width * d + i % width];
                }
            }
            float[] out = new float[count * width + 4];
            int some = dimension / 2;
            kernels.add(registers, rows, 6, pitch, some, columns, 2, out, 4);
            kernels.add(registers, rows, 6 + some, pitch, dimension - some, columns, 2 + width * some, out, 4);
            assertThat(Arrays.copyOf(out, 4)).containsOnly(0);
            for (int i = 0; i < expected.length; i++) {
                assertThat((double) out[4 + i]).isCloseTo(expected[i], within(1e-4 * dimension));
            }
            float[] bars = new float[width + 2];
            Arrays.fill(bars, 1e10f);
            assertThat(kernels.reaches(registers, out, 4, bars, 2, less, 3)).isFalse();
            int place = random.nextInt(count * width);
            float product = out[4 + place] - less[3 + place / width];
            bars[2 + place % width] = product;
            assertThat(kernels.reaches(registers, out, 4, bars, 2, less, 3)).isTrue();
            bars[2 + place % width] = 1e10f;
            less[3 + place / width] = Float.NaN;
            assertThat(kernels.reaches(registers, out, 4, bars, 2, less, 3)).isTrue();
        }
    }

    private float[] numbers(int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }
}
