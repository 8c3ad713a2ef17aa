package io.ocellus.vector.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocellus.vector.index.kernel.Kernels;
import io.ocellus.vector.index.kernel.QueryBuffer;
import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.IndexFailure;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.row.RowLayout;
import io.ocellus.vector.index.search.TopK;
import java.lang.foreign.Arena;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Growing rows are searched by codes and answer as if all of them were compared. */
class GrowingVectorsTest {

    private static final int ROWS = 9_000;

    @ParameterizedTest
    @EnumSource
    void answersAsIfEveryRowWereCompared(HardRows kind) {
        Random random = new Random(11);
        for (Metric metric : Clouds.METRICS) {
            {
                int dimension = metric == Metric.IP ? 6 : 134;
                float[] rows = kind.rows(ROWS, dimension, random);
                float[] queries = kind.rows(2, dimension, random);
                System.arraycopy(rows, 77 * dimension, queries, 0, dimension);
                GrowingVectors growing = appended(dimension, rows);
                int seen = ROWS - random.nextInt(500);
                float[][] distances = new float[2][];
                for (int q = 0; q < 2; q++) {
                    distances[q] = distances(metric, dimension, rows, queries, q, seen);
                }
                for (Acceptance accepted : new Acceptance[] {Acceptance.all(), part(0.5, random), part(0.01, random)}) {
                    for (int k : new int[] {10, 300}) {
                        Hits[] hits = growing.search(metric, queries, 2, k, seen, accepted);
                        for (int q = 0; q < 2; q++) {
                            TopK best = new TopK(k);
                            best.addAll(distances[q], 0, seen, 0, accepted);
                            same(hits[q], best.sorted(), distances[q]);
                        }
                    }
                }
            }
        }
    }

    /**
     * Compiled and interpreted kernels sum in different orders, so that rows at nearly one distance may change places: each
     * place holds as good a row as it should, by the distances of one and the same pass.
     */
    private static void same(Hits hits, long[] exact, float[] distances) {
        assertThat(hits.size()).isEqualTo(exact.length);
        float scale = 0;
        for (long key : exact) {
            scale = Math.max(scale, Math.abs(TopK.distance(key)));
        }
        for (int i = 0; i < exact.length; i++) {
            float expected = TopK.distance(exact[i]);
            assertThat(distances[hits.row(i)]).isCloseTo(expected, within(1e-5f * scale));
        }
    }

    /** Of every row, by the plain kernel that the refinement uses. */
    private static float[] distances(Metric metric, int dimension, float[] rows, float[] queries, int query, int seen) {
        RowLayout layout = new RowLayout(metric, dimension);
        QueryBuffer rowBuffer = new QueryBuffer();
        QueryBuffer queryBuffer = new QueryBuffer();
        try {
            long rowsAt = rowBuffer.put(layout.queries(rows, seen), seen * layout.stride());
            long queryAt = queryBuffer.put(layout.queries(queries, query + 1), (query + 1) * layout.stride());
            float[] distances = new float[seen];
            Kernels.FLOATS.distances(
                    metric, queryAt + 4L * layout.stride() * query, layout.stride(), rowsAt, seen, distances, 0);
            return distances;
        } finally {
            Reference.reachabilityFence(rowBuffer);
            Reference.reachabilityFence(queryBuffer);
        }
    }

    @ParameterizedTest
    @CsvSource({"L2,60", "IP,-3", "COSINE,-0.2", "COSINE,2"})
    void withinALimitIsWhatTheWholeOrderHoldsWithinIt(Metric metric, float limit) {
        Random random = new Random(4);
        float[] rows = Clouds.clustered(ROWS, 24, 30, 1);
        GrowingVectors growing = appended(24, rows);
        float[] query = Clouds.clustered(1, 24, 30, 1);
        Acceptance accepted = part(0.7, random);
        Hits order = growing.search(metric, query, 1, ROWS, ROWS, accepted)[0];
        int[] expected = java.util.stream.IntStream.range(0, order.size())
                .filter(i -> metric.distance(order.score(i)) <= limit)
                .map(order::row)
                .toArray();
        Hits within = growing.search(metric, query, 1, ROWS, ROWS, accepted, new float[] {limit})[0];
        assertThat(expected).isNotEmpty();
        assertThat(java.util.Arrays.stream(within.rows()).limit(expected.length))
                .containsExactly(java.util.Arrays.stream(expected).boxed().toArray(Integer[]::new));
    }

    @Test
    void readersSeeWhatIsPublishedWhileRowsAreAppended() throws InterruptedException {
        float[] rows = Clouds.clustered(20_000, 16, 200, 3);
        GrowingVectors growing = new GrowingVectors(16, 20_000, Arena.ofAuto());
        AtomicInteger published = new AtomicInteger();
        AtomicBoolean wrong = new AtomicBoolean();
        Thread reader = Thread.ofPlatform().start(() -> {
            Random random = new Random(5);
            int seen = 0;
            while (seen < 20_000) {
                seen = published.get();
                if (seen > 0) {
                    int row = random.nextInt(seen);
                    float[] query = Arrays.copyOfRange(rows, row * 16, row * 16 + 16);
                    Hits hits = growing.search(Metric.L2, query, 1, 3, seen, Acceptance.all())[0];
                    if (hits.row(0) != row || hits.score(0) != 0) {
                        wrong.set(true);
                    }
                }
            }
        });
        for (int row = 0; row < 20_000; row += 50) {
            Clouds.append(growing, rows, row, 50);
            published.setRelease(row + 50);
        }
        reader.join();
        assertThat(wrong).isFalse();
    }

    @Test
    void rowsTooFarForAFloatComeLastAndSuchQueriesAreRefused() {
        float[] rows = Clouds.clustered(ROWS, 12, 30, 1);
        for (int row = 0; row < ROWS; row += 3) {
            rows[12 * row + row % 12] = 3e19f;
        }
        GrowingVectors growing = appended(12, rows);
        float[] query = Arrays.copyOfRange(rows, 12 * 40, 12 * 41);
        Hits hits = growing.search(Metric.L2, query, 1, 10, ROWS, Acceptance.all())[0];
        assertThat(hits.row(0)).isEqualTo(40);
        for (int i = 0; i < 10; i++) {
            assertThat(hits.row(i) % 3).isNotZero();
            assertThat(hits.score(i)).isFinite();
        }
        assertThatThrownBy(() -> growing.search(Metric.L2, Arrays.copyOf(rows, 12), 1, 10, ROWS, Acceptance.all()))
                .isInstanceOf(IndexFailure.InvalidVector.class)
                .hasMessageStartingWith("vector 0 has the length 3.0E19: under L2");
    }

    private static GrowingVectors appended(int dimension, float[] rows) {
        GrowingVectors growing = new GrowingVectors(dimension, ROWS, Arena.ofAuto());
        Clouds.append(growing, rows, 0, ROWS);
        return growing;
    }

    private static Acceptance part(double part, Random random) {
        long[] words = new long[(ROWS + 63) / 64];
        for (int row = 0; row < ROWS; row++) {
            if (random.nextDouble() < part) {
                words[row >>> 6] |= 1L << row;
            }
        }
        return Acceptance.of(words);
    }
}
