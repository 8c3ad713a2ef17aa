package io.ocellus.vector.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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

    /** Data that four bits fit badly, each in its own way. */
    enum Kind {
        CLOUDS {
            @Override
            float[] rows(int rows, int dimension, Random random) {
                return Clouds.clustered(rows, dimension, 30, random.nextLong());
            }
        },
        NEARLY_EQUAL {
            @Override
            float[] rows(int rows, int dimension, Random random) {
                return fill(rows, dimension, (row, d) -> 1_000 + d + 1e-3f * (float) random.nextGaussian());
            }
        },
        ONE_DIMENSION_RULES {
            @Override
            float[] rows(int rows, int dimension, Random random) {
                return fill(rows, dimension, (row, d) -> (d == 3 ? 1_000 : 1) * (float) random.nextGaussian());
            }
        },
        SPARSE {
            @Override
            float[] rows(int rows, int dimension, Random random) {
                return fill(rows, dimension, (row, d) -> random.nextInt(20) == 0 ? random.nextFloat() : 0);
            }
        },
        ALL_SCALES {
            @Override
            float[] rows(int rows, int dimension, Random random) {
                return fill(rows, dimension, (row, d) -> (float) (random.nextGaussian() * Math.pow(10, row % 38 - 20)));
            }
        },
        DUPLICATES {
            @Override
            float[] rows(int rows, int dimension, Random random) {
                float[] few = Clouds.clustered(50, dimension, 5, 1);
                return fill(rows, dimension, (row, d) -> few[row % 50 * dimension + d]);
            }
        };

        abstract float[] rows(int rows, int dimension, Random random);

        interface Number {
            float at(int row, int d);
        }

        static float[] fill(int rows, int dimension, Number number) {
            float[] filled = new float[rows * dimension];
            for (int i = 0; i < filled.length; i++) {
                filled[i] = number.at(i / dimension, i % dimension);
            }
            return filled;
        }
    }

    @ParameterizedTest
    @EnumSource
    void answersAsIfEveryRowWereCompared(Kind kind) {
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

    @ParameterizedTest
    @EnumSource
    void boundsAgreeInBothFormsAndAreNeverBeyondTheDistance(Kind kind) {
        Random random = new Random(8);
        for (Metric metric : Clouds.METRICS) {
            for (int dimension : new int[] {1, 4, 7, 16, 19, 100, 300}) {
                float[] rows = kind.rows(200, Math.max(4, dimension), random);
                RowLayout layout = new RowLayout(metric, dimension);
                float[] queries = layout.queries(rows, 8);
                NibbleLayout codes = new NibbleLayout(dimension);
                QueryBuffer raw = new QueryBuffer();
                QueryBuffer coded = new QueryBuffer();
                QueryBuffer plainlyCoded = new QueryBuffer();
                long rowsAt = raw.put(rows, 200 * dimension);
                long at = coded.room((int) codes.bytes(200) / 4);
                long plainAt = plainlyCoded.room((int) codes.bytes(200) / 4);
                for (int row = 0; row < 200; row++) {
                    Kernels.NIBBLES.encode(codes, rowsAt + 4L * dimension * row, row, at);
                    new ScalarNibbleKernels().encode(codes, rowsAt + 4L * dimension * row, row, plainAt);
                }
                NibbleQuery query = new NibbleQuery(codes);
                query.put(codes, metric, queries, 7 * layout.stride());
                float[] plain = new float[224];
                float[] got = new float[224];
                float[] plainlyGot = new float[224];
                new ScalarNibbleKernels().bounds(query, at, 7, plain, 0);
                Kernels.NIBBLES.bounds(query, at, 7, got, 0);
                Kernels.NIBBLES.bounds(query, plainAt, 7, plainlyGot, 0);
                for (int row = 0; row < 200; row++) {
                    double distance = 0;
                    double length = 0;
                    double square = 0;
                    for (int d = 0; d < dimension; d++) {
                        double x = queries[7 * layout.stride() + d];
                        double y = rows[row * dimension + d];
                        distance += metric == Metric.L2 ? (x - y) * (x - y) : -x * y;
                        length += y * y;
                        square += x * x;
                    }
                    double slack = 0.02 * (metric == Metric.COSINE ? 1 : Math.sqrt(square * length)) + 1e-30;
                    if (metric == Metric.COSINE) {
                        distance = length == 0 ? 0 : distance / Math.sqrt(length);
                    }
                    // A distance that no float holds may have a bound that none holds.
                    distance = Math.max(distance, (float) distance);
                    assertThat((double) got[row])
                            .as("%s %d row %d", metric, dimension, row)
                            .isLessThanOrEqualTo(distance);
                    assertThat((double) plainlyGot[row]).isLessThanOrEqualTo(distance);
                    if (Float.isFinite(plain[row])) {
                        assertThat((double) got[row]).isCloseTo(plain[row], within(slack));
                    }
                }
                Reference.reachabilityFence(raw);
                Reference.reachabilityFence(coded);
                Reference.reachabilityFence(plainlyCoded);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatCodesLeaveOverBringsBoundsNearerAndNeverBeyondTheDistance(Kind kind) {
        Random random = new Random(9);
        for (Metric metric : Clouds.METRICS) {
            for (int dimension : new int[] {1, 7, 16, 100, 300}) {
                float[] rows = kind.rows(64, Math.max(4, dimension), random);
                for (RemainderKernels kernels :
                        new RemainderKernels[] {Kernels.REMAINDERS, new ScalarRemainderKernels()}) {
                    for (double part : nearer(kernels, metric, dimension, rows)) {
                        assertThat(part).as("%s %d", metric, dimension).isLessThanOrEqualTo(1);
                        if (kind == Kind.CLOUDS && dimension >= 100) {
                            // In few dimensions the first bound may be all but met.
                            assertThat(part).isGreaterThan(0.6);
                        }
                    }
                }
            }
        }
    }

    /** Where each row's second bound lies between its first, 0, and the distance, 1. */
    private static double[] nearer(RemainderKernels kernels, Metric metric, int dimension, float[] rows) {
        RowLayout layout = new RowLayout(metric, dimension);
        float[] queries = layout.queries(rows, 8);
        int at = 7 * layout.stride();
        NibbleLayout codes = new NibbleLayout(dimension);
        RemainderLayout remainders = new RemainderLayout(dimension);
        QueryBuffer raw = new QueryBuffer();
        QueryBuffer coded = new QueryBuffer();
        QueryBuffer left = new QueryBuffer();
        long rowsAt = raw.put(rows, 64 * dimension);
        long codesAt = coded.room((int) codes.bytes(64) / 4);
        long leftAt = left.room((int) remainders.bytes(64) / 4);
        int[] places = new int[64];
        for (int row = 0; row < 64; row++) {
            places[row] = row;
            long rowAt = rowsAt + 4L * dimension * row;
            Kernels.NIBBLES.encode(codes, rowAt, row, codesAt);
            kernels.encode(codes, codesAt, row, remainders, rowAt, remainders.row(leftAt, row));
        }
        NibbleQuery query = new NibbleQuery(codes);
        query.put(codes, metric, queries, at);
        float[] bounds = new float[64];
        float[] products = new float[64];
        Kernels.NIBBLES.bounds(query, codesAt, 2, bounds, 0);
        kernels.products(remainders, query.numbers, leftAt, places, 64, products);
        double[] parts = new double[64];
        for (int row = 0; row < 64; row++) {
            double distance = 0;
            for (int d = 0; d < dimension; d++) {
                double x = queries[at + d];
                double y = rows[row * dimension + d];
                distance += metric == Metric.L2 ? (x - y) * (x - y) : -x * y;
            }
            double inverse = metric == Metric.COSINE ? codes.inverse(codesAt, row) : 1;
            double nearer = query.nearer(remainders.numbers(remainders.row(leftAt, row)), products[row]) * inverse;
            double missing = Math.max(1e-30, distance * inverse - bounds[row]);
            parts[row] = Double.isFinite(nearer) ? nearer / missing : 0;
        }
        Reference.reachabilityFence(raw);
        Reference.reachabilityFence(coded);
        Reference.reachabilityFence(left);
        return parts;
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

    @Test
    void whatIsNotANumberIsNeverLeftOut() {
        Random random = new Random(8);
        float[] bounds = new float[224];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = random.nextFloat();
        }
        bounds[50] = Float.NaN;
        int[] places = new int[200];
        int[] plainPlaces = new int[200];
        int count = Kernels.NIBBLES.within(bounds, 3, 191, bounds[9], places);
        assertThat(new ScalarNibbleKernels().within(bounds, 3, 191, bounds[9], plainPlaces))
                .isEqualTo(count);
        assertThat(places).isEqualTo(plainPlaces).contains(50);
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
