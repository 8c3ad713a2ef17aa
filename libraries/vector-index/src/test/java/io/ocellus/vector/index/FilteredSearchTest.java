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
import java.util.Comparator;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever part of the rows a filter leaves, and wherever it leaves them, nearly all of the nearest are found. */
class FilteredSearchTest {

    private static final int ROWS = 12_000;
    private static final int DIMENSION = 24;
    private static final int QUERIES = 40;
    private static final int K = 10;
    private static final float[] DATA = Clouds.clustered(ROWS, DIMENSION, 80, 1);
    private static final float[] ASKED = queries();

    @TempDir
    static Path folder;

    private static VectorIndex[] indexes = {};

    private record Searched(String index, Metric metric, String search) {}

    private static final Searched[] SEARCHED = {
        new Searched("AUTOINDEX", Metric.L2, "recall=0.95"),
        new Searched("AUTOINDEX graph=true", Metric.COSINE, "recall=0.95"),
        new Searched("AUTOINDEX graph=true", Metric.L2, "ef=90"),
        new Searched("SCANN nlist=128", Metric.COSINE, "nprobe=24 reorder_k=200"),
        new Searched("IVF_FLAT nlist=128", Metric.L2, "nprobe=24"),
        new Searched("IVF_PQ nlist=128 m=8 refine=true refine_type=FP32", Metric.COSINE, "nprobe=32 refine_k=12"),
        new Searched("IVF_RABITQ nlist=128 refine=true refine_type=FP16", Metric.L2, "nprobe=32 refine_k=40"),
        new Searched("HNSW M=8 efConstruction=60", Metric.L2, "ef=60"),
        new Searched("HNSW_SQ M=8 efConstruction=60 refine=true", Metric.COSINE, "ef=60"),
    };

    @BeforeAll
    static void build() {
        indexes = new VectorIndex[SEARCHED.length];
        for (int i = 0; i < indexes.length; i++) {
            Path file = folder.resolve("index-" + i);
            VectorIndex.build(
                    IndexParameters.parse(SEARCHED[i].index, SEARCHED[i].metric, DIMENSION),
                    VectorSource.of(DATA, DIMENSION),
                    file,
                    BuildControl.threads(2));
            indexes[i] = VectorIndex.open(file);
        }
    }

    @AfterAll
    static void close() {
        Stream.of(indexes).forEach(VectorIndex::close);
    }

    private static float[] queries() {
        float[] queries = Arrays.copyOfRange(DATA, 1_000 * DIMENSION, (1_000 + QUERIES) * DIMENSION);
        Random random = new Random(3);
        for (int i = 0; i < queries.length; i++) {
            queries[i] += 0.3f * (float) random.nextGaussian();
        }
        return queries;
    }

    static Stream<Arguments> randomParts() {
        return IntStream.range(0, SEARCHED.length)
                .boxed()
                .flatMap(i ->
                        Stream.of(0.97, 0.5, 0.1, 0.03, 0.01, 0.001).map(part -> Arguments.of(i, SEARCHED[i], part)));
    }

    @ParameterizedTest
    @MethodSource("randomParts")
    void randomlyAcceptedRowsAreFound(int number, Searched searched, double part) {
        Random random = new Random(5);
        Acceptance accepted = accept(row -> random.nextDouble() < part);
        Hits[] batch = indexes[number].search(ASKED, QUERIES, K, SearchParameters.parse(searched.search), accepted);
        check(searched, ASKED, batch, accepted, 0.93);
        Hits[] single = new Hits[QUERIES];
        for (int q = 0; q < QUERIES; q++) {
            single[q] = indexes[number].search(query(q), K, SearchParameters.parse(searched.search), accepted);
        }
        check(searched, ASKED, single, accepted, 0.93);
    }

    static Stream<Arguments> farParts() {
        return IntStream.range(0, SEARCHED.length)
                .boxed()
                .flatMap(i -> Stream.of(0.9, 0.5, 0.1, 0.01).map(part -> Arguments.of(i, SEARCHED[i], part)));
    }

    @ParameterizedTest
    @MethodSource("farParts")
    void acceptedRowsThatAllLieFarFromTheQueryAreFound(int number, Searched searched, double part) {
        int far = (int) (ROWS * (1 - part));
        double recall = 0;
        int asked = 5;
        for (int q = 0; q < asked; q++) {
            float[] query = query(q);
            Integer[] order = IntStream.range(0, ROWS).boxed().toArray(Integer[]::new);
            double[] away = IntStream.range(0, ROWS)
                    .mapToDouble(row -> away(searched.metric, query, row))
                    .toArray();
            Arrays.sort(order, Comparator.comparingDouble(row -> away[row]));
            boolean[] kept = new boolean[ROWS];
            for (int i = far; i < ROWS; i++) {
                kept[order[i]] = true;
            }
            Acceptance accepted = accept(row -> kept[row]);
            Hits[] hits = {indexes[number].search(query, K, SearchParameters.parse(searched.search), accepted)};
            recall += Clouds.recall(searched.metric, DATA, query, DIMENSION, hits, K, accepted) / asked;
        }
        assertThat(recall).as("%s", searched).isGreaterThanOrEqualTo(0.9);
    }

    @ParameterizedTest
    @MethodSource("farParts")
    void rowsOfOtherCloudsThanTheQuerysAreFound(int number, Searched searched, double part) {
        float[] query = query(0);
        float[] corner = Arrays.copyOf(DATA, DIMENSION);
        double[] away = IntStream.range(0, ROWS)
                .mapToDouble(row -> Clouds.score(Metric.L2, corner, 0, DATA, row * DIMENSION, DIMENSION))
                .toArray();
        double[] sorted = away.clone();
        Arrays.sort(sorted);
        double limit = sorted[(int) (ROWS * part)];
        Acceptance accepted = accept(row -> away[row] < limit);
        Hits[] hits = {indexes[number].search(query, K, SearchParameters.parse(searched.search), accepted)};
        check(searched, query, hits, accepted, 0.9);
    }

    @ParameterizedTest
    @CsvSource({"AUTOINDEX, recall=0.95", "IVF_FLAT nlist=256, nprobe=16"})
    void theNearestListsAreReadFirstWhereOthersAreAMillionTimesAsFar(String words, String search) {
        int dimension = 3;
        Random random = new Random(7);
        float[] rows = new float[6_000 * dimension];
        for (int i = 0; i < rows.length; i += dimension) {
            float length = (float) Math.pow(10, 6 * random.nextDouble());
            for (int d = 0; d < dimension; d++) {
                rows[i + d] = length * (float) random.nextGaussian();
            }
        }
        float[] queries = Arrays.copyOf(rows, 200 * dimension);
        Acceptance accepted = accept(row -> random.nextBoolean());
        try (VectorIndex index =
                Clouds.index(words, Metric.L2, rows, dimension, folder.resolve("lengths"), BuildControl.threads(2))) {
            Hits[] hits = index.search(queries, 200, K, SearchParameters.parse(search), accepted);
            assertThat(Clouds.recall(Metric.L2, rows, queries, dimension, hits, K, accepted))
                    .isGreaterThan(0.93);
        }
    }

    private static double away(Metric metric, float[] query, int row) {
        double score = Clouds.score(metric, query, 0, DATA, row * DIMENSION, DIMENSION);
        return metric.smallerIsCloser() ? score : -score;
    }

    private static float[] query(int q) {
        return Arrays.copyOfRange(ASKED, q * DIMENSION, (q + 1) * DIMENSION);
    }

    private static Acceptance accept(IntPredicate kept) {
        long[] words = new long[(ROWS + 63) / 64];
        for (int row = 0; row < ROWS; row++) {
            if (kept.test(row)) {
                words[row >>> 6] |= 1L << row;
            }
        }
        return Acceptance.of(words);
    }

    private static void check(Searched searched, float[] queries, Hits[] hits, Acceptance accepted, double least) {
        for (Hits each : hits) {
            assertThat(each.size()).isEqualTo(Math.min(K, accepted.count(ROWS)));
            for (int row : each.rows()) {
                assertThat(accepted.test(row)).isTrue();
            }
        }
        assertThat(Clouds.recall(searched.metric, DATA, queries, DIMENSION, hits, K, accepted))
                .as("%s", searched)
                .isGreaterThanOrEqualTo(least);
    }
}
