package io.ocellus.vector.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocellus.vector.index.file.IndexFile;
import io.ocellus.vector.index.file.Mapping;
import io.ocellus.vector.index.ivf.FinerLists;
import io.ocellus.vector.index.ivf.InvertedBuilder;
import io.ocellus.vector.index.ivf.RowLists;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.model.SearchParameters;
import io.ocellus.vector.index.row.RowLayout;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** AUTOINDEX makes its lists anew, finer, where what it measured says that this pays, and searches them as the others. */
class FinerListsTest {

    private static final int ROWS = 12_000;
    private static final int QUERIES = 100;

    /** What so many rows have at first. */
    private static final int USUAL = 192;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void clustersOfUnevenSizeAndWidthGetFinerListsThatReachTheRecallAsked(int threads) throws IOException {
        float[] all = uneven(ROWS + QUERIES, 64, 250, 5);
        reachesTheRecallAsked(Metric.L2, all, 64, threads);
    }

    @Test
    void rowsOfVeryUnequalLengthsGetFinerListsUnderInnerProduct() throws IOException {
        float[] all = lengthy(ROWS + QUERIES, 24, 6);
        reachesTheRecallAsked(Metric.IP, all, 24, 1);
    }

    private void reachesTheRecallAsked(Metric metric, float[] all, int dimension, int threads) throws IOException {
        float[] rows = Arrays.copyOf(all, ROWS * dimension);
        float[] queries = Arrays.copyOfRange(all, ROWS * dimension, all.length);
        Path file = folder.resolve("finer");
        VectorIndex index = Clouds.index("AUTOINDEX", metric, rows, dimension, file, BuildControl.threads(threads));
        assertThat(lists(file, dimension)).isGreaterThan(2 * USUAL);
        long[] half = new long[(ROWS + 63) / 64];
        Arrays.fill(half, 0x5555_5555_5555_5555L);
        for (Acceptance accepted : new Acceptance[] {Acceptance.all(), Acceptance.of(half)}) {
            for (double asked : new double[] {0.9, 0.95, 0.99}) {
                Hits[] hits = index.search(queries, QUERIES, 10, SearchParameters.parse("recall=" + asked), accepted);
                // 1,000 neighbours in clumps: two deviations.
                double room = 2 * Math.sqrt(2.5 * asked * (1 - asked) / (10 * QUERIES));
                assertThat(Clouds.recall(metric, rows, queries, dimension, hits, 10, accepted))
                        .as("asked %s", asked)
                        .isGreaterThanOrEqualTo(asked - room);
            }
        }
    }

    @Test
    void oneThreadMakesTheSameFileTwice() throws IOException {
        float[] rows = uneven(ROWS, 64, 250, 5);
        Path one = folder.resolve("one");
        Path two = folder.resolve("two");
        for (Path file : new Path[] {one, two}) {
            Clouds.index("AUTOINDEX", Metric.L2, rows, 64, file, BuildControl.threads(1));
        }
        assertThat(lists(one, 64)).isGreaterThan(2 * USUAL);
        assertThat(Files.mismatch(one, two)).isEqualTo(-1);
    }

    @Test
    void rowsWithoutManyCandidatesKeepTheirLists() throws IOException {
        float[] rows = Clouds.clustered(ROWS, 48, 30, 3);
        Path file = folder.resolve("usual");
        Clouds.index("AUTOINDEX", Metric.L2, rows, 48, file, BuildControl.threads(1));
        assertThat(lists(file, 48)).isEqualTo(USUAL);
    }

    @Test
    void partsOfListsHoldEachRowOnceAndNearlyAlwaysWithItsNearestCentre() {
        int dimension = 24;
        RowLayout layout = new RowLayout(Metric.L2, dimension);
        int stride = layout.stride();
        float[] data = layout.queries(uneven(5_000, dimension, 200, 8), 5_000);
        try (Arena arena = Arena.ofShared()) {
            long vectors = Memory.allocate(arena, 4L * data.length).address();
            Memory.write(data, 0, data.length, vectors);
            BuildControl control = BuildControl.threads(1);
            RowLists coarse = InvertedBuilder.lists(layout, 5_000, vectors, 64, new Random(1), control);
            float[] units = new float[64];
            Arrays.fill(units, 1);
            RowLists finer = FinerLists.split(coarse, units, layout, vectors, 256, control);
            assertThat(finer.lists()).isBetween(230, 290);
            assertThat(Arrays.stream(finer.rows()).sorted().distinct().count()).isEqualTo(5_000);
            assertThat(Arrays.stream(finer.sizes()).max().orElseThrow()).isLessThan(200);
            int best = 0;
            for (int row = 0; row < 5_000; row++) {
                int nearest = 0;
                for (int list = 1; list < finer.lists(); list++) {
                    nearest = apart(data, row, finer.centres(), list, stride)
                                    < apart(data, row, finer.centres(), nearest, stride)
                            ? list
                            : nearest;
                }
                best += nearest == finer.nearest()[row] ? 1 : 0;
            }
            assertThat(best).isGreaterThan(4_750);
        }
    }

    private static double apart(float[] rows, int row, float[] centres, int list, int stride) {
        double sum = 0;
        for (int d = 0; d < stride; d++) {
            double difference = rows[row * stride + d] - centres[list * stride + d];
            sum += difference * difference;
        }
        return sum;
    }

    private static int lists(Path file, int dimension) throws IOException {
        try (Mapping mapping = Mapping.open(file)) {
            IndexFile.Extent centres =
                    IndexFile.readHeader(file, mapping.segment()).parts().get(IndexFile.Part.CENTROIDS);
            assertThat(centres).isNotNull();
            return (int) (centres.length() / 4 / new RowLayout(Metric.L2, dimension).stride());
        }
    }

    private static float[] uneven(int rows, int dimension, int clusters, long seed) {
        Random random = new Random(seed);
        float[] centres = new float[clusters * dimension];
        for (int i = 0; i < centres.length; i++) {
            centres[i] = (float) random.nextGaussian();
        }
        float[] width = new float[clusters];
        double[] share = new double[clusters];
        double all = 0;
        for (int c = 0; c < clusters; c++) {
            width[c] = (float) (-0.35 * Math.log((1 - random.nextDouble()) * (1 - random.nextDouble())));
            double size = random.nextGaussian();
            all += size * size;
            share[c] = all;
        }
        float[] vectors = new float[rows * dimension];
        for (int row = 0; row < rows; row++) {
            int at = Arrays.binarySearch(share, random.nextDouble() * all);
            int cluster = Math.min(clusters - 1, at < 0 ? -at - 1 : at);
            for (int d = 0; d < dimension; d++) {
                vectors[row * dimension + d] =
                        centres[cluster * dimension + d] + width[cluster] * (float) random.nextGaussian();
            }
        }
        return vectors;
    }

    private static float[] lengthy(int rows, int dimension, long seed) {
        float[] vectors = new float[rows * dimension];
        Random random = new Random(seed);
        for (int row = 0; row < rows; row++) {
            float length = (float) Math.exp(random.nextGaussian());
            for (int d = 0; d < dimension; d++) {
                vectors[row * dimension + d] = length * (float) random.nextGaussian();
            }
        }
        return vectors;
    }
}
