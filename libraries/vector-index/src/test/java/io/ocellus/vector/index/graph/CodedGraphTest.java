package io.ocellus.vector.index.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocellus.vector.index.Clouds;
import io.ocellus.vector.index.Hits;
import io.ocellus.vector.index.VectorIndex;
import io.ocellus.vector.index.exact.SampleQueries;
import io.ocellus.vector.index.file.IndexFile;
import io.ocellus.vector.index.file.Mapping;
import io.ocellus.vector.index.kernel.Simd;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.IndexFailure;
import io.ocellus.vector.index.model.IndexParameters;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.model.SearchParameters;
import io.ocellus.vector.index.model.VectorSource;
import io.ocellus.vector.index.row.RowLayout;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodedGraphTest {

    private static final int ROWS = 6_000;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"L2,17,1", "COSINE,40,1", "COSINE,150,2", "L2,300,1"})
    void walksFindNearlyAllOfTheNearest(Metric metric, int dimension, int threads) {
        float[] data = Clouds.clustered(ROWS, dimension, 60, 1);
        float[] queries = Clouds.clustered(50, dimension, 60, 1);
        Random random = new Random(3);
        for (int i = 0; i < queries.length; i++) {
            queries[i] += 0.3f * (float) random.nextGaussian();
        }
        try (VectorIndex index = build(metric, data, dimension, threads)) {
            SearchParameters wide = SearchParameters.parse("ef=100");
            Hits[] batch = index.search(queries, 50, 10, wide, Acceptance.all());
            assertThat(Clouds.recall(metric, data, queries, dimension, batch, 10, Acceptance.all()))
                    .isGreaterThan(0.93);
            for (int q = 0; q < 50; q++) {
                float[] query = java.util.Arrays.copyOfRange(queries, q * dimension, (q + 1) * dimension);
                Hits single = index.search(query, 10, wide, Acceptance.all());
                assertThat(single.rows()).isEqualTo(batch[q].rows());
                double score = Clouds.score(metric, query, 0, data, single.row(0) * dimension, dimension);
                assertThat((double) single.score(0)).isCloseTo(score, within(1e-3 * Math.max(1, Math.abs(score))));
            }
        }
    }

    @Test
    void askedRecallIsReachedByWhicheverIsCheaper() {
        float[] data = Clouds.clustered(ROWS, 64, 60, 1);
        float[] queries = Clouds.clustered(100, 64, 60, 1);
        try (VectorIndex index = build(Metric.COSINE, data, 64, 1)) {
            for (float recall : new float[] {0.9f, 0.99f}) {
                Hits[] hits =
                        index.search(queries, 100, 10, SearchParameters.parse("recall=" + recall), Acceptance.all());
                assertThat(Clouds.recall(Metric.COSINE, data, queries, 64, hits, 10, Acceptance.all()))
                        .isGreaterThan(recall - 0.02);
            }
        }
    }

    @Test
    void rowsThatWereHeldApartToMeasureTheGraphAreFoundLikeOthers() {
        int dimension = 40;
        float[] data = Clouds.clustered(ROWS, dimension, 60, 1);
        try (VectorIndex index = build(Metric.L2, data, dimension, 1);
                Arena arena = Arena.ofConfined()) {
            RowLayout layout = new RowLayout(Metric.L2, dimension);
            long vectors = Memory.allocate(arena, 4L * ROWS * layout.stride()).address();
            Memory.write(layout.queries(data, ROWS), 0, ROWS * layout.stride(), vectors);
            int most = ROWS / SampleQueries.HELD;
            java.util.BitSet held = SampleQueries.searched(layout, ROWS, vectors, most, BuildControl.threads(1))
                    .own();
            assertThat(held.cardinality()).isEqualTo(most);
            int found = 0;
            int others = 0;
            Hits[] hits = index.search(data, ROWS, 10, SearchParameters.parse("ef=30"), Acceptance.all());
            for (int row = 0; row < ROWS; row++) {
                int self = hits[row].row(0) == row ? 1 : 0;
                found += held.get(row) ? self : 0;
                others += held.get(row) ? 0 : self;
            }
            assertThat(found / (double) most).isGreaterThan(0.97);
            assertThat(others / (double) (ROWS - most)).isGreaterThan(0.97);
        }
    }

    @Test
    void equalRowsAreFoundAsOftenAsAsked() {
        float[] data = new float[ROWS * 8];
        java.util.Arrays.fill(data, 1);
        try (VectorIndex index = build(Metric.L2, data, 8, 1)) {
            Hits hits = index.search(
                    java.util.Arrays.copyOf(data, 8), 20, SearchParameters.parse("ef=50"), Acceptance.all());
            assertThat(hits.size()).isEqualTo(20);
            assertThat(hits.scores()).containsOnly(0f);
        }
    }

    @Test
    void threadsChangeNoByteOfTheFile() throws Exception {
        float[] data = Clouds.clustered(ROWS, 16, 60, 1);
        build(Metric.COSINE, data, 16, 1).close();
        byte[] first = Files.readAllBytes(folder.resolve("index"));
        build(Metric.COSINE, data, 16, 3).close();
        assertThat(Files.readAllBytes(folder.resolve("index"))).isEqualTo(first);
    }

    @Test
    void withoutTheMemoryForAGraphTheListsAnswer() {
        float[] data = Clouds.clustered(ROWS, 16, 60, 1);
        Path file = folder.resolve("small");
        VectorIndex.build(
                IndexParameters.parse("AUTOINDEX graph=true", Metric.L2, 16),
                VectorSource.of(data, 16),
                file,
                new BuildControl(1, CodedGraphBuilder.workingBytes(ROWS) - 1, done -> {}, () -> false));
        try (VectorIndex index = VectorIndex.open(file)) {
            assertThat(index.bytes()).isLessThan(300L * ROWS);
            Hits[] hits = index.search(data, 20, 10, SearchParameters.defaults(), Acceptance.all());
            assertThat(Clouds.recall(Metric.L2, data, data, 16, hits, 10, Acceptance.all()))
                    .isGreaterThan(0.9);
        }
    }

    @Test
    void aLinkToARowThatIsNotThereIsNotFollowed() throws Exception {
        float[] data = Clouds.clustered(ROWS, 16, 60, 1);
        build(Metric.L2, data, 16, 1).close();
        Path file = folder.resolve("index");
        IndexFile.Header header;
        try (Mapping mapping = Mapping.open(file)) {
            mapping.enter();
            header = IndexFile.readHeader(file, mapping.segment());
            mapping.leave();
        }
        IndexFile.Extent blocks = header.parts().get(IndexFile.Part.EDGE_BLOCKS);
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            long block = blocks.length() / ROWS;
            for (int row = 0; row < ROWS; row++) {
                bytes.seek(blocks.offset() + block * row);
                bytes.write(new byte[] {0, 0, 0, 127});
            }
        }
        try (VectorIndex index = VectorIndex.open(file)) {
            assertThatThrownBy(() -> index.search(data, 20, 10, SearchParameters.parse("ef=100"), Acceptance.all()))
                    .isInstanceOf(IndexFailure.DamagedFile.class);
            assertThatThrownBy(index::verify).isInstanceOf(IndexFailure.DamagedFile.class);
        }
    }

    @Test
    void bothFormsOfTheKernelsAgree() {
        if (!Simd.WIDE) {
            return;
        }
        EdgeKernels fast = new VectorEdgeKernels();
        EdgeKernels plain = new ScalarEdgeKernels();
        Random random = new Random(7);
        for (int dimension : new int[] {3, 22, 100, 384}) {
            EdgeCodes book = EdgeCodes.of(2, dimension);
            for (int i = 0; i < book.centres().length; i++) {
                book.centres()[i] = (float) random.nextGaussian();
            }
            try (Arena arena = Arena.ofConfined()) {
                long query = Memory.allocate(arena, 4L * dimension).address();
                for (int d = 0; d < dimension; d++) {
                    Memory.setFloat(query + 4L * d, (float) random.nextGaussian());
                }
                long bytes = CodedGraph.blockBytes(book);
                long block = Memory.allocate(arena, bytes).address();
                for (int at = 384; at < bytes; at++) {
                    Memory.setByte(block + at, (byte) random.nextInt());
                }
                for (int i = 0; i < 64; i++) {
                    Memory.setFloat(CodedGraph.factors(block) + 4L * i, random.nextFloat());
                }
                float[][] distances = new float[2][32];
                int[] below = new int[2];
                EdgeKernels[] both = {fast, plain};
                for (int form = 0; form < 2; form++) {
                    long table = Memory.allocate(arena, (long) EdgeKernels.QUAD_TABLE * book.quads())
                            .address();
                    float[] scale = new float[2];
                    both[form].tables(book, query, dimension, new float[16 * book.groups()], table, scale);
                    below[form] = both[form].scan(
                            CodedGraph.codes(block),
                            book.quads(),
                            table,
                            CodedGraph.factors(block),
                            1,
                            scale,
                            Float.POSITIVE_INFINITY,
                            distances[form]);
                }
                assertThat(below[0]).isEqualTo(-1).isEqualTo(below[1]);
                for (int slot = 0; slot < 32; slot++) {
                    assertThat(distances[0][slot])
                            .isCloseTo(distances[1][slot], within(0.02f * (1 + Math.abs(distances[1][slot]))));
                }
            }
        }
    }

    @Test
    void bothFormsOfTheKernelsCodeAlike() {
        if (!Simd.WIDE) {
            return;
        }
        Random random = new Random(8);
        for (int dimension : new int[] {3, 100, 300}) {
            EdgeCodes book = EdgeCodes.of(dimension == 3 ? 1 : 4, dimension);
            for (int i = 0; i < book.centres().length; i++) {
                book.centres()[i] = i / EdgeCodes.CENTRES < dimension ? (float) random.nextGaussian() : 0;
            }
            float[] steps = new float[EdgeKernels.LANES * book.padded()];
            float[] origin = new float[book.padded()];
            for (int d = 0; d < dimension; d++) {
                origin[d] = (float) random.nextGaussian();
                for (int slot = 0; slot < EdgeKernels.LANES; slot++) {
                    steps[slot * book.padded() + d] = (float) random.nextGaussian();
                }
            }
            byte[][] codes = new byte[2][EdgeKernels.QUAD * book.quads()];
            float[][] along = new float[2][EdgeKernels.LANES];
            float[][] fromOrigin = new float[2][EdgeKernels.LANES];
            EdgeKernels[] both = {new VectorEdgeKernels(), new ScalarEdgeKernels()};
            for (int form = 0; form < 2; form++) {
                both[form].code(book, book.halfNorms(), steps, origin, codes[form], along[form], fromOrigin[form]);
            }
            int different = 0;
            for (int i = 0; i < codes[0].length; i++) {
                different += codes[0][i] == codes[1][i] ? 0 : 1;
            }
            assertThat(different).isLessThanOrEqualTo(1 + codes[0].length / 1_000);
            for (int slot = 0; slot < EdgeKernels.LANES; slot++) {
                assertThat(along[0][slot]).isCloseTo(along[1][slot], within(1e-3f * dimension));
                assertThat(fromOrigin[0][slot]).isCloseTo(fromOrigin[1][slot], within(0.05f * dimension));
            }
        }
    }

    private VectorIndex build(Metric metric, float[] data, int dimension, int threads) {
        Path file = folder.resolve("index");
        VectorIndex.build(
                IndexParameters.parse("AUTOINDEX graph=true", metric, dimension),
                VectorSource.of(data, dimension),
                file,
                BuildControl.threads(threads));
        VectorIndex index = VectorIndex.open(file);
        index.verify();
        return index;
    }
}
