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
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** AUTOINDEX finds the neighbours of queries that lie between the clusters of its rows, though it measured itself with rows. */
class FarQueriesTest {

    private static final int ROWS = 6_000;
    private static final int DIMENSION = 64;
    private static final int CLUSTERS = 150;
    private static final int QUERIES = 200;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"L2, AUTOINDEX", "COSINE, AUTOINDEX", "IP, AUTOINDEX", "L2, AUTOINDEX graph=true"})
    void queriesBetweenClustersFindNearlyAsMuchAsIsAsked(Metric metric, String index) {
        float[] rows = clusters(1, 2);
        float[] queries = between(3);
        Path file = folder.resolve("index");
        VectorIndex.build(
                IndexParameters.parse(index, metric, DIMENSION),
                VectorSource.of(rows, DIMENSION),
                file,
                BuildControl.threads(2));
        try (VectorIndex opened = VectorIndex.open(file)) {
            SearchParameters parameters = SearchParameters.parse("recall=0.95");
            Hits[] batch = opened.search(queries, QUERIES, 10, parameters, Acceptance.all());
            Hits[] single = new Hits[QUERIES];
            for (int q = 0; q < QUERIES; q++) {
                float[] query = Arrays.copyOfRange(queries, q * DIMENSION, (q + 1) * DIMENSION);
                single[q] = opened.search(query, 10, parameters, Acceptance.all());
            }
            for (Hits[] hits : new Hits[][] {batch, single}) {
                assertThat(Clouds.recall(metric, rows, queries, DIMENSION, hits, 10, Acceptance.all()))
                        .isGreaterThan(0.9);
            }
        }
    }

    /** Clusters of many widths. */
    private static float[] clusters(long shape, long seed) {
        Random centres = new Random(shape);
        float[] middle = new float[CLUSTERS * DIMENSION];
        float[] width = new float[CLUSTERS];
        for (int i = 0; i < middle.length; i++) {
            middle[i] = (float) centres.nextGaussian();
        }
        for (int i = 0; i < CLUSTERS; i++) {
            width[i] = 0.3f + 0.6f * centres.nextFloat();
        }
        Random random = new Random(seed);
        float[] rows = new float[ROWS * DIMENSION];
        for (int row = 0; row < ROWS; row++) {
            int cluster = random.nextInt(CLUSTERS);
            for (int d = 0; d < DIMENSION; d++) {
                rows[row * DIMENSION + d] =
                        middle[cluster * DIMENSION + d] + width[cluster] * (float) random.nextGaussian();
            }
        }
        return rows;
    }

    private static float[] between(long seed) {
        Random random = new Random(seed);
        float[] queries = new float[QUERIES * DIMENSION];
        for (int i = 0; i < queries.length; i++) {
            queries[i] = 1.2f * (float) random.nextGaussian();
        }
        return queries;
    }
}
