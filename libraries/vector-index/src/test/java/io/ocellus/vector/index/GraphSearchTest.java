package io.ocellus.vector.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocellus.vector.index.file.IndexFile;
import io.ocellus.vector.index.file.Mapping;
import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.IndexFailure;
import io.ocellus.vector.index.model.IndexParameters;
import io.ocellus.vector.index.model.IndexType;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.model.SearchParameters;
import io.ocellus.vector.index.model.VectorSource;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphSearchTest {

    private static final int ROWS = 6_000;
    private static final int DIMENSION = 20;
    private static final float[] DATA = Clouds.clustered(ROWS, DIMENSION, 60, 1);
    private static final float[] QUERIES = Clouds.clustered(50, DIMENSION, 60, 2);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"L2,1,0.95", "COSINE,1,0.95", "IP,1,0.9", "L2,3,0.95"})
    void findsNearlyAllOfTheNearest(Metric metric, int threads, double least) {
        try (VectorIndex index = build(metric, threads, "graph")) {
            Hits[] hits = index.search(QUERIES, 50, 10, SearchParameters.parse("ef=100"), Acceptance.all());
            assertThat(Clouds.recall(metric, DATA, QUERIES, DIMENSION, hits, 10, Acceptance.all()))
                    .isGreaterThan(least);
        }
    }

    @ParameterizedTest
    @CsvSource({"0.8", "0.4", "0.1", "0.01"})
    void filteredSearchFindsNearlyAllOfTheNearestAccepted(double part) {
        Random random = new Random(5);
        long[] words = new long[(ROWS + 63) / 64];
        for (int row = 0; row < ROWS; row++) {
            if (random.nextDouble() < part) {
                words[row >>> 6] |= 1L << row;
            }
        }
        Acceptance accepted = Acceptance.of(words);
        try (VectorIndex index = build(Metric.L2, 1, "graph")) {
            Hits[] hits = index.search(QUERIES, 50, 10, SearchParameters.parse("ef=60"), accepted);
            assertThat(Clouds.recall(Metric.L2, DATA, QUERIES, DIMENSION, hits, 10, accepted))
                    .isGreaterThan(0.95);
            for (Hits each : hits) {
                for (int row : each.rows()) {
                    assertThat(accepted.test(row)).isTrue();
                }
            }
        }
    }

    @Test
    void oneThreadBuildsTheSameFileTwice() throws Exception {
        build(Metric.COSINE, 1, "one").close();
        build(Metric.COSINE, 1, "two").close();
        assertThat(Files.mismatch(folder.resolve("one"), folder.resolve("two"))).isEqualTo(-1);
    }

    @Test
    void iteratorReturnsNoRowTwice() {
        try (VectorIndex index = build(Metric.L2, 1, "graph");
                SearchIterator pages = index.iterate(
                        java.util.Arrays.copyOf(QUERIES, DIMENSION),
                        SearchParameters.parse("ef=50"),
                        Acceptance.all())) {
            java.util.Set<Integer> seen = new java.util.HashSet<>();
            for (int page = 0; page < 20; page++) {
                Hits hits = pages.next(100);
                assertThat(hits.size()).isEqualTo(100);
                for (int row : hits.rows()) {
                    assertThat(seen.add(row)).isTrue();
                }
            }
        }
    }

    @Test
    void refusesNumbersOutOfRangeInMilvusWords() {
        assertThatThrownBy(() -> new IndexParameters(IndexType.HNSW, Metric.L2, 4, Map.of("M", "1")))
                .hasMessage("param 'M' (1) should be in range [2, 2048]");
        assertThatThrownBy(() -> new IndexParameters(IndexType.HNSW, Metric.L2, 4, Map.of("M", "x")))
                .isInstanceOf(IndexFailure.InvalidParameter.class);
        try (VectorIndex index = build(Metric.L2, 1, "graph")) {
            assertThatThrownBy(() -> index.search(QUERIES, 1, 10, SearchParameters.parse("ef=9"), Acceptance.all()))
                    .hasMessage("ef(9) should be larger than k(10)");
        }
    }

    @Test
    void cancelledBuildLeavesNoFile() {
        Path file = folder.resolve("cancelled");
        assertThatThrownBy(() -> VectorIndex.build(
                        IndexParameters.parse("HNSW", Metric.L2, DIMENSION),
                        VectorSource.of(DATA, DIMENSION),
                        file,
                        new BuildControl(2, Long.MAX_VALUE, done -> {}, new java.util.function.BooleanSupplier() {
                            private int asked;

                            @Override
                            public synchronized boolean getAsBoolean() {
                                return asked++ > 5;
                            }
                        })))
                .isInstanceOf(IndexFailure.Cancelled.class);
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "2", "40"})
    void tinyIndexesAnswer(int rows) {
        Path file = folder.resolve("tiny");
        float[] data = java.util.Arrays.copyOf(DATA, rows * DIMENSION);
        VectorIndex.build(
                IndexParameters.parse("HNSW M=4", Metric.L2, DIMENSION),
                VectorSource.of(data, DIMENSION),
                file,
                BuildControl.threads(1));
        try (VectorIndex index = VectorIndex.open(file)) {
            assertThat(index.search(QUERIES, 1, 10, SearchParameters.defaults(), Acceptance.all())[0].size())
                    .isEqualTo(Math.min(10, rows));
        }
    }

    @Test
    void manyEqualVectorsAreAllReached() {
        Path file = folder.resolve("equal");
        float[] data = new float[3_000 * 4];
        java.util.Arrays.fill(data, 1);
        VectorIndex.build(
                IndexParameters.parse("HNSW M=8 efConstruction=50", Metric.L2, 4),
                VectorSource.of(data, 4),
                file,
                BuildControl.threads(1));
        try (VectorIndex index = VectorIndex.open(file)) {
            Hits hits = index.search(new float[] {1, 1, 1, 1}, 10, SearchParameters.defaults(), Acceptance.all());
            assertThat(hits.size()).isEqualTo(10);
            assertThat(hits.scores()).containsOnly(0f);
        }
    }

    private VectorIndex build(Metric metric, int threads, String name) {
        Path file = folder.resolve(name);
        VectorIndex.build(
                IndexParameters.parse("HNSW M=12 efConstruction=100", metric, DIMENSION),
                VectorSource.of(DATA, DIMENSION),
                file,
                BuildControl.threads(threads));
        VectorIndex index = VectorIndex.open(file);
        index.verify();
        return index;
    }

    @Test
    void aLinkToNoRowTellsADamagedFile() throws Exception {
        build(Metric.L2, 1, "graph").close();
        Path file = folder.resolve("graph");
        IndexFile.Header header;
        try (Mapping mapping = Mapping.open(file)) {
            mapping.enter();
            header = IndexFile.readHeader(file, mapping.segment());
            mapping.leave();
        }
        IndexFile.Extent links = header.part(file, IndexFile.Part.GRAPH_BASE, -1);
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            byte[] nowhere = new byte[(int) links.length()];
            Arrays.fill(nowhere, (byte) 0x11);
            bytes.seek(links.offset());
            bytes.write(nowhere);
        }
        try (VectorIndex index = VectorIndex.open(file)) {
            assertThatThrownBy(() -> index.search(QUERIES, 50, 10, SearchParameters.parse("ef=100"), Acceptance.all()))
                    .isInstanceOf(IndexFailure.DamagedFile.class)
                    .hasMessageContaining("of " + ROWS);
        }
    }
}
