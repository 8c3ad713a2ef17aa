package io.ocellus.vector.index.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.ElementType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Vector API form of the kernels of elements against the plain one, and that against plain numbers. */
class ElementKernelsTest {

    private static final int ROWS = 30;

    private final Random random = new Random(9);
    private final int[] picked = random.ints(19, 0, ROWS).toArray();

    @ParameterizedTest
    @CsvSource({"FLOAT16,1", "FLOAT16,100", "FLOAT16,384", "BFLOAT16,16", "BFLOAT16,100"})
    void halvesAgreeOverAllTheirNumbers(ElementType element, int dimension) {
        HalfKernels plain = new ScalarHalfKernels(element);
        HalfKernels chosen = element == ElementType.FLOAT16 ? Kernels.HALVES : Kernels.BRAINS;
        int stride = ElementType.stride(dimension);
        try (Arena arena = Arena.ofShared()) {
            MemorySegment query = Memory.allocate(arena, 4L * stride);
            MemorySegment rows = Memory.allocate(arena, 2L * stride * ROWS);
            for (int d = 0; d < dimension; d++) {
                query.set(Memory.FLOAT, 4L * d, (float) random.nextGaussian());
            }
            double[] dots = new double[ROWS];
            double[] sizes = new double[ROWS];
            for (int row = 0; row < ROWS; row++) {
                for (int d = 0; d < dimension; d++) {
                    short bits = (short)
                            (element == ElementType.FLOAT16
                                    ? random.nextInt(0x5000) | random.nextInt(2) << 15
                                    : random.nextInt(0x4300) | random.nextInt(2) << 15);
                    rows.set(Memory.SHORT, 2L * (row * stride + d), bits);
                    float value = element == ElementType.FLOAT16
                            ? Float.float16ToFloat(bits)
                            : Float.intBitsToFloat(bits << 16);
                    dots[row] += (double) value * query.get(Memory.FLOAT, 4L * d);
                    sizes[row] += (double) value * value + 1;
                }
            }
            float[] expected = new float[ROWS];
            float[] got = new float[ROWS];
            plain.dots(query.address(), stride, rows.address(), picked, 19, expected);
            chosen.dots(query.address(), stride, rows.address(), picked, 19, got);
            for (int i = 0; i < 19; i++) {
                assertThat((double) expected[i]).isCloseTo(dots[picked[i]], within(1e-5 * sizes[picked[i]]));
                assertThat(got[i]).isCloseTo(expected[i], within((float) (1e-5 * sizes[picked[i]])));
            }
            plain.squares(query.address(), stride, rows.address(), picked, 19, expected);
            chosen.squares(query.address(), stride, rows.address(), picked, 19, got);
            for (int i = 0; i < 19; i++) {
                assertThat(got[i]).isCloseTo(expected[i], within((float) (1e-4 * sizes[picked[i]])));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 32, 100, 768})
    void wholeNumbersAgreeExactly(int dimension) {
        int rowBytes = WholeKernels.rowBytes(dimension);
        try (Arena arena = Arena.ofShared()) {
            MemorySegment query = Memory.allocate(arena, 2L * rowBytes);
            MemorySegment rows = Memory.allocate(arena, (long) rowBytes * ROWS);
            for (int d = 0; d < dimension; d++) {
                query.set(Memory.SHORT, 2L * d, (short) (random.nextInt(4) == 0 ? -128 : random.nextInt(256) - 128));
                for (int row = 0; row < ROWS; row++) {
                    rows.set(Memory.BYTE, (long) rowBytes * row + d, (byte)
                            (row == 0 ? -128 : row == 1 ? 127 : random.nextInt(256) - 128));
                }
            }
            int[] expected = new int[19];
            int[] got = new int[19];
            new ScalarWholeKernels().dots(query.address(), rowBytes, rows.address(), picked, 19, expected);
            Kernels.WHOLE.dots(query.address(), rowBytes, rows.address(), picked, 19, got);
            assertThat(got).isEqualTo(expected);
            new ScalarWholeKernels().squares(query.address(), rowBytes, rows.address(), picked, 19, expected);
            Kernels.WHOLE.squares(query.address(), rowBytes, rows.address(), picked, 19, got);
            assertThat(got).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 64, 200, 512, 1096})
    void bitsAgreeExactly(int dimension) {
        int rowBytes = BitKernels.rowBytes(dimension);
        try (Arena arena = Arena.ofShared()) {
            MemorySegment query = Memory.allocate(arena, rowBytes);
            MemorySegment rows = Memory.allocate(arena, (long) rowBytes * ROWS);
            for (int at = 0; at < dimension / 8; at++) {
                query.set(Memory.BYTE, at, (byte) random.nextInt(256));
                for (int row = 0; row < ROWS; row++) {
                    rows.set(Memory.BYTE, (long) rowBytes * row + at, (byte) random.nextInt(256));
                }
            }
            int[] expected = new int[19];
            int[] got = new int[19];
            int[] expectedEither = new int[19];
            int[] gotEither = new int[19];
            BitKernels plain = new ScalarBitKernels();
            plain.differing(query.address(), rowBytes, rows.address(), picked, 19, expected);
            Kernels.BITS.differing(query.address(), rowBytes, rows.address(), picked, 19, got);
            assertThat(got).isEqualTo(expected);
            plain.shared(query.address(), rowBytes, rows.address(), picked, 19, expected, expectedEither);
            Kernels.BITS.shared(query.address(), rowBytes, rows.address(), picked, 19, got, gotEither);
            assertThat(got).isEqualTo(expected);
            assertThat(gotEither).isEqualTo(expectedEither);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 6, 8, 9, 17})
    void sumsOfQueriesBySignsAgreeExactly(int words) {
        int rowBytes = 8 * words + 8;
        int planeBytes = (8 * words + BitKernels.PLANE_STEP - 1) / BitKernels.PLANE_STEP * BitKernels.PLANE_STEP;
        try (Arena arena = Arena.ofShared()) {
            MemorySegment planes = Memory.allocate(arena, (long) BitKernels.PLANES * planeBytes);
            MemorySegment rows = Memory.allocate(arena, (long) rowBytes * ROWS + BitKernels.PLANE_STEP);
            for (int word = 0; word < words; word++) {
                long counted = random.nextLong();
                long more = random.nextLong();
                planes.set(Memory.LONG, 8L * word, counted & more);
                planes.set(Memory.LONG, planeBytes + 8L * word, counted & ~more);
            }
            for (long at = 0; at < rows.byteSize(); at += 8) {
                // Rows of all signs, of none, and others.
                int row = (int) (at / rowBytes);
                rows.set(Memory.LONG, at, row % 5 == 0 ? -1L : row % 5 == 1 ? 0 : random.nextLong());
            }
            int[] expected = new int[18];
            int[] got = new int[18];
            new ScalarBitKernels()
                    .weighted(planes.address(), planeBytes, rows.address(), rowBytes, picked, 1, 18, expected);
            Kernels.BITS.weighted(planes.address(), planeBytes, rows.address(), rowBytes, picked, 1, 18, got);
            assertThat(got).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 384})
    void signedBytesAgree(int stride) {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment query = Memory.allocate(arena, 4L * stride);
            MemorySegment rows = Memory.allocate(arena, (long) stride * ROWS);
            for (int d = 0; d < stride; d++) {
                query.set(Memory.FLOAT, 4L * d, (float) random.nextGaussian());
                for (int row = 0; row < ROWS; row++) {
                    rows.set(Memory.BYTE, (long) stride * row + d, (byte) random.nextInt(256));
                }
            }
            float[] expected = new float[19];
            float[] got = new float[19];
            new ScalarPackedKernels().signedDots(query.address(), stride, rows.address(), picked, 19, expected);
            Kernels.PACKED.signedDots(query.address(), stride, rows.address(), picked, 19, got);
            assertThat(got).containsExactly(expected, within(0.05f));
        }
    }
}
