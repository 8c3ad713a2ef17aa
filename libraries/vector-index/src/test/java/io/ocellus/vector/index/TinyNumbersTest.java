package io.ocellus.vector.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.IndexParameters;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.model.SearchParameters;
import io.ocellus.vector.index.model.VectorSource;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows whose squares are near the least floats, or below what these tell apart. */
class TinyNumbersTest {

    private static final int ROWS = 5_000;
    private static final int DIMENSION = 17;
    private static final int QUERIES = 20;
    private static final int K = 10;

    /** Of a distance: indexes add up in orders of their own. */
    private static final float ROUNDING = 1e-5f;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"L2, 1", "IP, 1", "L2, 1e-10", "IP, 1e-10", "L2, 1e-12", "IP, 1e-12", "L2, 1e-20", "IP, 1e-20"})
    void ofFewAcceptedRowsTheNearestAreFoundHoweverSmallTheirNumbers(Metric metric, float scale) {
        float[] rows = Clouds.clustered(ROWS, DIMENSION, 50, 4);
        for (int i = 0; i < rows.length; i++) {
            rows[i] *= scale;
        }
        float[] queries = Arrays.copyOf(rows, QUERIES * DIMENSION);
        long[] words = new long[(ROWS + 63) / 64];
        Arrays.fill(words, 0x0000_0100_0000_0010L);
        Hits[] exact = search("FLAT", metric, rows, queries, Acceptance.of(words));
        Hits[] found = search("AUTOINDEX", metric, rows, queries, Acceptance.of(words));
        int same = 0;
        for (int q = 0; q < QUERIES; q++) {
            float worst = metric.distance(exact[q].score(K - 1));
            float limit = worst + ROUNDING * Math.abs(worst);
            for (float score : found[q].scores()) {
                same += metric.distance(score) <= limit ? 1 : 0;
            }
        }
        assertThat(same).isGreaterThanOrEqualTo(QUERIES * K * 98 / 100);
    }

    private Hits[] search(String index, Metric metric, float[] rows, float[] queries, Acceptance accepted) {
        Path file = folder.resolve(index);
        VectorIndex.build(
                IndexParameters.parse(index, metric, DIMENSION),
                VectorSource.of(rows, DIMENSION),
                file,
                BuildControl.threads(1));
        try (VectorIndex opened = VectorIndex.open(file)) {
            return opened.search(queries, QUERIES, K, SearchParameters.defaults(), accepted);
        }
    }
}
