package io.ocellus.vector.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.IndexParameters;
import io.ocellus.vector.index.model.IndexType;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.model.SearchParameters;
import io.ocellus.vector.index.model.VectorSource;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Batches multiply rows, and answer as single queries do. */
class FlatBatchTest {

    @TempDir
    Path folder;

    private final Random random = new Random(9);

    @ParameterizedTest
    @CsvSource({
        "L2,37,16,10",
        "L2,100,100,10",
        "IP,100,25,1",
        "COSINE,100,100,10",
        "COSINE,3,41,7",
        "L2,1,17,3",
        "L2,20,48,3",
        "IP,30,70,4",
        "IP,385,23,10",
        "COSINE,260,56,5",
        "L2,600,33,10"
    })
    void whateverTheCountOfQueriesAndTheDimension(Metric metric, int dimension, int count, int k) {
        float[] rows = Clouds.clustered(6_011, dimension, 300, 1);
        same(metric, dimension, rows, Clouds.clustered(count, dimension, 300, 2), count, k, Acceptance.all());
    }

    @ParameterizedTest
    @CsvSource({"100", "600", "3005", "16384"})
    void whenMoreRowsAreWantedThanProductsWouldSave(int k) {
        float[] rows = Clouds.clustered(3_005, 20, 30, 1);
        same(Metric.L2, 20, rows, Clouds.clustered(20, 20, 30, 2), 20, k, Acceptance.all());
    }

    @ParameterizedTest
    @CsvSource({"L2", "IP", "COSINE"})
    void underAFilterThatMostRowsPass(Metric metric) {
        float[] rows = Clouds.clustered(5_003, 40, 100, 1);
        long[] words = new long[(5_003 + 63) / 64];
        for (int row = 0; row < 5_003; row++) {
            if (random.nextInt(4) > 0) {
                words[row >>> 6] |= 1L << row;
            }
        }
        same(metric, 40, rows, Clouds.clustered(30, 40, 100, 2), 30, 10, Acceptance.of(words));
    }

    @ParameterizedTest
    @CsvSource({"1000", "1e6", "1e12", "1e17"})
    void farFromTheOriginWhereProductsSayLittle(float offset) {
        float[] rows = Clouds.clustered(4_000, 24, 200, 1);
        float[] queries = Clouds.clustered(40, 24, 200, 2);
        for (int i = 0; i < rows.length; i++) {
            rows[i] += offset;
        }
        for (int i = 0; i < queries.length; i++) {
            queries[i] += offset;
        }
        same(Metric.L2, 24, rows, queries, 40, 10, Acceptance.all());
    }

    @ParameterizedTest
    @CsvSource({"L2", "IP"})
    void whenEveryRowIsNearerThanTheOnesBefore(Metric metric) {
        float[] rows = new float[20_000 * 8];
        for (int row = 0; row < 20_000; row++) {
            for (int d = 0; d < 8; d++) {
                rows[8 * row + d] = (metric == Metric.L2 ? 20_000 - row : row) * 1e-3f + 1e-5f * random.nextInt(100);
            }
        }
        float[] queries = new float[32 * 8];
        Arrays.fill(queries, metric == Metric.L2 ? 0 : 1);
        same(metric, 8, rows, queries, 32, 10, Acceptance.all());
    }

    @ParameterizedTest
    @CsvSource({"L2", "IP", "COSINE"})
    void rowsTooFarForAFloatComeLastInMemoryOfOthers(Metric metric) {
        int dimension = 16;
        float[] rows = Clouds.clustered(3_000, dimension, 20, 1);
        for (int i = 0; i < rows.length; i++) {
            rows[i] *= i % 7 == 0 ? 1e19f : 1;
        }
        Arrays.fill(rows, 0, 700 * dimension, 3e19f);
        float[] queries = Clouds.clustered(20, dimension, 20, 2);
        for (int i = 0; i < dimension; i++) {
            queries[i] *= 1e15f;
        }
        try (Arena arena = Arena.ofShared()) {
            MemorySegment memory = Memory.allocate(arena, 4L * rows.length);
            Memory.write(rows, 0, rows.length, memory.address());
            ExactSearch exact = new ExactSearch(metric, dimension, memory, 3_000);
            float[] limits = new float[20];
            Arrays.fill(limits, Float.POSITIVE_INFINITY);
            Hits[] hits = exact.search(queries, 20, 10, Acceptance.all(), limits);
            for (int q = 0; q < 20; q++) {
                float[] query = Arrays.copyOfRange(queries, q * dimension, (q + 1) * dimension);
                Hits alone = exact.search(query, 1, 10, Acceptance.all(), limits)[0];
                assertThat(hits[q].size()).isEqualTo(10).isEqualTo(alone.size());
                for (int i = 0; i < 10; i++) {
                    float score = alone.score(i);
                    assertThat(hits[q].score(i)).isCloseTo(score, within(Math.max(1e-6f, Math.abs(score) * 1e-5f)));
                    assertThat(metric != Metric.L2 || alone.row(i) >= 700).isTrue();
                }
            }
        }
    }

    private void same(
            Metric metric, int dimension, float[] rows, float[] queries, int count, int k, Acceptance accepted) {
        Path file = folder.resolve("rows-" + random.nextInt() + ".flat");
        VectorIndex.build(
                new IndexParameters(IndexType.FLAT, metric, dimension, Map.of()),
                VectorSource.of(rows, dimension),
                file,
                BuildControl.threads(1));
        try (VectorIndex index = VectorIndex.open(file)) {
            Hits[] hits = index.search(queries, count, k, SearchParameters.defaults(), accepted);
            for (int q = 0; q < count; q++) {
                float[] query = Arrays.copyOfRange(queries, q * dimension, (q + 1) * dimension);
                Hits alone = index.search(query, k, SearchParameters.defaults(), accepted);
                assertThat(hits[q].size()).isEqualTo(alone.size());
                for (int i = 0; i < alone.size(); i++) {
                    float score = alone.score(i);
                    // Compiled and interpreted sums differ in their last bits.
                    assertThat(hits[q].score(i)).isCloseTo(score, within(Math.max(1e-6f, Math.abs(score) * 1e-5f)));
                    assertThat(accepted.test(hits[q].row(i))).isTrue();
                }
                assertThat(Arrays.stream(hits[q].rows()).distinct().count()).isEqualTo(hits[q].size());
            }
        }
    }
}
