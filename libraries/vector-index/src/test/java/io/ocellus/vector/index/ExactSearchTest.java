package io.ocellus.vector.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.IndexFailure;
import io.ocellus.vector.index.model.IndexParameters;
import io.ocellus.vector.index.model.IndexType;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.model.SearchParameters;
import io.ocellus.vector.index.model.VectorSource;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExactSearchTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"L2,1", "L2,37", "IP,16", "IP,100", "COSINE,3", "COSINE,384"})
    void flatFindsExactlyTheNearestWithTheScoresOfTheMetric(Metric metric, int dimension) {
        float[] rows = Clouds.clustered(1_500, dimension, 20, 1);
        float[] queries = Clouds.clustered(7, dimension, 20, 2);
        try (VectorIndex index = flat(metric, dimension, rows)) {
            Hits[] hits = index.search(queries, 7, 10, SearchParameters.defaults(), Acceptance.all());
            assertThat(Clouds.recall(metric, rows, queries, dimension, hits, 10, Acceptance.all()))
                    .isEqualTo(1);
            for (int q = 0; q < 7; q++) {
                for (int i = 0; i < 10; i++) {
                    double score =
                            Clouds.score(metric, queries, q * dimension, rows, hits[q].row(i) * dimension, dimension);
                    assertThat((double) hits[q].score(i)).isCloseTo(score, within(1e-4 * Math.max(1, Math.abs(score))));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"L2,37", "IP,100", "COSINE,3"})
    void largeBatchesFindTheSameAsSingleQueries(Metric metric, int dimension) {
        float[] rows = Clouds.clustered(1_501, dimension, 20, 1);
        float[] queries = Clouds.clustered(101, dimension, 20, 2);
        try (VectorIndex index = flat(metric, dimension, rows)) {
            Hits[] hits = index.search(queries, 101, 10, SearchParameters.defaults(), Acceptance.all());
            assertThat(Clouds.recall(metric, rows, queries, dimension, hits, 10, Acceptance.all()))
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"0.9", "0.3", "0.01", "0"})
    void onlyAcceptedRowsAreFound(double part) {
        Random random = new Random(3);
        float[] rows = Clouds.clustered(3_000, 24, 5, 1);
        long[] words = new long[(3_000 + 63) / 64];
        for (int row = 0; row < 3_000; row++) {
            if (random.nextDouble() < part) {
                words[row >>> 6] |= 1L << row;
            }
        }
        Acceptance accepted = Acceptance.of(words);
        float[] queries = Clouds.clustered(5, 24, 5, 2);
        try (VectorIndex index = flat(Metric.L2, 24, rows)) {
            Hits[] hits = index.search(queries, 5, 20, SearchParameters.defaults(), accepted);
            assertThat(Clouds.recall(Metric.L2, rows, queries, 24, hits, 20, accepted))
                    .isEqualTo(1);
            for (Hits each : hits) {
                assertThat(each.size()).isEqualTo(Math.min(20, accepted.count(3_000)));
                for (int row : each.rows()) {
                    assertThat(accepted.test(row)).isTrue();
                }
            }
        }
    }

    @Test
    void pagesOfAnIteratorAreTheWholeOrder() {
        float[] rows = Clouds.clustered(500, 8, 5, 1);
        float[] query = Clouds.clustered(1, 8, 5, 2);
        try (VectorIndex index = flat(Metric.L2, 8, rows);
                SearchIterator pages = index.iterate(query, SearchParameters.defaults(), Acceptance.all())) {
            int[] order = index.search(query, 500, SearchParameters.defaults(), Acceptance.all())
                    .rows();
            int at = 0;
            for (Hits page = pages.next(77); page.size() > 0; page = pages.next(77)) {
                for (int row : page.rows()) {
                    assertThat(row).isEqualTo(order[at++]);
                }
            }
            assertThat(at).isEqualTo(500);
        }
    }

    @Test
    void rangeHoldsItsLowerBoundAndNotItsRadius() {
        float[] rows = {0, 1, 2, 3, 4};
        try (VectorIndex index = flat(Metric.L2, 1, rows)) {
            assertThat(range(index, new float[] {0}, 9, 1)).containsExactly(1, 2);
            assertThat(range(index, new float[] {0}, 9, Float.NaN)).containsExactly(0, 1, 2);
        }
        try (VectorIndex index = flat(Metric.IP, 1, rows)) {
            assertThat(range(index, new float[] {1}, 1, 3)).containsExactly(3, 2);
            assertThatThrownBy(() -> range(index, new float[] {1}, 3, 1))
                    .isInstanceOf(IndexFailure.InvalidParameter.class)
                    .hasMessageContaining("range_filter");
        }
    }

    private static int[] range(VectorIndex index, float[] query, float radius, float filter) {
        return index.rangeSearch(query, radius, filter, 10, SearchParameters.defaults(), Acceptance.all())
                .rows();
    }

    @Test
    void growingRowsAreFoundAsTheyAreVisible() {
        float[] rows = Clouds.clustered(20_000, 12, 50, 1);
        GrowingVectors growing = new GrowingVectors(12, 20_000, java.lang.foreign.Arena.ofAuto());
        float[] queries = Clouds.clustered(4, 12, 50, 2);
        assertThat(growing.search(Metric.COSINE, queries, 4, 5, 0, Acceptance.all())[0].size())
                .isZero();
        Random random = new Random(7);
        int done = 0;
        while (done < 20_000) {
            int n = Math.min(20_000 - done, 1 + random.nextInt(3_000));
            Clouds.append(growing, rows, done, n);
            done += n;
            int seen = random.nextInt(done) + 1;
            Hits[] hits = growing.search(Metric.COSINE, queries, 4, 10, seen, Acceptance.all());
            assertThat(Clouds.recall(
                            Metric.COSINE,
                            java.util.Arrays.copyOf(rows, seen * 12),
                            queries,
                            12,
                            hits,
                            10,
                            Acceptance.all()))
                    .isEqualTo(1);
        }
    }

    @Test
    void cosineNeverExceedsOneAndZeroScoresZero() {
        float[] rows = new float[300 * 7];
        Random random = new Random(1);
        for (int i = 7; i < rows.length; i++) {
            rows[i] = random.nextFloat();
        }
        try (VectorIndex index = flat(Metric.COSINE, 7, rows)) {
            for (int row = 1; row < 300; row++) {
                float[] query = java.util.Arrays.copyOfRange(rows, row * 7, row * 7 + 7);
                Hits hits = index.search(query, 300, SearchParameters.defaults(), Acceptance.all());
                assertThat(hits.score(0)).isLessThanOrEqualTo(1).isCloseTo(1, offset(1e-6f));
                assertThat(hits.score(299)).isZero();
            }
            Hits hits = index.search(new float[7], 5, SearchParameters.defaults(), Acceptance.all());
            assertThat(hits.scores()).containsExactly(0, 0, 0, 0, 0);
        }
    }

    @Test
    void refusesWhatIsNoVectorOrNoNumberOfRows() {
        float[] rows = Clouds.clustered(100, 8, 5, 1);
        try (VectorIndex index = flat(Metric.L2, 8, rows)) {
            assertThatThrownBy(() -> index.search(
                            new float[] {1, 2, 3, 4, 5, 6, 7, Float.NaN},
                            1,
                            SearchParameters.defaults(),
                            Acceptance.all()))
                    .isInstanceOf(IndexFailure.InvalidVector.class)
                    .hasMessageContaining("position 7");
            assertThatThrownBy(() -> index.search(new float[3], 1, SearchParameters.defaults(), Acceptance.all()))
                    .isInstanceOf(IndexFailure.InvalidVector.class);
            assertThatThrownBy(() -> index.search(new float[8], 16_385, SearchParameters.defaults(), Acceptance.all()))
                    .hasMessageContaining("[1, 16384]");
            assertThat(index.search(new float[8], 1_000, SearchParameters.defaults(), Acceptance.all())
                            .size())
                    .isEqualTo(100);
        }
        rows[17] = Float.NEGATIVE_INFINITY;
        assertThatThrownBy(() -> flat(Metric.IP, 8, rows))
                .isInstanceOf(IndexFailure.InvalidVector.class)
                .hasMessageContaining("vector 2");
        assertThat(folder.toFile().list()).doesNotContain("bad");
    }

    @ParameterizedTest
    @CsvSource({"FLAT", "HNSW", "IVF_FLAT", "AUTOINDEX"})
    void rowsAndQueriesSoLongThatScoresOverflowAreRefusedWithTheBound(IndexType type) {
        float[] rows = Clouds.clustered(100, 8, 10, 1);
        rows[8 * 42 + 3] = 1e20f;
        for (Metric metric : new Metric[] {Metric.L2, Metric.IP}) {
            assertThatThrownBy(() -> build(type, metric, rows, "too-long"))
                    .isInstanceOf(IndexFailure.InvalidVector.class)
                    .hasMessage("vector 42 has the length 1.0E20: under " + metric
                            + " it must be at most 9.223372E18, or scores overflow 32-bit floats");
        }
        assertThat(folder.toFile().list()).doesNotContain("too-long");
        build(type, Metric.COSINE, rows, "cosine");
        float[] query = Arrays.copyOfRange(rows, 8 * 42, 8 * 43);
        rows[8 * 42 + 3] = -9.2e18f;
        build(type, Metric.L2, rows, "long");
        try (VectorIndex cosine = VectorIndex.open(folder.resolve("cosine"));
                VectorIndex index = VectorIndex.open(folder.resolve("long"))) {
            assertThat(cosine.search(query, 1, SearchParameters.defaults(), Acceptance.all())
                            .row(0))
                    .isEqualTo(42);
            assertThatThrownBy(() -> index.search(query, 1, SearchParameters.defaults(), Acceptance.all()))
                    .hasMessageStartingWith("vector 0 has the length 1.0E20: under L2");
            query[3] = 9.2e18f;
            float[] scores = index.search(query, 100, SearchParameters.defaults(), Acceptance.all())
                    .scores();
            for (float score : scores) {
                assertThat(score).isFinite();
            }
        }
    }

    private void build(IndexType type, Metric metric, float[] rows, String name) {
        VectorIndex.build(
                new IndexParameters(type, metric, 8, Map.of()),
                VectorSource.of(rows, 8),
                folder.resolve(name),
                BuildControl.threads(1));
    }

    private VectorIndex flat(Metric metric, int dimension, float[] rows) {
        Path file = folder.resolve("flat");
        VectorIndex.build(
                new IndexParameters(IndexType.FLAT, metric, dimension, Map.of()),
                VectorSource.of(rows, dimension),
                file,
                BuildControl.threads(1));
        VectorIndex index = VectorIndex.open(file);
        index.verify();
        return index;
    }
}
