package io.ocellus.vector.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.model.SearchParameters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IvfSearchTest {

    private static final int ROWS = 6_000;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "IVF_FLAT nlist=50,L2,20,nprobe=16,0.97",
        "IVF_FLAT nlist=50,IP,33,nprobe=16,0.97",
        "IVF_FLAT nlist=50,COSINE,100,nprobe=16,0.97",
        "IVF_SQ8 nlist=50,L2,20,nprobe=16,0.95",
        "IVF_SQ8 nlist=50,IP,33,nprobe=16,0.95",
        "IVF_SQ8 nlist=50,COSINE,100,nprobe=16,0.95",
        "IVF_PQ nlist=50 m=10,L2,20,nprobe=16,0.8",
        "IVF_PQ nlist=50 m=11 nbits=6 refine=true refine_type=SQ8,IP,33,nprobe=16 refine_k=8,0.93",
        "IVF_PQ nlist=50 nbits=4 refine=true refine_type=BF16,L2,20,nprobe=16 refine_k=10,0.9",
        "IVF_PQ nlist=50 m=50 refine=true refine_type=FP16,COSINE,100,nprobe=16 refine_k=5,0.95",
        "IVF_RABITQ nlist=50,L2,64,nprobe=16,0.4",
        "IVF_RABITQ nlist=50 rbq_bits=5,IP,64,nprobe=16,0.9",
        "IVF_RABITQ nlist=50 rbq_bits=3 refine=true refine_type=SQ8,L2,64,nprobe=16,0.93",
        "IVF_RABITQ nlist=50 refine=true refine_type=SQ8,L2,20,nprobe=16 refine_k=20,0.93",
        "IVF_RABITQ nlist=50 refine=true refine_type=SQ6,COSINE,100,nprobe=16 refine_k=20,0.85",
        "IVF_RABITQ nlist=50 refine=true refine_type=FP32,IP,33,nprobe=16 refine_k=20 rbq_query_bits=6,0.95"
    })
    void findsNearlyAllOfTheNearestOneByOneAndInBatches(
            String words, Metric metric, int dimension, String search, double least) {
        float[] data = Clouds.clustered(ROWS, dimension, 60, 1);
        float[] queries = queries(data, dimension);
        try (VectorIndex index = build(words, metric, data, dimension, 1)) {
            SearchParameters parameters = SearchParameters.parse(search);
            Hits[] batch = index.search(queries, 40, 10, parameters, Acceptance.all());
            assertThat(Clouds.recall(metric, data, queries, dimension, batch, 10, Acceptance.all()))
                    .isGreaterThan(least);
            Hits[] single = new Hits[40];
            for (int q = 0; q < 40; q++) {
                float[] query = Arrays.copyOfRange(queries, q * dimension, (q + 1) * dimension);
                single[q] = index.search(query, 10, parameters, Acceptance.all());
            }
            assertThat(Clouds.recall(metric, data, queries, dimension, single, 10, Acceptance.all()))
                    .isGreaterThan(least);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "IVF_FLAT,0.5",
        "IVF_FLAT,0.1",
        "IVF_FLAT,0.01",
        "IVF_FLAT,0.001",
        "IVF_SQ8,0.1",
        "IVF_PQ m=12,0.2",
        "IVF_PQ m=12,0.001",
        "IVF_RABITQ refine=true refine_type=SQ8,0.6",
        "IVF_RABITQ refine=true refine_type=SQ8,0.1",
        "IVF_RABITQ rbq_bits=7,0.002"
    })
    void filteredSearchReturnsOnlyAcceptedRowsAndNearlyAllOfTheNearest(String words, double part) {
        float[] data = Clouds.clustered(ROWS, 24, 60, 1);
        float[] queries = queries(data, 24);
        Random random = new Random(5);
        long[] bits = new long[(ROWS + 63) / 64];
        for (int row = 0; row < ROWS; row++) {
            if (random.nextDouble() < part) {
                bits[row >>> 6] |= 1L << row;
            }
        }
        Acceptance accepted = Acceptance.of(bits);
        try (VectorIndex index = build(words, Metric.L2, data, 24, 1)) {
            Hits[] hits = index.search(queries, 40, 10, SearchParameters.parse("nprobe=24"), accepted);
            assertThat(Clouds.recall(Metric.L2, data, queries, 24, hits, 10, accepted))
                    .isGreaterThan(words.startsWith("IVF_PQ") ? 0.8 : 0.9);
            for (Hits each : hits) {
                assertThat(each.size()).isEqualTo(Math.min(10, accepted.count(ROWS)));
                for (int row : each.rows()) {
                    assertThat(accepted.test(row)).isTrue();
                }
            }
            assertThat(index.search(queries, 1, 5, SearchParameters.defaults(), Acceptance.of(new long[0]))[0].size())
                    .isZero();
        }
    }

    /** Codes of what rows differ from their centres, whose lengths and whose common offset must not drown it. */
    @ParameterizedTest
    @CsvSource({
        "IVF_RABITQ nlist=50,IP,0.7",
        "IVF_RABITQ nlist=50 rbq_bits=4,IP,0.94",
        "IVF_RABITQ nlist=50,L2,0.4",
        "IVF_PQ nlist=50 m=16,L2,0.6"
    })
    void lengthsByAPowerLawAndACommonOffsetCostNoRecall(String words, Metric metric, double least) {
        int dimension = 64;
        float[] data = Clouds.clustered(ROWS, dimension, 60, 1);
        float[] queries = queries(data, dimension);
        Random random = new Random(3);
        for (int row = 0; row < ROWS; row++) {
            float times = (float) Math.min(40, Math.pow(1 - random.nextDouble(), -0.7));
            for (int d = 0; d < dimension; d++) {
                data[row * dimension + d] =
                        metric == Metric.IP ? times * data[row * dimension + d] : data[row * dimension + d] + 1_000;
            }
        }
        for (int i = 0; i < queries.length && metric == Metric.L2; i++) {
            queries[i] += 1_000;
        }
        try (VectorIndex index = build(words, metric, data, dimension, 1)) {
            Hits[] hits = index.search(queries, 40, 10, SearchParameters.parse("nprobe=50"), Acceptance.all());
            assertThat(Clouds.recall(metric, data, queries, dimension, hits, 10, Acceptance.all()))
                    .isGreaterThan(least);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "IVF_FLAT nlist=32",
                "IVF_SQ8",
                "IVF_PQ m=3",
                "IVF_PQ refine=true",
                "IVF_RABITQ",
                "IVF_RABITQ rbq_bits=4 refine=true"
            })
    void smallestIndexesAnswerWithAllTheyHave(String words) {
        for (Metric metric : List.of(Metric.L2, Metric.IP, Metric.COSINE)) {
            for (int rows : new int[] {0, 1, 5, 70}) {
                float[] data = Clouds.clustered(rows, 6, 3, 1);
                try (VectorIndex index = build(words, metric, data, 6, 1)) {
                    float[] query = {1, 2, 3, 4, 5, 6};
                    assertThat(index.search(query, 100, SearchParameters.defaults(), Acceptance.all())
                                    .size())
                            .isEqualTo(rows);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "IVF_FLAT nlist=16",
                "IVF_SQ8",
                "IVF_PQ",
                "IVF_RABITQ nlist=8",
                "IVF_RABITQ refine=true refine_type=SQ6"
            })
    void equalRowsAndRowsOfZerosAreAllFound(String words) {
        for (Metric metric : List.of(Metric.L2, Metric.IP, Metric.COSINE)) {
            for (float value : new float[] {0, 1}) {
                float[] data = new float[700 * 8];
                Arrays.fill(data, value);
                try (VectorIndex index = build(words, metric, data, 8, 1)) {
                    float[] query = {1, 1, 1, 1, 1, 1, 1, 1};
                    Hits hits = index.search(query, 700, SearchParameters.defaults(), Acceptance.all());
                    assertThat(new HashSet<>(Arrays.stream(hits.rows()).boxed().toList()))
                            .hasSize(700);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"IVF_FLAT", "IVF_SQ8", "IVF_PQ m=6", "IVF_RABITQ refine=true refine_type=FP16"})
    void iteratorReturnsEveryRowOnceAndRangesHoldTheirBounds(String words) {
        float[] data = Clouds.clustered(1_000, 12, 10, 1);
        try (VectorIndex index = build(words, Metric.L2, data, 12, 1)) {
            float[] query = Arrays.copyOf(data, 12);
            Set<Integer> seen = new HashSet<>();
            try (SearchIterator pages = index.iterate(query, SearchParameters.parse("nprobe=128"), Acceptance.all())) {
                for (Hits page = pages.next(150); page.size() > 0; page = pages.next(150)) {
                    for (int row : page.rows()) {
                        assertThat(seen.add(row)).isTrue();
                    }
                }
            }
            assertThat(seen).hasSize(1_000);
            Hits within =
                    index.rangeSearch(query, 6f, 1f, 1_000, SearchParameters.parse("nprobe=128"), Acceptance.all());
            assertThat(within.size()).isPositive();
            for (float score : within.scores()) {
                assertThat(score).isGreaterThanOrEqualTo(1f).isLessThan(6f);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "IVF_FLAT nlist=50,L2",
        "IVF_PQ nlist=50 m=10,L2",
        "IVF_PQ nlist=50 m=10 nbits=4,IP",
        "IVF_RABITQ nlist=50,COSINE",
        "IVF_RABITQ nlist=50,L2",
        "IVF_RABITQ nlist=50 rbq_bits=4,IP"
    })
    void aFewAcceptedRowsAreTheBestOfThemWithTheScoresThatListsGiveThem(String words, Metric metric) {
        float[] data = Clouds.clustered(ROWS, 20, 60, 1);
        float[] query = Arrays.copyOf(queries(data, 20), 20);
        try (VectorIndex index = build(words, metric, data, 20, 1)) {
            SearchParameters parameters = SearchParameters.parse("nprobe=50");
            Hits all = index.search(query, ROWS, parameters, Acceptance.all());
            long[] bits = new long[(ROWS + 63) / 64];
            List<Float> expected = new ArrayList<>();
            for (int i = 0; i < ROWS; i++) {
                int row = all.rows()[i];
                if (row % 150 == 7) {
                    bits[row >>> 6] |= 1L << row;
                    expected.add(all.scores()[i]);
                }
            }
            Hits few = index.search(query, 10, parameters, Acceptance.of(bits));
            assertThat(few.size()).isEqualTo(10);
            for (int i = 0; i < 10; i++) {
                assertThat(few.rows()[i] % 150).isEqualTo(7);
                assertThat(few.scores()[i]).isCloseTo(expected.get(i), within(1e-3f * (1 + Math.abs(expected.get(i)))));
            }
        }
    }

    private static float[] queries(float[] data, int dimension) {
        float[] queries = Arrays.copyOfRange(data, 1_000 * dimension, 1_040 * dimension);
        Random random = new Random(3);
        for (int i = 0; i < queries.length; i++) {
            queries[i] += 0.3f * (float) random.nextGaussian();
        }
        return queries;
    }

    private VectorIndex build(String words, Metric metric, float[] data, int dimension, int threads) {
        return Clouds.index(words, metric, data, dimension, folder.resolve("index"), BuildControl.threads(threads));
    }
}
