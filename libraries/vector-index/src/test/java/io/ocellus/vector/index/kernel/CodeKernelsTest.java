package io.ocellus.vector.index.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.ElementType;
import io.ocellus.vector.index.quantizer.CodeBook;
import io.ocellus.vector.index.quantizer.CodeKernels;
import io.ocellus.vector.index.quantizer.Rotation;
import io.ocellus.vector.index.quantizer.ScalarCodeKernels;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Vector API form of the kernels of packed rows and estimates against the plain one. */
class CodeKernelsTest {

    private static final int ROWS = 37;

    private final Random random = new Random(9);

    @ParameterizedTest
    @CsvSource({"1,5", "2,16", "3,33", "4,100", "5,7", "6,100", "7,64", "8,100", "8,3", "6,1"})
    void packedNumbersAgree(int bits, int dimension) {
        try (Arena arena = Arena.ofShared()) {
            int rowBytes = PackedKernels.rowBytes(dimension, bits);
            MemorySegment rows = bytes(arena, (long) rowBytes * ROWS + PackedKernels.SPARE, 256);
            MemorySegment query = query(arena, dimension);
            int[] picked = random.ints(20, 0, ROWS).toArray();
            float[] expected = new float[20];
            float[] got = new float[20];
            int stride = ElementType.stride(dimension);
            new ScalarPackedKernels()
                    .dots(query.address(), stride, bits, rows.address(), rowBytes, picked, 20, expected);
            Kernels.PACKED.dots(query.address(), stride, bits, rows.address(), rowBytes, picked, 20, got);
            assertThat(got).containsExactly(expected, within(2e-5f * (1 << bits) * dimension));
            int first = 0;
            for (int d = 0; d < dimension; d++) {
                int at = (int) (8L * rowBytes * picked[0]) + d * bits;
                int code = 0;
                for (int bit = 0; bit < bits; bit++) {
                    code |= ((rows.get(Memory.BYTE, (at + bit) / 8) >> ((at + bit) % 8)) & 1) << bit;
                }
                first += code;
            }
            MemorySegment ones = Memory.allocate(arena, 4L * stride);
            for (int d = 0; d < dimension; d++) {
                ones.setAtIndex(Memory.FLOAT, d, 1);
            }
            Kernels.PACKED.dots(ones.address(), stride, bits, rows.address(), rowBytes, picked, 1, got);
            assertThat(got[0]).isEqualTo(first);
        }
    }

    /** More groups than sums of six bits could count in sixteen. */
    @ParameterizedTest
    @CsvSource({"8192,8", "32768,8", "100,3"})
    void sumsOfManyGroupsStayInSixteenBits(int dimension, int width) {
        int groups = (dimension + width - 1) / width;
        float[] centres = new float[groups * width * CodeBook.CENTRES];
        for (int i = 0; i < centres.length; i++) {
            centres[i] = (i / CodeBook.CENTRES < dimension ? 1 : 0) * (float) random.nextGaussian();
        }
        CodeBook book = new CodeBook(groups, width, centres);
        try (Arena arena = Arena.ofShared()) {
            MemorySegment query = query(arena, dimension);
            MemorySegment codes = bytes(arena, (long) groups * CodeKernels.BLOCK, CodeBook.CENTRES);
            for (CodeKernels kernels : new CodeKernels[] {new ScalarCodeKernels(), CodeBook.KERNELS}) {
                MemorySegment table = Memory.allocate(arena, (long) groups * CodeBook.CENTRES);
                float[] scale = new float[2];
                float[] products = new float[groups * CodeBook.CENTRES];
                kernels.tables(book, query.address(), dimension, -1, 0, products, table.address(), scale);
                int[] places = new int[2 * CodeKernels.BLOCK];
                short[] sums = new short[2 * CodeKernels.BLOCK];
                int found = kernels.scan(codes.address(), 1, groups, table.address(), Short.MAX_VALUE, places, sums);
                assertThat(found).isEqualTo(CodeKernels.BLOCK);
                for (int i = 0; i < found; i++) {
                    double exact = 0;
                    for (int group = 0; group < groups; group++) {
                        int code = codes.get(Memory.BYTE, (long) group * CodeKernels.BLOCK + places[i]);
                        for (int d = group * width; d < Math.min(dimension, (group + 1) * width); d++) {
                            exact -= (double) query.getAtIndex(Memory.FLOAT, d) * centres[d * CodeBook.CENTRES + code];
                        }
                    }
                    assertThat(sums[i]).isNotNegative();
                    assertThat((double) scale[0] + scale[1] * sums[i])
                            .isCloseTo(exact, within(0.6 * groups * scale[1] + 1e-3 * groups));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 100})
    void halvesOfFloatsAgree(int dimension) {
        try (Arena arena = Arena.ofShared()) {
            int rowBytes = 2 * dimension;
            MemorySegment halves = Memory.allocate(arena, (long) rowBytes * ROWS + PackedKernels.SPARE);
            MemorySegment brains = Memory.allocate(arena, (long) rowBytes * ROWS + PackedKernels.SPARE);
            for (int i = 0; i < dimension * ROWS; i++) {
                // Among them numbers that half precision keeps with fewer digits.
                float value = (float) (random.nextGaussian() * (i % 3 == 0 ? 1e-6 : 3));
                halves.set(Memory.SHORT, 2L * i, Float.floatToFloat16(value));
                brains.set(Memory.SHORT, 2L * i, (short) (Float.floatToRawIntBits(value) >>> 16));
            }
            MemorySegment query = query(arena, dimension);
            int[] picked = random.ints(20, 0, ROWS).toArray();
            float[] expected = new float[20];
            float[] got = new float[20];
            int stride = ElementType.stride(dimension);
            PackedKernels plain = new ScalarPackedKernels();
            plain.halfDots(query.address(), stride, halves.address(), rowBytes, picked, 20, expected);
            Kernels.PACKED.halfDots(query.address(), stride, halves.address(), rowBytes, picked, 20, got);
            assertThat(got).containsExactly(expected, within(1e-3f));
            plain.brainDots(query.address(), stride, brains.address(), rowBytes, picked, 20, expected);
            Kernels.PACKED.brainDots(query.address(), stride, brains.address(), rowBytes, picked, 20, got);
            assertThat(got).containsExactly(expected, within(1e-3f));
        }
    }

    @ParameterizedTest
    @CsvSource({"1,0,64", "4,1,64", "7,2,64", "34,2,64", "3,0,256", "50,1,256", "700,2,64"})
    void estimatesAgree(int groups, int factors, int entries) {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment table = bytes(arena, (long) groups * entries, EstimateKernels.levels(groups) + 1);
            for (int rows : new int[] {1, 16, 17, 63, 64, 65, 112, 128, 180}) {
                MemorySegment codes =
                        bytes(arena, EstimateKernels.bytes(rows, groups, factors) + EstimateKernels.SPARE, 256);
                for (int block = 0; block < rows; block += EstimateKernels.BLOCK) {
                    int width = EstimateKernels.width(rows - block);
                    long at = EstimateKernels.bytes(block, groups, factors) + (long) groups * width;
                    for (int i = 0; i < width * factors; i++) {
                        codes.set(Memory.FLOAT, at + 4L * i, (float) random.nextGaussian());
                    }
                }
                for (float limit : new float[] {-1e9f, 0, 0.5f, Float.MAX_VALUE}) {
                    Map<Integer, Long> found =
                            scan(Kernels.ESTIMATES, codes, rows, groups, factors, entries, table, limit);
                    assertThat(found)
                            .isEqualTo(scan(
                                    new ScalarEstimateKernels(), codes, rows, groups, factors, entries, table, limit));
                    if (limit == Float.MAX_VALUE) {
                        assertThat(found).hasSize(rows);
                    }
                }
            }
        }
    }

    private static Map<Integer, Long> scan(
            EstimateKernels kernels,
            MemorySegment codes,
            int rows,
            int groups,
            int factors,
            int entries,
            MemorySegment table,
            float limit) {
        int[] places = new int[rows + 2 * EstimateKernels.BLOCK];
        float[] estimates = new float[places.length];
        int count = kernels.scan(
                codes.address(),
                rows,
                groups,
                factors,
                entries,
                table.address(),
                -1,
                1f / groups / 32,
                0.75f,
                limit,
                places,
                estimates);
        Map<Integer, Long> found = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            if (places[i] < rows) {
                found.put(places[i], Math.round(estimates[i] * 1e3));
            }
        }
        return found;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 17})
    void tablesAgreeAndStandForTheirSums(int groups) {
        try (Arena arena = Arena.ofShared()) {
            float[] numbers = new float[6 * groups];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (float) random.nextGaussian();
            }
            MemorySegment table = Memory.allocate(arena, 64L * groups);
            MemorySegment plain = Memory.allocate(arena, 64L * groups);
            float[] scale = new float[2];
            float[] plainScale = new float[2];
            Kernels.ESTIMATES.subsetTables(numbers, groups, new float[64 * groups], table.address(), scale);
            new ScalarEstimateKernels()
                    .subsetTables(numbers, groups, new float[64 * groups], plain.address(), plainScale);
            assertThat(scale).containsExactly(plainScale, within(1e-4f));
            for (int entry = 0; entry < 64; entry++) {
                double expected = 0;
                double got = scale[0];
                for (int i = 0; i < numbers.length; i++) {
                    expected += ((entry >> (i % 6)) & 1) * numbers[i];
                }
                for (int group = 0; group < groups; group++) {
                    assertThat(table.get(Memory.BYTE, 64L * group + entry)
                                    - plain.get(Memory.BYTE, 64L * group + entry))
                            .isBetween(-1, 1);
                    got += scale[1] * table.get(Memory.BYTE, 64L * group + entry);
                }
                assertThat(got).isCloseTo(expected, within(0.51 * scale[1] * groups));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"2,64", "5,256"})
    void productTablesAgree(int width, int entries) {
        int groups = 7;
        try (Arena arena = Arena.ofShared()) {
            float[] centres = new float[groups * width * entries];
            for (int i = 0; i < centres.length; i++) {
                centres[i] = (float) random.nextGaussian();
            }
            MemorySegment query = query(arena, groups * width);
            MemorySegment table = Memory.allocate(arena, (long) entries * groups);
            MemorySegment plain = Memory.allocate(arena, (long) entries * groups);
            float[] products = new float[entries * groups];
            float[] plainProducts = new float[entries * groups];
            float[] scale = new float[2];
            Kernels.ESTIMATES.productTables(
                    centres, groups, width, entries, query.address(), products, table.address(), scale);
            new ScalarEstimateKernels()
                    .productTables(
                            centres,
                            groups,
                            width,
                            entries,
                            query.address(),
                            plainProducts,
                            plain.address(),
                            new float[2]);
            assertThat(products).containsExactly(plainProducts, within(1e-4f));
            for (int i = 0; i < entries * groups; i++) {
                assertThat(table.get(Memory.BYTE, i) - plain.get(Memory.BYTE, i))
                        .isBetween(-1, 1);
            }
        }
    }

    @Test
    void rotationKeepsLengthsAndSpreadsThem() {
        for (int length : new int[] {6, 12, 102, 384, 390}) {
            Rotation rotation = new Rotation(length);
            float[] one = new float[length];
            one[length - 1] = 1;
            rotation.apply(one);
            double square = 0;
            float most = 0;
            for (float value : one) {
                square += (double) value * value;
                most = Math.max(most, Math.abs(value));
            }
            assertThat(square).isCloseTo(1, within(1e-4));
            assertThat(most).isLessThan((float) (6 / Math.sqrt(length)));
        }
    }

    private MemorySegment bytes(Arena arena, long count, int bound) {
        MemorySegment bytes = Memory.allocate(arena, count);
        for (long i = 0; i < count; i++) {
            bytes.set(Memory.BYTE, i, (byte) random.nextInt(bound));
        }
        return bytes;
    }

    private MemorySegment query(Arena arena, int dimension) {
        MemorySegment query = Memory.allocate(arena, 4L * ElementType.stride(dimension));
        for (int d = 0; d < dimension; d++) {
            query.setAtIndex(Memory.FLOAT, d, (float) random.nextGaussian());
        }
        return query;
    }
}
