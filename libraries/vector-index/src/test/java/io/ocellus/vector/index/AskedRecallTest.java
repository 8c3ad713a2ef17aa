package io.ocellus.vector.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocellus.vector.index.exact.SampleQueries;
import io.ocellus.vector.index.file.IndexFile;
import io.ocellus.vector.index.graph.Graph;
import io.ocellus.vector.index.graph.GraphBuilder;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.IndexParameters;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.model.SearchParameters;
import io.ocellus.vector.index.model.VectorSource;
import io.ocellus.vector.index.row.FloatScorer;
import io.ocellus.vector.index.row.RowLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** AUTOINDEX reaches the recall that is asked, by queries that it never saw, on rows of many kinds. */
class AskedRecallTest {

    private static final int ROWS = 6_000;
    private static final int QUERIES = 200;

    @TempDir
    Path folder;

    /** Rows of one kind; the same seed gives the same rows. */
    private interface Kind {
        float[] rows(int count, long seed);
    }

    private record Asked(String name, String index, Metric metric, int dimension, Kind kind) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Arguments> kinds() {
        return Stream.of(
                        new Asked("even in a cube", "AUTOINDEX", Metric.L2, 16, (n, seed) -> cube(n, 16, seed)),
                        new Asked("few of great length", "AUTOINDEX", Metric.IP, 24, (n, seed) -> lengthy(n, 24, seed)),
                        new Asked("in a rhythm", "AUTOINDEX", Metric.COSINE, 20, (n, seed) -> rhythm(n, 20, seed)),
                        new Asked(
                                "in a rhythm, walked",
                                "AUTOINDEX graph=true",
                                Metric.L2,
                                20,
                                (n, seed) -> rhythm(n, 20, seed)),
                        new Asked(
                                "each three times",
                                "AUTOINDEX",
                                Metric.COSINE,
                                40,
                                (n, seed) -> threefold(n, 40, seed)),
                        new Asked(
                                "each three times, walked",
                                "AUTOINDEX graph=true",
                                Metric.COSINE,
                                40,
                                (n, seed) -> threefold(n, 40, seed)),
                        new Asked(
                                "in a few dimensions of many, walked",
                                "AUTOINDEX",
                                Metric.L2,
                                256,
                                (n, seed) -> flat(n, 256, 20, seed)))
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theRecallThatIsAskedIsReached(Asked asked) {
        float[] data = asked.kind.rows(ROWS, 1);
        float[] queries = asked.kind.rows(QUERIES, 2);
        Path file = folder.resolve("index");
        VectorIndex.build(
                IndexParameters.parse(asked.index, asked.metric, asked.dimension),
                VectorSource.of(data, asked.dimension),
                file,
                BuildControl.threads(2));
        try (VectorIndex index = VectorIndex.open(file)) {
            for (float recall : new float[] {0.9f, 0.95f, 0.99f}) {
                SearchParameters parameters = SearchParameters.parse("recall=" + recall);
                Hits[] batch = index.search(queries, QUERIES, 10, parameters, Acceptance.all());
                Hits[] single = batch;
                if (recall == 0.95f) {
                    single = new Hits[QUERIES];
                    for (int q = 0; q < QUERIES; q++) {
                        float[] query =
                                java.util.Arrays.copyOfRange(queries, q * asked.dimension, (q + 1) * asked.dimension);
                        single[q] = index.search(query, 10, parameters, Acceptance.all());
                    }
                }
                // So many queries tell the recall only so well.
                double least = recall - 2.5 * Math.sqrt(2 * recall * (1 - recall) / (10 * QUERIES));
                for (Hits[] hits : new Hits[][] {batch, single}) {
                    assertThat(Clouds.recall(asked.metric, data, queries, asked.dimension, hits, 10, Acceptance.all()))
                            .as("%s at %s", asked, recall)
                            .isGreaterThan(least);
                }
            }
        }
    }

    @Test
    void nothingLeadsToRowsThatAskUntilWalksWereMeasured() {
        int dimension = 16;
        float[] data = cube(2_000, dimension, 1);
        RowLayout layout = new RowLayout(Metric.L2, dimension);
        BitSet asking = new BitSet();
        for (int row = 5; row < 2_000; row += 20) {
            asking.set(row);
        }
        List<Integer> before = new ArrayList<>();
        try (java.lang.foreign.Arena arena = java.lang.foreign.Arena.ofConfined();
                IndexFile.Writer writer = new IndexFile.Writer(folder.resolve("never"))) {
            long vectors = Memory.allocate(arena, 4L * data.length).address();
            Memory.write(layout.queries(data, 2_000), 0, data.length, vectors);
            Graph graph = new GraphBuilder(writer, layout, 2_000, 8, 60, vectors, BuildControl.threads(1))
                    .build(
                            () -> new FloatScorer(layout, vectors),
                            0,
                            asking,
                            unfinished -> before.addAll(led(unfinished)));
            assertThat(before).hasSizeGreaterThan(1_800).noneMatch(asking::get);
            assertThat(led(graph)).hasSizeGreaterThan(1_950).contains(5, 25, 45);
        }
    }

    /** Rows that some row has a link to. */
    private static Set<Integer> led(Graph graph) {
        Set<Integer> rows = new HashSet<>();
        for (int row = 0; row < graph.rows(); row++) {
            for (int i = 0; i < graph.degree(0); i++) {
                rows.add(Memory.getInt(graph.list(row, 0) + 4L * i));
            }
        }
        rows.remove(Graph.NONE);
        return rows;
    }

    @Test
    void rowsEqualToASampleAreNoAnswersToIt() {
        int dimension = 16;
        float[] data = threefold(6_000, dimension, 1);
        RowLayout layout = new RowLayout(Metric.L2, dimension);
        try (java.lang.foreign.Arena arena = java.lang.foreign.Arena.ofConfined()) {
            long vectors = Memory.allocate(arena, 4L * data.length).address();
            Memory.write(layout.queries(data, 6_000), 0, data.length, vectors);
            SampleQueries sample = SampleQueries.searched(layout, 6_000, vectors, 6_000, BuildControl.threads(1));
            for (int q = 0; q < sample.count(); q++) {
                Set<Integer> apart = new HashSet<>();
                for (int row : sample.apart()[q]) {
                    apart.add(row % 2_000);
                }
                assertThat(sample.apart()[q]).hasSize(3);
                assertThat(apart).hasSize(1);
                assertThat(Arrays.stream(sample.neighbours(q)).boxed())
                        .hasSize(10)
                        .noneMatch(row -> apart.contains(row % 2_000));
            }
        }
    }

    private static float[] cube(int rows, int dimension, long seed) {
        Random random = new Random(seed);
        float[] cube = new float[rows * dimension];
        for (int i = 0; i < cube.length; i++) {
            cube[i] = random.nextFloat();
        }
        return cube;
    }

    private static float[] lengthy(int rows, int dimension, long seed) {
        float[] vectors = rhythm(rows, dimension, seed);
        Random random = new Random(seed);
        for (int row = 0; row < rows; row++) {
            double length = Math.pow(random.nextDouble(), -0.4);
            for (int d = 0; d < dimension; d++) {
                vectors[row * dimension + d] *= (float) length;
            }
        }
        return vectors;
    }

    /** Row after row belongs to one of so many clusters, in turn. */
    private static float[] rhythm(int rows, int dimension, long seed) {
        int clusters = 50;
        float[] centres = Clouds.clustered(clusters, dimension, 1_000, 9);
        Random random = new Random(seed);
        float[] vectors = new float[rows * dimension];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = 3 * centres[i % (clusters * dimension)] + 0.5f * (float) random.nextGaussian();
        }
        return vectors;
    }

    /** The first third again, and again. */
    private static float[] threefold(int rows, int dimension, long seed) {
        float[] some = cube(rows / 3, dimension, seed);
        float[] vectors = new float[rows * dimension];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = some[i % some.length];
        }
        return vectors;
    }

    private static float[] flat(int rows, int dimension, int rank, long seed) {
        Random shape = new Random(11);
        float[] axes = new float[rank * dimension];
        for (int i = 0; i < axes.length; i++) {
            axes[i] = (float) shape.nextGaussian();
        }
        Random random = new Random(seed);
        float[] vectors = new float[rows * dimension];
        for (int row = 0; row < rows; row++) {
            for (int axis = 0; axis < rank; axis++) {
                float along = (float) random.nextGaussian();
                for (int d = 0; d < dimension; d++) {
                    vectors[row * dimension + d] += along * axes[axis * dimension + d];
                }
            }
        }
        return vectors;
    }
}
