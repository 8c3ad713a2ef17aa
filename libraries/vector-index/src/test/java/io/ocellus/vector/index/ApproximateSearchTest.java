package io.ocellus.vector.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.IndexFailure;
import io.ocellus.vector.index.model.IndexParameters;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.model.SearchParameters;
import io.ocellus.vector.index.model.VectorSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApproximateSearchTest {

    private static final int ROWS = 8_000;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "SCANN nlist=64,L2,20,nprobe=24 reorder_k=200",
        "SCANN nlist=64,IP,33,nprobe=24 reorder_k=200",
        "SCANN nlist=64,COSINE,100,nprobe=24 reorder_k=200",
        "AUTOINDEX,L2,20,recall=0.95",
        "AUTOINDEX,IP,64,recall=0.95",
        "AUTOINDEX,COSINE,130,recall=0.95",
        "HNSW_SQ M=16 efConstruction=200 refine=true,L2,20,ef=100",
        "HNSW_SQ M=16 efConstruction=200 refine=true,COSINE,100,ef=100"
    })
    void findsNearlyAllOfTheNearestOneByOneAndInBatches(String words, Metric metric, int dimension, String search) {
        float[] data = Clouds.clustered(ROWS, dimension, 80, 1);
        float[] queries = Clouds.clustered(60, dimension, 80, 1);
        Random random = new Random(3);
        for (int i = 0; i < queries.length; i++) {
            queries[i] += 0.3f * (float) random.nextGaussian();
        }
        try (VectorIndex index = build(words, metric, data, dimension, 1)) {
            SearchParameters parameters = SearchParameters.parse(search);
            Hits[] batch = index.search(queries, 60, 10, parameters, Acceptance.all());
            assertThat(Clouds.recall(metric, data, queries, dimension, batch, 10, Acceptance.all()))
                    .isGreaterThan(0.92);
            Hits[] single = new Hits[60];
            for (int q = 0; q < 60; q++) {
                single[q] = index.search(
                        java.util.Arrays.copyOfRange(queries, q * dimension, (q + 1) * dimension),
                        10,
                        parameters,
                        Acceptance.all());
                for (int i = 0; i < 10; i++) {
                    double score =
                            Clouds.score(metric, queries, q * dimension, data, single[q].row(i) * dimension, dimension);
                    assertThat((double) single[q].score(i))
                            .isCloseTo(
                                    score, org.assertj.core.api.Assertions.within(1e-3 * Math.max(1, Math.abs(score))));
                }
            }
            assertThat(Clouds.recall(metric, data, queries, dimension, single, 10, Acceptance.all()))
                    .isGreaterThan(0.92);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "AUTOINDEX,recall=0.99,30000,3,0",
        "AUTOINDEX,recall=0.99,30000,12,0",
        "AUTOINDEX,recall=0.99,8000,64,30",
        "AUTOINDEX graph=true,recall=0.99,8000,64,30",
        "SCANN nlist=64,nprobe=32 reorder_k=200,8000,64,30",
        "HNSW_SQ M=16 efConstruction=100,ef=100,8000,64,30"
    })
    void neitherFewDimensionsNorAnOffsetOfAllRowsCostRecall(
            String words, String search, int rows, int dimension, float offset) {
        float[] data = Clouds.clustered(rows + 100, dimension, 80, 1);
        for (int i = 0; i < data.length; i++) {
            data[i] += offset;
        }
        float[] queries = java.util.Arrays.copyOfRange(data, rows * dimension, data.length);
        data = java.util.Arrays.copyOf(data, rows * dimension);
        try (VectorIndex index = build(words, Metric.L2, data, dimension, 1)) {
            Hits[] hits = index.search(queries, 100, 10, SearchParameters.parse(search), Acceptance.all());
            assertThat(Clouds.recall(Metric.L2, data, queries, dimension, hits, 10, Acceptance.all()))
                    .isGreaterThan(0.96);
        }
    }

    @ParameterizedTest
    @CsvSource({"IVF_SQ8 nlist=32,nprobe=32"})
    void longRowsKeepTheirInnerProductsInEightBits(String words, String search) {
        int dimension = 32;
        float[] data = Clouds.clustered(ROWS, dimension, 80, 1);
        Random random = new Random(4);
        for (int row = 0; row < ROWS; row++) {
            float length = (float) Math.min(30, Math.pow(1 - random.nextDouble(), -0.5));
            for (int d = 0; d < dimension; d++) {
                data[row * dimension + d] *= length;
            }
        }
        float[] queries = Clouds.clustered(60, dimension, 80, 2);
        try (VectorIndex index = build(words, Metric.IP, data, dimension, 1)) {
            Hits[] hits = index.search(queries, 60, 10, SearchParameters.parse(search), Acceptance.all());
            assertThat(Clouds.recall(Metric.IP, data, queries, dimension, hits, 10, Acceptance.all()))
                    .isGreaterThan(0.93);
        }
    }

    @ParameterizedTest
    @CsvSource({"L2,20", "IP,33", "COSINE,100"})
    void scannWithoutRawDataKeepsNoFloatsAndRefinesByCodes(Metric metric, int dimension) {
        float[] data = Clouds.clustered(ROWS, dimension, 80, 1);
        float[] queries = Clouds.clustered(40, dimension, 80, 1);
        try (VectorIndex raw = build("SCANN nlist=64", metric, data, dimension, 1);
                VectorIndex index = build("SCANN nlist=64 with_raw_data=false", metric, data, dimension, 2)) {
            assertThat(index.bytes()).isLessThan(raw.bytes() - 4L * ROWS * dimension);
            SearchParameters parameters = SearchParameters.parse("nprobe=32 reorder_k=200");
            Hits[] hits = index.search(queries, 40, 10, parameters, Acceptance.all());
            assertThat(Clouds.recall(metric, data, queries, dimension, hits, 10, Acceptance.all()))
                    .isGreaterThan(0.85);
            long[] words = new long[(ROWS + 63) / 64];
            for (int row = 0; row < ROWS; row += 50) {
                words[row >>> 6] |= 1L << row;
            }
            Acceptance few = Acceptance.of(words);
            Hits[] filtered = index.search(queries, 40, 10, parameters, few);
            assertThat(filtered)
                    .allMatch(one -> java.util.Arrays.stream(one.rows()).allMatch(few::test));
            assertThat(Clouds.recall(metric, data, queries, dimension, filtered, 10, few))
                    .isGreaterThan(0.85);
        }
    }

    @Test
    void scannRefusesToReorderFewerRowsThanAreWanted() {
        float[] data = Clouds.clustered(500, 8, 10, 1);
        float[] query = Clouds.clustered(1, 8, 10, 2);
        try (VectorIndex index = build("SCANN nlist=8", Metric.L2, data, 8, 1)) {
            assertThat(index.search(query, 10, SearchParameters.defaults(), Acceptance.all())
                            .size())
                    .isEqualTo(10);
            assertThatThrownBy(() -> index.search(query, 10, SearchParameters.parse("reorder_k=9"), Acceptance.all()))
                    .isInstanceOf(IndexFailure.InvalidParameter.class)
                    .hasMessage("reorder_k(9) should be larger than k(10)");
            assertThat(index.rangeSearch(
                                    query,
                                    1e9f,
                                    Float.NaN,
                                    100,
                                    SearchParameters.parse("reorder_k=9"),
                                    Acceptance.all())
                            .size())
                    .isEqualTo(100);
        }
        assertThatThrownBy(() -> IndexParameters.parse("SCANN with_raw_data=maybe", Metric.L2, 8))
                .isInstanceOf(IndexFailure.InvalidParameter.class)
                .hasMessageContaining("with_raw_data");
    }

    @ParameterizedTest
    @CsvSource({"0.5", "0.1", "0.01", "0.0005"})
    void filteredSearchReturnsOnlyAcceptedRowsAndNearlyAllOfTheNearest(double part) {
        float[] data = Clouds.clustered(ROWS, 24, 80, 1);
        float[] queries = java.util.Arrays.copyOfRange(data, 1_000 * 24, 1_040 * 24);
        for (int i = 0; i < queries.length; i++) {
            queries[i] += 0.1f;
        }
        Random random = new Random(5);
        long[] words = new long[(ROWS + 63) / 64];
        for (int row = 0; row < ROWS; row++) {
            if (random.nextDouble() < part) {
                words[row >>> 6] |= 1L << row;
            }
        }
        Acceptance accepted = Acceptance.of(words);
        try (VectorIndex index = build("AUTOINDEX", Metric.L2, data, 24, 1)) {
            Hits[] hits = index.search(queries, 40, 10, SearchParameters.defaults(), accepted);
            assertThat(Clouds.recall(Metric.L2, data, queries, 24, hits, 10, accepted))
                    .isGreaterThan(0.9);
            for (Hits each : hits) {
                for (int row : each.rows()) {
                    assertThat(accepted.test(row)).isTrue();
                }
            }
        }
    }

    @Test
    void oneThreadBuildsTheSameFileTwiceAndMoreThreadsAnswerAsWell() throws Exception {
        float[] data = Clouds.clustered(ROWS, 16, 80, 1);
        build("AUTOINDEX", Metric.L2, data, 16, 1).close();
        byte[] first = Files.readAllBytes(folder.resolve("index"));
        build("AUTOINDEX", Metric.L2, data, 16, 1).close();
        assertThat(Files.readAllBytes(folder.resolve("index"))).isEqualTo(first);
        try (VectorIndex index = build("AUTOINDEX", Metric.L2, data, 16, 3)) {
            Hits[] hits = index.search(data, 20, 5, SearchParameters.defaults(), Acceptance.all());
            assertThat(Clouds.recall(Metric.L2, data, data, 16, hits, 5, Acceptance.all()))
                    .isGreaterThan(0.9);
        }
    }

    @ParameterizedTest
    @CsvSource({"L2", "IP", "COSINE"})
    void vectorsWithoutAnySpreadAreAnswered(Metric metric) {
        float[] data = new float[5_000 * 4];
        try (VectorIndex index = build("AUTOINDEX", metric, data, 4, 1)) {
            assertThat(index.search(new float[4], 10, SearchParameters.defaults(), Acceptance.all())
                            .size())
                    .isEqualTo(10);
        }
    }

    @ParameterizedTest
    @CsvSource({"AUTOINDEX,24", "AUTOINDEX,200", "SCANN nlist=64,24"})
    void asManyRowsAsAskedAreFoundWhereAllAreEqual(String words, int dimension) {
        float[] data = new float[5_000 * dimension];
        java.util.Arrays.fill(data, 0.25f);
        float[] queries = Clouds.clustered(9, dimension, 3, 1);
        try (VectorIndex index = build(words, Metric.L2, data, dimension, 1)) {
            for (int k : new int[] {1, 10, 500}) {
                for (Hits hits : index.search(queries, 9, k, SearchParameters.defaults(), Acceptance.all())) {
                    assertThat(hits.size()).isEqualTo(k);
                }
            }
        }
    }

    @Test
    void wordsThatNoTypeKnowsAreRefused() {
        assertThatThrownBy(() -> SearchParameters.parse("nprob=64"))
                .isInstanceOf(IndexFailure.InvalidParameter.class)
                .hasMessageContaining("'nprob'");
        assertThatThrownBy(() -> IndexParameters.parse("HNSW efConstrucion=64", Metric.L2, 8))
                .isInstanceOf(IndexFailure.InvalidParameter.class)
                .hasMessageContaining("'efConstrucion'");
    }

    @Test
    void asManyRowsAsAskedAreFoundUpToThousands() {
        float[] data = Clouds.clustered(ROWS, 16, 80, 1);
        try (VectorIndex index = build("AUTOINDEX", Metric.L2, data, 16, 1)) {
            for (int k : new int[] {1, 100, 1_000, 5_000}) {
                Hits[] hits = index.search(data, 5, k, SearchParameters.defaults(), Acceptance.all());
                assertThat(hits[0].size()).isEqualTo(k);
                assertThat(Clouds.recall(Metric.L2, data, data, 16, hits, k, Acceptance.all()))
                        .isGreaterThan(0.9);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"SCANN nlist=32", "HNSW_SQ M=8"})
    void smallestIndexesAnswer(String words) {
        for (int rows : new int[] {0, 1, 5, 70}) {
            float[] data = Clouds.clustered(rows, 6, 3, 1);
            try (VectorIndex index = build(words, Metric.COSINE, data, 6, 1)) {
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

    private VectorIndex build(String words, Metric metric, float[] data, int dimension, int threads) {
        Path file = folder.resolve("index");
        VectorIndex.build(
                IndexParameters.parse(words, metric, dimension),
                VectorSource.of(data, dimension),
                file,
                BuildControl.threads(threads));
        VectorIndex index = VectorIndex.open(file);
        index.verify();
        return index;
    }
}
