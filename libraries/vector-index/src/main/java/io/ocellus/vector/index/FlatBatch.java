package io.ocellus.vector.index;

import java.util.Arrays;

/**
 * Many queries against rows that lie one after another, at the speed of a matrix product: the queries are turned into
 * columns once, rows are multiplied as they lie, and only pairs whose product reaches a query's bar are measured by the
 * kernel of single queries. The bar leaves room for what the product may be off, so that a batch finds what single queries
 * find, with the same scores. Under L2 the product is held against squared lengths; where these are so large against
 * distances that too many pairs pass, rows are compared one by one. Confined to one search.
 */
final class FlatBatch {

    /** Rows that stay in the first-level cache beside a block of columns. */
    private static final int ROWS = 64;

    /** One pair in so many may be measured again before the product is given up. */
    private static final int FEW = 8;

    /** Rows before that is judged: bars start far off. */
    private static final int WARM = 4_096;

    /** Squares of queries beyond it are not trusted to floats. */
    private static final double LARGEST = 1e30;

    private final RowLayout layout;
    private final float rounding;
    private final ColumnBlocks columns;
    private final int count;
    private final long queries;
    private final TopK[] found;
    private final Acceptance accepted;
    private final float[] products;
    private final float[] bars;
    private final double[] squares;
    private final float[] halves = new float[ROWS];
    private final int[] places;
    private final int[] row = new int[1];
    private final float[] distance = new float[1];
    private final float[] run = new float[ROWS];
    private long measured;

    /**
     * @param at where the same queries lie
     */
    FlatBatch(RowLayout layout, float[] queries, int count, long at, Acceptance accepted, TopK[] found) {
        this.layout = layout;
        this.rounding = (layout.dimension() / 2 + 40) * 0x1p-23f;
        this.columns = new ColumnBlocks(queries, count, layout.dimension(), layout.stride());
        this.count = count;
        this.queries = at;
        this.accepted = accepted;
        this.found = found;
        this.products = new float[ROWS * columns.width()];
        this.bars = new float[columns.width()];
        Arrays.fill(bars, Float.POSITIVE_INFINITY);
        this.squares = new double[count];
        for (int q = 0; q < count; q++) {
            squares[q] = 2.0 * columns.halfNorm(q);
        }
        this.places = new int[columns.width()];
    }

    void scan(long rows, int rowCount) {
        boolean product = true;
        int wanted = 0;
        for (int q = 0; q < count; q++) {
            product &= squares[q] < LARGEST;
            wanted = Math.max(wanted, found[q].wanted());
        }
        for (int first = 0; first < rowCount; first += ROWS) {
            int some = Math.min(ROWS, rowCount - first);
            if (product && first >= wanted) {
                multiply(rows, first, some);
                product = first < wanted + WARM || measured < (long) first * count / FEW;
            } else {
                compare(rows, first, some);
            }
        }
    }

    private void multiply(long rows, int first, int some) {
        long at = rows + 4L * layout.stride() * first;
        columns.dots(at, some, products);
        double longest = lengths(at, some);
        for (int q = 0; q < count; q++) {
            bars[q] = bar(q, longest);
        }
        int width = columns.width();
        for (int i = 0; i < some; i++) {
            if (accepted.test(first + i)) {
                int kept = Kernels.FLOATS.reaching(products, i * width, width, bars, halves[i], places);
                for (int j = 0; j < kept && places[j] < count; j++) {
                    measure(rows, first + i, places[j]);
                }
            }
        }
    }

    /** What a product, under L2 less half the square of the row, must reach to matter. */
    private float bar(int q, double longest) {
        float worst = found[q].threshold();
        if (worst == Float.POSITIVE_INFINITY) {
            return Float.NEGATIVE_INFINITY;
        }
        return layout.metric() == Metric.L2
                ? (float) ((squares[q] * (1 - rounding) - worst * (1 + rounding)) / 2)
                : (float) (-worst - 2 * rounding * (Math.sqrt(squares[q]) * longest + Math.abs(worst)));
    }

    /** Takes half the squares of the rows under L2; how long the longest row is at most. */
    private double lengths(long at, int some) {
        if (layout.metric() == Metric.COSINE) {
            return 1 + rounding;
        }
        float longest = 0;
        for (int i = 0; i < some; i++) {
            long from = at + 4L * layout.stride() * i;
            Kernels.FLOATS.negativeDots(from, layout.stride(), from, 1, distance, 0);
            longest = Math.max(longest, -distance[0]);
            halves[i] = layout.metric() == Metric.L2 ? -distance[0] * (1 - rounding) / 2 : 0;
        }
        return Math.sqrt(longest) * (1 + rounding);
    }

    private void measure(long rows, int place, int q) {
        row[0] = place;
        measured++;
        Kernels.FLOATS.distances(
                layout.metric(), queries + 4L * layout.stride() * q, layout.stride(), rows, row, 1, distance);
        if (distance[0] <= found[q].threshold()) {
            found[q].add(distance[0], place);
        }
    }

    private void compare(long rows, int first, int some) {
        int stride = layout.stride();
        for (int q = 0; q < count; q++) {
            Kernels.FLOATS.distances(
                    layout.metric(), queries + 4L * stride * q, stride, rows + 4L * stride * first, some, run, 0);
            found[q].addAll(run, 0, some, first, accepted);
        }
    }
}
