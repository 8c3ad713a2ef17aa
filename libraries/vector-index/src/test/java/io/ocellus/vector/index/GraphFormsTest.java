package io.ocellus.vector.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.IndexFailure;
import io.ocellus.vector.index.model.IndexParameters;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.model.ParameterReader;
import io.ocellus.vector.index.model.SearchParameters;
import io.ocellus.vector.index.model.VectorSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Graphs over rows in few bits, with and without a finer form to measure the best again. */
class GraphFormsTest {

    private static final int ROWS = 2_000;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "HNSW_SQ,L2,20,0.93,0.02",
        "HNSW_SQ sq_type=SQ8,COSINE,100,0.93,0.02",
        "HNSW_SQ sq_type=SQ4U,L2,40,0.6,0.3",
        "HNSW_SQ sq_type=sq6,IP,40,0.85,0.1",
        "HNSW_SQ sq_type=BF16,L2,33,0.93,0.02",
        "HNSW_SQ sq_type=FP16,COSINE,40,0.97,0.002",
        "HNSW_PQ m=20 nbits=8,L2,40,0.55,0.3",
        "HNSW_PQ m=20 nbits=6,COSINE,40,0.4,0.3",
        "HNSW_RABITQ rbq_bits=4,L2,40,0.6,0.3",
        "HNSW_RABITQ rbq_bits=7,IP,40,0.85,0.1",
        "HNSW_SQ sq_type=SQ4U refine=true refine_type=SQ8,L2,40,0.93,0.02",
        "HNSW_SQ sq_type=SQ6 refine=true refine_type=FP16,COSINE,40,0.97,0.002",
        "HNSW_SQ sq_type=BF16 refine=true refine_type=FLAT,IP,40,0.99,0.0001",
        "HNSW_PQ m=20 refine=true,L2,40,0.97,0.0001",
        "HNSW_RABITQ refine=true refine_type=BF16,L2,40,0.9,0.02",
    })
    void findsWhatTheFormCanTellApartWithItsScores(
            String words, Metric metric, int dimension, double recall, double tolerance) {
        float[] data = Clouds.clustered(ROWS, dimension, 40, 1);
        float[] queries = queries(data, dimension);
        SearchParameters search = SearchParameters.parse("ef=150 refine_k=6");
        Hits[] hits;
        try (VectorIndex index = build(words, metric, data, dimension)) {
            hits = index.search(queries, 30, 10, search, Acceptance.all());
            assertThat(Clouds.recall(metric, data, queries, dimension, hits, 10, Acceptance.all()))
                    .isGreaterThan(recall);
            for (int q = 0; q < 30; q++) {
                double size = Clouds.score(Metric.L2, queries, q * dimension, new float[dimension], 0, dimension);
                for (int i = 0; i < 10; i++) {
                    double score =
                            Clouds.score(metric, queries, q * dimension, data, hits[q].row(i) * dimension, dimension);
                    assertThat((double) hits[q].score(i))
                            .isCloseTo(score, within(tolerance * (metric == Metric.COSINE ? 1 : size)));
                }
            }
        }
        try (VectorIndex index = VectorIndex.open(folder.resolve("index"))) {
            for (int q = 0; q < 30; q++) {
                Hits again = index.search(
                        Arrays.copyOfRange(queries, q * dimension, (q + 1) * dimension), 10, search, Acceptance.all());
                // Sums over lanes may be in another order once they are compiled.
                assertThat(again.scores()).containsExactly(hits[q].scores(), within(1e-4f * dimension));
            }
        }
    }

    @Test
    void floatsAreKeptOnlyWhereTheyRefine() throws Exception {
        float[] data = Clouds.clustered(ROWS, 64, 40, 1);
        build("HNSW M=8 efConstruction=40", Metric.IP, data, 64).close();
        long floats = Files.size(folder.resolve("index"));
        build("HNSW_SQ M=8 efConstruction=40 sq_type=SQ6", Metric.IP, data, 64).close();
        long six = Files.size(folder.resolve("index"));
        build("HNSW_SQ M=8 efConstruction=40 sq_type=SQ6 refine=true", Metric.IP, data, 64)
                .close();
        long both = Files.size(folder.resolve("index"));
        assertThat(floats - six).isCloseTo(ROWS * (256L - 48), within(8_192L));
        assertThat(both - floats).isCloseTo(ROWS * 48L, within(8_192L));
        assertThat(folder).isDirectoryNotContaining(file -> !file.endsWith("index"));
    }

    @ParameterizedTest
    @CsvSource({
        "HNSW_SQ sq_type=SQ6",
        "HNSW_SQ",
        "HNSW_PQ m=12",
        "HNSW_RABITQ rbq_bits=8",
        "HNSW_RABITQ refine=true refine_type=SQ8"
    })
    void filtersRangesAndPagesHoldOnCodesToo(String words) {
        float[] data = Clouds.clustered(ROWS, 24, 40, 1);
        float[] query = Arrays.copyOf(queries(data, 24), 24);
        long[] bits = new long[(ROWS + 63) / 64];
        Random random = new Random(5);
        for (int row = 0; row < ROWS; row++) {
            if (random.nextInt(20) == 0) {
                bits[row >>> 6] |= 1L << row;
            }
        }
        Acceptance few = Acceptance.of(bits);
        try (VectorIndex index = build(words, Metric.L2, data, 24)) {
            Hits filtered = index.search(query, 10, SearchParameters.defaults(), few);
            assertThat(filtered.size()).isEqualTo(10);
            assertThat(Arrays.stream(filtered.rows()).allMatch(few::test)).isTrue();
            Hits all = index.search(query, 50, SearchParameters.parse("ef=200"), Acceptance.all());
            float radius = all.score(20);
            for (float score : index.rangeSearch(
                            query, radius, Float.NaN, 100, SearchParameters.parse("ef=200"), Acceptance.all())
                    .scores()) {
                assertThat(score).isLessThan(radius);
            }
            try (SearchIterator pages = index.iterate(query, SearchParameters.defaults(), few)) {
                int seen = 0;
                for (Hits page = pages.next(40); page.size() > 0; page = pages.next(40)) {
                    seen += page.size();
                }
                assertThat(seen).isEqualTo(few.count(ROWS));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"HNSW_SQ sq_type=SQ4U", "HNSW_SQ", "HNSW_PQ m=3 nbits=4", "HNSW_RABITQ refine=true refine_type=SQ6"})
    void smallestIndexesAnswer(String words) {
        for (int rows : new int[] {0, 1, 5, 70}) {
            float[] data = Clouds.clustered(rows, 6, 3, 1);
            try (VectorIndex index = build(words, Metric.COSINE, data, 6)) {
                assertThat(index.search(
                                        new float[] {1, 2, 3, 4, 5, 6},
                                        10,
                                        SearchParameters.defaults(),
                                        Acceptance.all())
                                .size())
                        .isEqualTo(Math.min(10, rows));
            }
        }
    }

    @Test
    void asManyAsTheIndexHoldsMayBeMeasuredAgain() {
        float[] data = Clouds.clustered(500, 8, 5, 1);
        try (VectorIndex index = build("HNSW_SQ sq_type=SQ4U refine=true", Metric.L2, data, 8)) {
            Hits hits = index.search(
                    Arrays.copyOf(data, 8), 10, SearchParameters.parse("refine_k=1000000"), Acceptance.all());
            assertThat(hits.row(0)).isZero();
            assertThat(hits.score(0)).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HNSW_SQ|sq_type=FP32|sq_type is FP32, optional types are [sq4u, sq6, sq8, bf16, fp16]: invalid scalar quantizer type",
                "HNSW_SQ|refine_type=INT8|invalid refine type : INT8, optional types are [sq6, sq8, fp16, bf16, fp32, flat]",
                "HNSW_SQ|refine=yes|param 'refine' (yes) should be a boolean",
                "HNSW_SQ|refine=true refine_type=SQ6|refine_type (SQ6) should be of higher precision than sq_type (SQ8)",
                "HNSW_SQ|refine=true refine_type=BF16 sq_type=BF16|refine_type (BF16) should be of higher precision than sq_type (BF16)",
                "HNSW|refine=true|refine is not supported for this index: HNSW",
                "HNSW|refine_type=FP32|refine is not supported for this index: HNSW",
                "HNSW_PQ|m=7|The dimension of the vector (dim) should be a multiple of the number of subquantizers (m). Dimension: 16, m: 7",
                "HNSW_PQ|m=0|param 'm' (0) should be in range [1, 65536]",
                "HNSW_PQ|nbits=9|param 'nbits' (9) should be in range [1, 8]",
                "HNSW_RABITQ|rbq_bits=0|param 'rbq_bits' (0) should be in range [1, 8]",
                "HNSW_PQ|M=1|param 'M' (1) should be in range [2, 2048]"
            })
    void parametersOutOfRangeAreRefusedInMilvusWords(String type, String words, String message) {
        Map<String, String> values = ParameterReader.pairs(words.split(" "), 0);
        assertThatThrownBy(() -> IndexParameters.of(type, "L2", 16, values))
                .isInstanceOf(IndexFailure.InvalidParameter.class)
                .hasMessage(message);
    }

    private static float[] queries(float[] data, int dimension) {
        float[] queries = Arrays.copyOfRange(data, 1_000 * dimension, 1_030 * dimension);
        Random random = new Random(3);
        for (int i = 0; i < queries.length; i++) {
            queries[i] += 0.3f * (float) random.nextGaussian();
        }
        return queries;
    }

    private VectorIndex build(String words, Metric metric, float[] data, int dimension) {
        Path file = folder.resolve("index");
        String more = words.contains("M=") ? words : words + " M=12 efConstruction=80";
        VectorIndex.build(
                IndexParameters.parse(more, metric, dimension),
                VectorSource.of(data, dimension),
                file,
                BuildControl.threads(1));
        VectorIndex index = VectorIndex.open(file);
        index.verify();
        return index;
    }
}
