package io.ocellus.vector.index.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.ElementType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows without padding, against plain loops. */
class DenseKernelsTest {

    private static final int ROWS = 45;

    private final Random random = new Random(5);
    private final ScalarDenseKernels plain = new ScalarDenseKernels();

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 8, 15, 16, 17, 100, 384})
    void distancesAgreeAndDoNotDependOnTheNeighbours(int dimension) {
        try (Arena arena = Arena.ofShared()) {
            for (int pitch : new int[] {dimension, dimension + 5}) {
                long rows = poisoned(arena, dimension, pitch);
                long query = query(arena, dimension);
                int[] picked = random.ints(21, 0, ROWS).toArray();
                for (boolean squared : new boolean[] {true, false}) {
                    float[] got = new float[ROWS + 1];
                    float[] expected = new float[ROWS + 1];
                    got[ROWS] = 7;
                    Kernels.DENSE.distances(squared, query, dimension, rows, pitch, ROWS, got, 0);
                    plain.distances(squared, query, dimension, rows, pitch, ROWS, expected, 0);
                    assertThat(got[ROWS]).isEqualTo(7);
                    for (int i = 0; i < ROWS; i++) {
                        assertThat(got[i]).isCloseTo(expected[i], within(1e-4f * dimension));
                        assertThat(Kernels.DENSE.distance(squared, query, dimension, rows + 4L * pitch * i))
                                .isCloseTo(got[i], within(1e-5f * dimension));
                    }
                    float[] beside = new float[40];
                    Kernels.DENSE.runs(squared, query, dimension, rows, pitch, 5, beside);
                    for (int i = 0; i < 40; i++) {
                        assertThat(beside[i]).isCloseTo(got[5 * (i % 8) + i / 8], within(1e-5f * dimension));
                    }
                    float[] some = new float[21];
                    Kernels.DENSE.distances(squared, query, dimension, rows, pitch, picked, 21, some);
                    for (int i = 0; i < 21; i++) {
                        assertThat(some[i]).isCloseTo(got[picked[i]], within(1e-5f * dimension));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 16, 100, 300})
    void rowsAreDividedByTheirLengthAndNothingElseIsTouched(int dimension) {
        try (Arena arena = Arena.ofShared()) {
            long rows = poisoned(arena, dimension, dimension);
            for (int d = 0; d < dimension; d++) {
                Memory.setFloat(rows + 4L * d, 0);
                Memory.setFloat(rows + 4L * (dimension + d), 1e-25f * (d + 1));
                Memory.setFloat(rows + 4L * (2 * dimension + d), 1e25f);
            }
            long target = Memory.allocate(arena, 4L * (dimension + 2) * ROWS).address();
            Kernels.DENSE.normalise(dimension, rows, dimension, ROWS, target, dimension + 2);
            for (int row = 0; row < ROWS; row++) {
                double squares = 0;
                for (int d = 0; d < dimension; d++) {
                    double value = Memory.getFloat(target + 4L * ((dimension + 2) * row + d));
                    squares += value * value;
                }
                assertThat(squares).isCloseTo(row == 0 ? 0 : 1, within(1e-5));
                assertThat(Memory.getFloat(target + 4L * ((dimension + 2) * row + dimension)))
                        .isZero();
            }
        }
    }

    /** Rows with what is no number between and after them. */
    private long poisoned(Arena arena, int dimension, int pitch) {
        MemorySegment segment = Memory.allocate(arena, 4L * pitch * ROWS + 64);
        for (int i = 0; i < pitch * ROWS + 16; i++) {
            boolean within = i % pitch < dimension && i < pitch * ROWS;
            segment.set(Memory.FLOAT, 4L * i, within ? (float) random.nextGaussian() : Float.NaN);
        }
        return segment.address();
    }

    private long query(Arena arena, int dimension) {
        MemorySegment segment = Memory.allocate(arena, 4L * ElementType.stride(dimension));
        for (int d = 0; d < dimension; d++) {
            segment.set(Memory.FLOAT, 4L * d, (float) random.nextGaussian());
        }
        return segment.address();
    }
}
