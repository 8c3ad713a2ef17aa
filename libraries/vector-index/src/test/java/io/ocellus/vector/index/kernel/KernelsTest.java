package io.ocellus.vector.index.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ocellus.vector.index.Clouds;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.ElementType;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.quantizer.CodeBook;
import io.ocellus.vector.index.quantizer.ScalarCodeKernels;
import io.ocellus.vector.index.row.ColumnBlocks;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Vector API form of every kernel against the plain one. */
class KernelsTest {

    private final FloatKernels plainFloats = new ScalarFloatKernels();
    private final Random random = new Random(9);

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 100, 384})
    void floatsAgree(int dimension) {
        int stride = ElementType.stride(dimension);
        try (Arena arena = Arena.ofShared()) {
            long rows = floats(arena, 50, dimension, stride);
            int[] picked = random.ints(11, 0, 50).toArray();
            float[] expected = new float[50];
            float[] got = new float[50];
            for (Metric metric : Clouds.METRICS) {
                plainFloats.distances(metric, rows, stride, rows, 50, expected, 0);
                Kernels.FLOATS.distances(metric, rows, stride, rows, 50, got, 0);
                assertThat(got).containsExactly(expected, within(1e-3f));
                plainFloats.distances(metric, rows, stride, rows, picked, 11, expected);
                Kernels.FLOATS.distances(metric, rows, stride, rows, picked, 11, got);
                assertThat(got).containsExactly(expected, within(1e-3f));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 100, 384})
    void columnsAgreeWithRows(int dimension) {
        int stride = ElementType.stride(dimension);
        try (Arena arena = Arena.ofShared()) {
            long rows = floats(arena, 203, dimension, stride);
            float[] columns = new float[203 * stride];
            Memory.read(rows, columns, 0, columns.length);
            ColumnBlocks blocks = new ColumnBlocks(columns, 203, dimension, stride);
            float[] dots = new float[13 * blocks.width()];
            blocks.dots(rows, 13, dots);
            float[] expected = new float[203];
            for (int q = 0; q < 13; q++) {
                plainFloats.negativeDots(rows + 4L * stride * q, stride, rows, 203, expected, 0);
                for (int i = 0; i < 203; i++) {
                    assertThat(dots[q * blocks.width() + i]).isCloseTo(-expected[i], within(1e-3f));
                }
            }
            int[] nearest = new int[13];
            blocks.nearest(rows, 13, dots, nearest, 0);
            assertThat(nearest).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 384})
    void bytesAgree(int stride) {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment rows = Memory.allocate(arena, 40L * stride);
            MemorySegment query = Memory.allocate(arena, 2L * stride);
            for (int i = 0; i < 40 * stride; i++) {
                rows.set(Memory.BYTE, i, (byte) (i < stride ? -127 : random.nextInt(255) - 127));
            }
            for (int i = 0; i < stride; i++) {
                query.set(Memory.SHORT, 2L * i, (short) (random.nextBoolean() ? 63 : -63));
            }
            int[] picked = random.ints(15, 0, 40).toArray();
            int[] expected = new int[15];
            int[] got = new int[15];
            new ScalarByteKernels().dots(query.address(), stride, rows.address(), picked, 15, expected);
            Kernels.BYTES.dots(query.address(), stride, rows.address(), picked, 15, got);
            assertThat(got).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 7, 34})
    void codesAgree(int groups) {
        try (Arena arena = Arena.ofShared()) {
            int blocks = 5;
            MemorySegment codes = Memory.allocate(arena, 64L * groups * blocks);
            MemorySegment table = Memory.allocate(arena, 64L * groups);
            for (int i = 0; i < 64 * groups * blocks; i++) {
                codes.set(Memory.BYTE, i, (byte) random.nextInt(64));
            }
            for (int i = 0; i < 64 * groups; i++) {
                table.set(Memory.BYTE, i, (byte) random.nextInt(64));
            }
            int[] places = new int[64 * (blocks + 1)];
            short[] sums = new short[64 * (blocks + 1)];
            int[] plainPlaces = places.clone();
            short[] plainSums = sums.clone();
            for (int limit : new int[] {-1, 25 * groups, 32 * groups, 63 * groups}) {
                int expected = new ScalarCodeKernels()
                        .scan(codes.address(), blocks, groups, table.address(), limit, plainPlaces, plainSums);
                int got = CodeBook.KERNELS.scan(codes.address(), blocks, groups, table.address(), limit, places, sums);
                assertThat(pairs(places, sums, got)).isEqualTo(pairs(plainPlaces, plainSums, expected));
            }
        }
    }

    private static java.util.Map<Integer, Short> pairs(int[] places, short[] sums, int count) {
        java.util.Map<Integer, Short> pairs = new java.util.HashMap<>();
        for (int i = 0; i < count; i++) {
            pairs.put(places[i], sums[i]);
        }
        return pairs;
    }

    private long floats(Arena arena, int rows, int dimension, int stride) {
        MemorySegment segment = Memory.allocate(arena, 4L * rows * stride);
        for (int row = 0; row < rows; row++) {
            for (int d = 0; d < dimension; d++) {
                segment.set(Memory.FLOAT, 4L * (row * stride + d), (float) random.nextGaussian());
            }
        }
        return segment.address();
    }
}
