package io.ocellus.vector.index.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ocellus.vector.index.Clouds;
import io.ocellus.vector.index.HardRows;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.row.RowLayout;
import java.lang.ref.Reference;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bounds by codes of four bits and by what these leave over, against plain loops and true distances. */
class NibbleKernelsTest {

    /** Rows and their codes, and what they lie in. */
    private record Coded(QueryBuffer rows, QueryBuffer codes, long rowsAt, long at) {

        static Coded of(NibbleKernels kernels, NibbleLayout layout, float[] numbers, int count, int dimension) {
            QueryBuffer rows = new QueryBuffer();
            QueryBuffer codes = new QueryBuffer();
            long rowsAt = rows.put(numbers, count * dimension);
            long at = codes.room((int) layout.bytes(count) / 4);
            for (int row = 0; row < count; row++) {
                kernels.encode(layout, rowsAt + 4L * dimension * row, row, at);
            }
            return new Coded(rows, codes, rowsAt, at);
        }
    }

    @ParameterizedTest
    @EnumSource
    void boundsAgreeInBothFormsAndAreNeverBeyondTheDistance(HardRows kind) {
        Random random = new Random(8);
        for (Metric metric : Clouds.METRICS) {
            for (int dimension : new int[] {1, 4, 7, 16, 19, 100, 300}) {
                float[] rows = kind.rows(200, Math.max(4, dimension), random);
                RowLayout layout = new RowLayout(metric, dimension);
                float[] queries = layout.queries(rows, 8);
                NibbleLayout codes = new NibbleLayout(dimension);
                Coded coded = Coded.of(Kernels.NIBBLES, codes, rows, 200, dimension);
                Coded plainlyCoded = Coded.of(new ScalarNibbleKernels(), codes, rows, 200, dimension);
                NibbleQuery query = new NibbleQuery(codes);
                query.put(codes, metric, queries, 7 * layout.stride());
                float[] plain = new float[224];
                float[] got = new float[224];
                float[] plainlyGot = new float[224];
                new ScalarNibbleKernels().bounds(query, coded.at, 7, plain, 0);
                Kernels.NIBBLES.bounds(query, coded.at, 7, got, 0);
                Kernels.NIBBLES.bounds(query, plainlyCoded.at, 7, plainlyGot, 0);
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
                Reference.reachabilityFence(coded);
                Reference.reachabilityFence(plainlyCoded);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatCodesLeaveOverBringsBoundsNearerAndNeverBeyondTheDistance(HardRows kind) {
        Random random = new Random(9);
        for (Metric metric : Clouds.METRICS) {
            for (int dimension : new int[] {1, 7, 16, 100, 300}) {
                float[] rows = kind.rows(64, Math.max(4, dimension), random);
                for (RemainderKernels kernels :
                        new RemainderKernels[] {Kernels.REMAINDERS, new ScalarRemainderKernels()}) {
                    for (double part : nearer(kernels, metric, dimension, rows)) {
                        assertThat(part).as("%s %d", metric, dimension).isLessThanOrEqualTo(1);
                        if (kind == HardRows.CLOUDS && dimension >= 100) {
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
        Coded coded = Coded.of(Kernels.NIBBLES, codes, rows, 64, dimension);
        QueryBuffer left = new QueryBuffer();
        long leftAt = left.room((int) remainders.bytes(64) / 4);
        int[] places = new int[64];
        for (int row = 0; row < 64; row++) {
            places[row] = row;
            long rowAt = coded.rowsAt + 4L * dimension * row;
            kernels.encode(codes, coded.at, row, remainders, rowAt, remainders.row(leftAt, row));
        }
        NibbleQuery query = new NibbleQuery(codes);
        query.put(codes, metric, queries, at);
        float[] bounds = new float[64];
        float[] products = new float[64];
        Kernels.NIBBLES.bounds(query, coded.at, 2, bounds, 0);
        kernels.products(remainders, query.numbers, leftAt, places, 64, products);
        double[] parts = new double[64];
        for (int row = 0; row < 64; row++) {
            double distance = 0;
            for (int d = 0; d < dimension; d++) {
                double x = queries[at + d];
                double y = rows[row * dimension + d];
                distance += metric == Metric.L2 ? (x - y) * (x - y) : -x * y;
            }
            double inverse = metric == Metric.COSINE ? codes.inverse(coded.at, row) : 1;
            double nearer = query.nearer(remainders.numbers(remainders.row(leftAt, row)), products[row]) * inverse;
            double missing = Math.max(1e-30, distance * inverse - bounds[row]);
            parts[row] = Double.isFinite(nearer) ? nearer / missing : 0;
        }
        Reference.reachabilityFence(coded);
        Reference.reachabilityFence(left);
        return parts;
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
}
