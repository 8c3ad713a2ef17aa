package io.ocellus.vector.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.ElementType;
import io.ocellus.vector.index.model.IndexParameters;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.model.SearchParameters;
import io.ocellus.vector.index.model.VectorSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Vectors whose numbers are halves, whole numbers or bits, against plain reckoning. */
class ElementSearchTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "FLAT,FLOAT16,L2,37",
        "FLAT,FLOAT16,IP,100",
        "FLAT,FLOAT16,COSINE,16",
        "FLAT,BFLOAT16,L2,128",
        "FLAT,BFLOAT16,IP,3",
        "FLAT,BFLOAT16,COSINE,50",
        "FLAT,INT8,L2,100",
        "FLAT,INT8,IP,33",
        "FLAT,INT8,COSINE,64",
        "FLAT,BIT,HAMMING,72",
        "BIN_FLAT,BIT,HAMMING,1024",
        "BIN_FLAT,BIT,JACCARD,64",
        "AUTOINDEX,BIT,JACCARD,520",
        "AUTOINDEX,INT8,COSINE,20",
        "IVF_FLAT nlist=20,FLOAT16,COSINE,24",
        "IVF_FLAT nlist=20,BFLOAT16,L2,24"
    })
    void allRowsAreOrderedExactly(String words, ElementType element, Metric metric, int dimension) {
        Elements rows = Elements.random(element, 700, dimension, 1);
        Elements queries = Elements.random(element, 21, dimension, 2);
        SearchParameters search = SearchParameters.parse("nprobe=20");
        Acceptance third = third(700);
        Hits[] batch;
        try (VectorIndex index = build(words, metric, rows)) {
            batch = index.search(queries.bytes(), 21, 15, search, Acceptance.all());
            Hits[] filtered = index.search(queries.bytes(), 21, 15, search, third);
            float[] numbers = rows.numbers();
            float[] asked = queries.numbers();
            for (int q = 0; q < 21; q++) {
                float[] query = Arrays.copyOfRange(asked, q * dimension, (q + 1) * dimension);
                checkExact(metric, element, numbers, query, batch[q], Acceptance.all());
                checkExact(metric, element, numbers, query, filtered[q], third);
            }
        }
        try (VectorIndex index = VectorIndex.open(folder.resolve("index"))) {
            assertThat(index.parameters().element()).isEqualTo(element);
            for (int q = 0; q < 21; q++) {
                Hits single = index.search(queries.row(q), 15, search, Acceptance.all());
                if (element == ElementType.INT8 || element == ElementType.BIT) {
                    assertThat(single.rows()).isEqualTo(batch[q].rows());
                }
                // Sums over lanes may be in another order once they are compiled.
                assertThat(single.scores()).containsExactly(batch[q].scores(), within(1e-5f * dimension));
            }
        }
    }

    private static void checkExact(
            Metric metric, ElementType element, float[] numbers, float[] query, Hits hits, Acceptance accepted) {
        int dimension = query.length;
        double[] best = Elements.best(metric, query, numbers, 15, accepted);
        assertThat(hits.size()).isEqualTo(best.length);
        for (int i = 0; i < best.length; i++) {
            double score = Elements.score(metric, query, 0, numbers, hits.row(i) * dimension, dimension);
            double tolerance = element == ElementType.INT8 || metric.isOfBits()
                    ? 1e-6 * Math.max(1, Math.abs(score))
                    : 1e-4 * Math.max(1, dimension);
            assertThat(accepted.test(hits.row(i))).isTrue();
            assertThat((double) hits.score(i)).isCloseTo(score, within(tolerance));
            assertThat((double) hits.score(i)).isCloseTo(best[i], within(tolerance));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HNSW,FLOAT16,L2,24,0.95",
        "HNSW,BFLOAT16,COSINE,40,0.95",
        "HNSW,INT8,COSINE,32,0.95",
        "HNSW,INT8,IP,20,0.85",
        "HNSW_SQ refine=true,INT8,COSINE,32,0.95",
        "HNSW_SQ sq_type=SQ6 refine=true,FLOAT16,COSINE,24,0.9",
        "HNSW_PQ m=16 nbits=6 refine=true,BFLOAT16,L2,32,0.9",
        "HNSW_RABITQ rbq_bits=5 refine=true,FLOAT16,COSINE,24,0.9"
    })
    void walksFindNearlyAllWithTheScoresOfTheElements(
            String words, ElementType element, Metric metric, int dimension, double recall) {
        Elements all = Elements.random(element, 1_025, dimension, 1);
        Elements rows = all.part(0, 1_000);
        Elements queries = all.part(1_000, 1_025);
        try (VectorIndex index = build(words + " M=8 efConstruction=60", metric, rows)) {
            checkRecall(index, metric, rows, queries, SearchParameters.parse("ef=100"), recall);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "IVF_SQ8,FLOAT16,COSINE,0.85,0.03",
        "IVF_PQ m=16 nbits=6,BFLOAT16,COSINE,0.4,0.3",
        "IVF_PQ m=16 nbits=5 refine=true,FLOAT16,L2,0.95,0.001",
        "IVF_RABITQ refine=true,BFLOAT16,COSINE,0.95,0.001",
        "IVF_RABITQ refine=true refine_type=SQ8,FLOAT16,COSINE,0.85,0.03"
    })
    void listsOfHalvesAreCodedAndRefinedByTheHalves(
            String words, ElementType element, Metric metric, double recall, double tolerance) {
        Elements all = Elements.random(element, 1_025, 32, 1);
        Elements rows = all.part(0, 1_000);
        Elements queries = all.part(1_000, 1_025);
        float[] numbers = rows.numbers();
        float[] asked = queries.numbers();
        try (VectorIndex index = build(words + " nlist=16", metric, rows)) {
            SearchParameters search = SearchParameters.parse("nprobe=16 refine_k=20");
            Hits[] hits = index.search(queries.bytes(), 25, 10, search, Acceptance.all());
            assertThat(Clouds.recall(metric, numbers, asked, 32, hits, 10, Acceptance.all()))
                    .isGreaterThan(recall);
            for (int q = 0; q < 25; q++) {
                for (int i = 0; i < 10; i++) {
                    double score = Elements.score(metric, asked, q * 32, numbers, hits[q].row(i) * 32, 32);
                    assertThat((double) hits[q].score(i))
                            .isCloseTo(score, within(tolerance * Math.max(1, Math.abs(score))));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"FLOAT16,COSINE", "BFLOAT16,L2", "INT8,IP", "INT8,COSINE"})
    void autoindexReachesTheRecallThatIsAsked(ElementType element, Metric metric) {
        Elements all = Elements.random(element, IndexBuilders.SMALL + 400, 24, 1);
        Elements rows = all.part(0, all.rows() - 50);
        Elements queries = all.part(all.rows() - 50, all.rows());
        try (VectorIndex index = build("AUTOINDEX", metric, rows)) {
            checkRecall(index, metric, rows, queries, SearchParameters.parse("recall=0.95"), 0.93);
            Hits filtered = index.search(queries.row(0), 10, SearchParameters.defaults(), third(rows.rows()));
            assertThat(filtered.size()).isEqualTo(10);
        }
    }

    private static void checkRecall(
            VectorIndex index, Metric metric, Elements rows, Elements queries, SearchParameters search, double recall) {
        int dimension = rows.dimension();
        float[] numbers = rows.numbers();
        float[] asked = queries.numbers();
        Hits[] hits = index.search(queries.bytes(), queries.rows(), 10, search, Acceptance.all());
        assertThat(Clouds.recall(metric, numbers, asked, dimension, hits, 10, Acceptance.all()))
                .isGreaterThan(recall);
        for (int q = 0; q < queries.rows(); q++) {
            for (int i = 0; i < hits[q].size(); i++) {
                double score =
                        Elements.score(metric, asked, q * dimension, numbers, hits[q].row(i) * dimension, dimension);
                assertThat((double) hits[q].score(i)).isCloseTo(score, within(1e-3 * Math.max(1, Math.abs(score))));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "FLAT,BIT,JACCARD",
        "FLAT,INT8,L2",
        "FLAT,FLOAT16,IP",
        "HNSW M=8,INT8,COSINE",
        "IVF_FLAT nlist=4,FLOAT16,L2"
    })
    void pagesAreTheWholeOrderAndRangesEndAtTheirRadius(String words, ElementType element, Metric metric) {
        Elements rows = Elements.random(element, 300, 32, 1);
        SearchParameters search = SearchParameters.parse("nprobe=4 ef=300");
        try (VectorIndex index = build(words, metric, rows)) {
            Hits whole = index.search(rows.row(3), 300, search, Acceptance.all());
            assertThat(whole.size()).isEqualTo(300);
            try (SearchIterator pages = index.iterate(rows.row(3), search, Acceptance.all())) {
                int at = 0;
                for (Hits page = pages.next(70); page.size() > 0; page = pages.next(70)) {
                    for (int i = 0; i < page.size(); i++) {
                        assertThat(page.row(i)).isEqualTo(whole.row(at++));
                    }
                }
                assertThat(at).isEqualTo(300);
            }
            float radius = (whole.score(40) + whole.score(41)) / 2;
            Hits range = index.rangeSearch(rows.row(3), radius, Float.NaN, 300, search, Acceptance.all());
            assertThat(range.size()).isPositive();
            for (int i = 0; i < 300; i++) {
                boolean within = metric.smallerIsCloser() ? whole.score(i) < radius : whole.score(i) > radius;
                assertThat(i < range.size()).isEqualTo(within);
            }
        }
    }

    @Test
    void queriesOfFloatsMayComeAsBytes() {
        float[] data = Clouds.clustered(200, 6, 4, 1);
        Path file = folder.resolve("floats");
        VectorIndex.build(
                IndexParameters.parse("FLAT", Metric.COSINE, 6),
                VectorSource.of(data, 6),
                file,
                BuildControl.threads(1));
        byte[] bytes = new byte[24];
        java.nio.ByteBuffer.wrap(bytes)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .put(data, 60, 6);
        try (VectorIndex index = VectorIndex.open(file)) {
            assertThat(index.search(bytes, 5, SearchParameters.defaults(), Acceptance.all())
                            .rows())
                    .isEqualTo(index.search(
                                    Arrays.copyOfRange(data, 60, 66), 5, SearchParameters.defaults(), Acceptance.all())
                            .rows());
        }
    }

    @Test
    void rowsTakeNoMoreThanTheirElements() throws Exception {
        for (ElementType element : ElementType.values()) {
            if (element != ElementType.FLOAT32) {
                Metric metric = element == ElementType.BIT ? Metric.HAMMING : Metric.L2;
                Elements rows = Elements.random(element, 3_000, 128, 1);
                build("FLAT", metric, rows).close();
                assertThat(Files.size(folder.resolve("index"))).isLessThan(rows.bytes().length + 3 * 4_096L);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"FLAT,INT8,L2", "HNSW,FLOAT16,COSINE", "AUTOINDEX,BFLOAT16,IP", "BIN_FLAT,BIT,JACCARD"})
    void smallestIndexesAnswer(String words, ElementType element, Metric metric) {
        for (int rows : new int[] {0, 1, 5}) {
            Elements data = Elements.random(element, rows, 8, 1);
            try (VectorIndex index = build(words, metric, data)) {
                byte[] query = Elements.random(element, 1, 8, 2).bytes();
                assertThat(index.search(query, 10, SearchParameters.defaults(), Acceptance.all())
                                .size())
                        .isEqualTo(rows);
            }
        }
    }

    private static Acceptance third(int rows) {
        Random random = new Random(8);
        long[] words = new long[(rows + 63) / 64];
        for (int row = 0; row < rows; row++) {
            if (random.nextInt(3) == 0) {
                words[row >>> 6] |= 1L << row;
            }
        }
        return Acceptance.of(words);
    }

    private VectorIndex build(String words, Metric metric, Elements rows) {
        return rows.index(words, metric, folder.resolve("index"));
    }
}
