package io.ocellus.vector.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.model.SearchParameters;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Noise has no ways that a walk could find: what is found in it under a filter was looked for by a scan. */
class AcceptedScansTest {

    private static final int ROWS = 6_000;
    private static final int DIMENSION = 200;
    private static final int QUERIES = 50;
    private static final int K = 10;

    @TempDir
    Path folder;

    static Stream<Arguments> scanned() {
        return Stream.of("HNSW M=8 efConstruction=40", "HNSW_SQ M=8 efConstruction=40 refine=true")
                .flatMap(index -> Clouds.METRICS.stream().map(metric -> Arguments.of(index, metric)));
    }

    @ParameterizedTest
    @MethodSource("scanned")
    void someThousandAcceptedRowsAreScannedWhereThatIsCheaperThanAWalk(String index, Metric metric) {
        float[] rows = noise(ROWS, 1);
        float[] queries = noise(QUERIES, 2);
        long[] words = new long[(ROWS + 63) / 64];
        Random random = new Random(3);
        for (int row = 0; row < ROWS; row++) {
            words[row >> 6] |= random.nextInt(4) == 0 ? 1L << row : 0;
        }
        Acceptance accepted = Acceptance.of(words);
        BuildControl control = BuildControl.threads(2);
        try (VectorIndex searched = Clouds.index(index, metric, rows, DIMENSION, folder.resolve("index"), control);
                VectorIndex truth = Clouds.index("FLAT", metric, rows, DIMENSION, folder.resolve("flat"), control)) {
            Hits[] found = searched.search(queries, QUERIES, K, SearchParameters.parse("ef=60"), accepted);
            Hits[] right = truth.search(queries, QUERIES, K, SearchParameters.defaults(), accepted);
            int hits = 0;
            for (int q = 0; q < QUERIES; q++) {
                assertThat(IntStream.of(found[q].rows())).hasSize(K).allMatch(accepted::test);
                for (int row : right[q].rows()) {
                    for (int i = 0; i < K; i++) {
                        hits += found[q].row(i) == row ? 1 : 0;
                    }
                }
            }
            assertThat(hits / (double) (QUERIES * K)).isGreaterThan(0.95);
        }
    }

    private static float[] noise(int rows, int seed) {
        Random random = new Random(seed);
        float[] noise = new float[rows * DIMENSION];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) random.nextGaussian() + (i % DIMENSION == 0 ? 3 : 0);
        }
        return noise;
    }
}
