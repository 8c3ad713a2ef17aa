package io.ocellus.vector.index.quantizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ocellus.vector.index.Clouds;
import io.ocellus.vector.index.Hits;
import io.ocellus.vector.index.VectorIndex;
import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.IndexParameters;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.model.SearchParameters;
import io.ocellus.vector.index.model.VectorSource;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Some thousand accepted rows of many dimensions, which AUTOINDEX looks through by signs. */
class SignScanTest {

    private static final int ROWS = 5_000;
    private static final int QUERIES = 30;

    @TempDir
    private Path folder;

    /** Rows of a part of a register, of one, and of more. */
    @ParameterizedTest
    @CsvSource({"L2, 70", "COSINE, 70", "L2, 400", "COSINE, 400", "COSINE, 600"})
    void whatIsAskedIsFoundOfWhatAFilterAccepts(Metric metric, int dimension) {
        float[] rows = Clouds.clustered(ROWS, dimension, 40, 1);
        for (int i = 0; i < rows.length; i++) {
            rows[i] += 3;
        }
        float[] queries = Arrays.copyOf(rows, QUERIES * dimension);
        Random random = new Random(3);
        for (int i = 0; i < queries.length; i++) {
            queries[i] += 0.3f * (float) random.nextGaussian();
        }
        Acceptance accepted = accept(0.3);
        try (VectorIndex index = build(rows, metric, dimension)) {
            for (int k : new int[] {1, 10, 100}) {
                for (String asked : new String[] {"0.9", "0.99"}) {
                    SearchParameters parameters = SearchParameters.parse("recall=" + asked);
                    Hits[] hits = index.search(queries, QUERIES, k, parameters, accepted);
                    for (Hits each : hits) {
                        assertThat(each.size()).isEqualTo(k);
                        assertThat(Arrays.stream(each.rows()).allMatch(accepted::test))
                                .isTrue();
                    }
                    assertThat(Clouds.recall(metric, rows, queries, dimension, hits, k, accepted))
                            .isGreaterThanOrEqualTo(Double.parseDouble(asked) - (k == 1 ? 0.04 : 0));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {0, 1, 1e-20f, 1e15f})
    void rowsThatAreAllEqualAreAllAsNear(float value) {
        int dimension = 70;
        float[] rows = new float[ROWS * dimension];
        Arrays.fill(rows, value);
        Acceptance accepted = accept(0.4);
        try (VectorIndex index = build(rows, Metric.L2, dimension)) {
            Hits hits = index.search(Arrays.copyOf(rows, dimension), 10, SearchParameters.defaults(), accepted);
            assertThat(Arrays.stream(hits.rows()).distinct().count()).isEqualTo(10);
            assertThat(Arrays.stream(hits.rows()).allMatch(accepted::test)).isTrue();
            assertThat(hits.score(9)).isZero();
        }
    }

    @Test
    void rowsAsLongAsMayBeOppositeToAllOthersAreFound() {
        int dimension = 192;
        float longest = (float) (0.99 * 0x1p63 / Math.sqrt(dimension));
        Random random = new Random(4);
        float[] rows = new float[ROWS * dimension];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (i / dimension % 500 == 3 ? -longest : longest) * (1 - 0.01f * random.nextFloat());
        }
        long[] words = new long[(ROWS + 63) / 64];
        for (int row = 0; row < ROWS; row++) {
            words[row >>> 6] |= row % 5 == 3 ? 1L << row : 0;
        }
        BuildControl control = BuildControl.threads(2);
        Path file = folder.resolve("index");
        try (VectorIndex index =
                Clouds.index("HNSW M=8 efConstruction=40", Metric.L2, rows, dimension, file, control)) {
            float[] query = Arrays.copyOfRange(rows, 503 * dimension, 504 * dimension);
            Hits hits = index.search(query, 5, SearchParameters.defaults(), Acceptance.of(words));
            assertThat(hits.row(0)).isEqualTo(503);
            assertThat(Arrays.stream(hits.rows())).allMatch(row -> row % 500 == 3);
        }
    }

    @Test
    void deviationsAreThoseOfTheNormalDistribution() {
        assertThat(SignScan.deviations(0.5f)).isZero();
        assertThat(SignScan.deviations(0.95f) / SignScan.deviations(0.9f)).isCloseTo(1.645f / 1.282f, within(0.02f));
        assertThat(SignScan.deviations(0.99f) / SignScan.deviations(0.9f)).isCloseTo(2.326f / 1.282f, within(0.02f));
    }

    private VectorIndex build(float[] rows, Metric metric, int dimension) {
        Path file = folder.resolve("index");
        VectorIndex.build(
                IndexParameters.parse("AUTOINDEX graph=true", metric, dimension),
                VectorSource.of(rows, dimension),
                file,
                BuildControl.threads(2));
        return VectorIndex.open(file);
    }

    private static Acceptance accept(double part) {
        Random random = new Random(5);
        long[] words = new long[(ROWS + 63) / 64];
        for (int row = 0; row < ROWS; row++) {
            words[row >>> 6] |= random.nextDouble() < part ? 1L << row : 0;
        }
        return Acceptance.of(words);
    }
}
