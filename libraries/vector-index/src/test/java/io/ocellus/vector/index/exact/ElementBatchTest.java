package io.ocellus.vector.index.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ocellus.vector.index.Elements;
import io.ocellus.vector.index.Hits;
import io.ocellus.vector.index.VectorIndex;
import io.ocellus.vector.index.kernel.HalfKernels;
import io.ocellus.vector.index.kernel.Kernels;
import io.ocellus.vector.index.kernel.ScalarWideningKernels;
import io.ocellus.vector.index.kernel.WideningKernels;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.ElementType;
import io.ocellus.vector.index.model.IndexParameters;
import io.ocellus.vector.index.model.IndexType;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.model.SearchParameters;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Batches multiply rows that became floats, and answer as single queries do. */
class ElementBatchTest {

    private static final int ROWS = 3_011;

    @TempDir
    Path folder;

    private final Random random = new Random(11);

    @ParameterizedTest
    @CsvSource({
        "FLOAT16,L2,37,25,10",
        "FLOAT16,IP,100,6,1",
        "FLOAT16,COSINE,50,100,10",
        "BFLOAT16,L2,385,33,10",
        "BFLOAT16,IP,3,300,7",
        "BFLOAT16,COSINE,129,17,10",
        "INT8,L2,100,40,10",
        "INT8,L2,1,20,3",
        "INT8,IP,33,257,5",
        "INT8,IP,1100,20,10",
        "INT8,COSINE,48,50,10",
        "INT8,COSINE,600,16,10"
    })
    void whateverTheNumbersTheMetricAndTheFilter(ElementType element, Metric metric, int dimension, int count, int k) {
        Elements rows = Elements.random(element, ROWS, dimension, 1);
        Elements queries = Elements.random(element, count, dimension, 2);
        same(metric, rows, queries, k);
    }

    @ParameterizedTest
    @EnumSource(
            value = Metric.class,
            names = {"L2", "IP", "COSINE"})
    void wholeNumbersWhoseSumsNoFloatHolds(Metric metric) {
        int dimension = 1_500;
        byte[] rows = new byte[ROWS * dimension];
        byte[] queries = new byte[20 * dimension];
        random.nextBytes(rows);
        for (int i = 0; i < queries.length; i++) {
            queries[i] = random.nextBoolean() ? Byte.MIN_VALUE : Byte.MAX_VALUE;
        }
        Elements all = new Elements(ElementType.INT8, dimension, rows);
        same(metric, all, new Elements(ElementType.INT8, dimension, queries), 10);
    }

    @ParameterizedTest
    @EnumSource(
            value = ElementType.class,
            names = {"FLOAT16", "BFLOAT16", "INT8"})
    void rowsOfZerosScoreZeroUnderCosine(ElementType element) {
        Elements some = Elements.random(element, ROWS, 20, 1);
        byte[] rows = some.bytes().clone();
        int size = element.bytes(20);
        Arrays.fill(rows, 0, 2_900 * size, (byte) 0);
        byte[] queries = Elements.random(element, 30, 20, 2).bytes();
        Arrays.fill(queries, 0, size, (byte) 0);
        same(Metric.COSINE, new Elements(element, 20, rows), new Elements(element, 20, queries), 20);
    }

    @ParameterizedTest
    @EnumSource(
            value = ElementType.class,
            names = {"FLOAT16", "BFLOAT16", "INT8"})
    void numbersBecomeTheFloatsThatTheyStandFor(ElementType element) {
        for (WideningKernels kernels : new WideningKernels[] {Kernels.WIDENING, new ScalarWideningKernels()}) {
            byte[] bytes = new byte[element.bytes(65_536)];
            for (int i = 0; i < 65_536; i++) {
                // All there are that are finite.
                if (element == ElementType.INT8) {
                    bytes[i] = (byte) i;
                } else {
                    boolean finite = element == ElementType.FLOAT16
                            ? (i & 0x7c00) != 0x7c00
                            : Float.isFinite(Float.intBitsToFloat(i << 16));
                    Elements.put16(bytes, i, (short) (finite ? i : 0));
                }
            }
            float[] expected = new float[65_536];
            element.decode(bytes, 0, 65_536, expected, 0);
            float[] numbers = new float[65_536 + 3];
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment memory = Memory.allocate(arena, bytes.length);
                Memory.write(bytes, 0, bytes.length, memory.address());
                if (element == ElementType.INT8) {
                    kernels.bytes(memory.address(), 65_536, 0.5f, numbers, 3);
                } else {
                    HalfKernels form = element == ElementType.FLOAT16 ? Kernels.HALVES : Kernels.BRAINS;
                    kernels.halves(form, memory.address(), 65_536, 0.5f, numbers, 3);
                }
            }
            for (int i = 0; i < 65_536; i++) {
                assertThat(numbers[3 + i]).isEqualTo(0.5f * expected[i]);
            }
        }
    }

    private void same(Metric metric, Elements rows, Elements queries, int k) {
        Path file = folder.resolve("index");
        VectorIndex.build(
                new IndexParameters(IndexType.FLAT, metric, rows.element(), rows.dimension(), Map.of()),
                rows.source(),
                file,
                BuildControl.threads(1));
        try (VectorIndex index = VectorIndex.open(file)) {
            same(index, queries, k, Acceptance.all());
            same(index, queries, k, accepting(0.7));
            same(index, queries, k, accepting(0.1));
        }
    }

    private Acceptance accepting(double part) {
        long[] words = new long[(ROWS + 63) / 64];
        for (int row = 0; row < ROWS; row++) {
            if (random.nextDouble() < part) {
                words[row >>> 6] |= 1L << row;
            }
        }
        return Acceptance.of(words);
    }

    private static void same(VectorIndex index, Elements queries, int k, Acceptance accepted) {
        int count = queries.rows();
        boolean exact = queries.element() == ElementType.INT8;
        Hits[] hits = index.search(queries.bytes(), count, k, SearchParameters.defaults(), accepted);
        for (int q = 0; q < count; q++) {
            Hits alone = index.search(queries.row(q), k, SearchParameters.defaults(), accepted);
            if (exact) {
                assertThat(hits[q].rows()).isEqualTo(alone.rows());
                assertThat(hits[q].scores()).isEqualTo(alone.scores());
                continue;
            }
            assertThat(hits[q].size()).isEqualTo(alone.size());
            for (int i = 0; i < alone.size(); i++) {
                float score = alone.score(i);
                // Compiled and interpreted sums differ in their last bits.
                assertThat(hits[q].score(i)).isCloseTo(score, within(Math.max(1e-5f, Math.abs(score) * 1e-5f)));
                assertThat(accepted.test(hits[q].row(i))).isTrue();
            }
            assertThat(Arrays.stream(hits[q].rows()).distinct().count()).isEqualTo(hits[q].size());
        }
    }
}
