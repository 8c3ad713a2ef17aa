package io.ocellus.vector.index.exact;

import io.ocellus.vector.index.kernel.Kernels;
import io.ocellus.vector.index.kernel.TileKernels;
import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.row.QueryColumns;
import io.ocellus.vector.index.row.RowLayout;
import io.ocellus.vector.index.search.BatchRows;
import io.ocellus.vector.index.search.TopK;
import java.util.Arrays;

/**
 * Many queries against rows that come one after another, at the speed of a matrix product: the queries are turned into
 * columns once, rows are multiplied as floats, and only pairs whose product reaches a query's bar are measured by the
 * kernel of single queries. The bar leaves room for what the product may be off, so that a batch finds what single queries
 * find, with the same scores. Under L2 the product is held against squared lengths. Where too many pairs reach their bars,
 * rows are compared one by one for a while. Confined to one search.
 */
public final class FlatBatch {

    /** From so many queries on that look at all rows of floats, products pay at 100 and at 384 dimensions: measured. */
    static final int FLOATS = 12;

    /** The same where each query alone would turn all rows into floats for itself. */
    static final int ELEMENTS = 8;

    /** Rows that stay in the first-level cache beside a block of columns. */
    private static final int ROWS = TileKernels.ROWS;

    /** So many dimensions are multiplied in one go: their columns are read from the second-level cache at most. */
    private static final int SLAB = 192;

    /** A pair that is measured costs as much as comparing so many: so many times the wanted rows come before products. */
    private static final int COST = 48;

    /** One product in so many may reach its bar. */
    private static final int FEW = 24;

    /** So many more may, which many rows close to each other at one place would do. */
    private static final long SLACK = 4_096;

    /** So many rows are compared one by one before products are tried again. */
    private static final int PAUSE = 64 * ROWS;

    /** Squares of queries beyond it are not trusted to floats. */
    private static final double LARGEST = 1e30;

    private final RowLayout layout;
    private final int pitch;
    private final boolean squared;
    private final float rounding;
    private final QueryColumns columns;
    private final int count;
    private final TopK[] found;
    private final Acceptance accepted;
    private final float[] copied;
    private final float[] products;
    private final float[] bars;
    private final double[] squares;
    private final float[] halves = new float[ROWS];
    private final float[] run = new float[ROWS];
    private final int[] places = new int[ROWS];
    private double longest = -1;
    private long from;
    private long multiplied;
    private long measured;

    /**
     * @param pitch floats from one row to the next
     * @param queries {@code count} padded queries, normalised under COSINE
     */
    FlatBatch(RowLayout layout, int pitch, float[] queries, int count, Acceptance accepted, TopK[] found) {
        this.layout = layout;
        this.pitch = pitch;
        this.squared = layout.metric() == Metric.L2;
        this.rounding = (layout.dimension() / 2 + 40) * 0x1p-23f;
        this.columns = new QueryColumns(queries, count, layout.dimension(), layout.stride());
        this.count = count;
        this.accepted = accepted;
        this.found = found;
        this.copied = new float[ROWS * pitch];
        this.products = new float[ROWS * TileKernels.MOST * Kernels.TILES.lanes()];
        this.bars = new float[columns.width()];
        Arrays.fill(bars, Float.POSITIVE_INFINITY);
        this.squares = new double[count];
        for (int q = 0; q < count; q++) {
            for (int d = 0; d < layout.dimension(); d++) {
                squares[q] += (double) queries[q * layout.stride() + d] * queries[q * layout.stride() + d];
            }
        }
        boolean trusted = true;
        long wanted = 0;
        for (int q = 0; q < count; q++) {
            trusted &= squares[q] < LARGEST;
            wanted = Math.max(wanted, found[q].wanted());
        }
        this.from = trusted ? COST * wanted : Long.MAX_VALUE;
    }

    /** Goes on with these rows, all of which come in order. */
    void scan(BatchRows rows, int start, int end) {
        for (int first = start; first < end; first += ROWS) {
            step(rows, first, Math.min(ROWS, end - first));
        }
    }

    private void step(BatchRows rows, int first, int some) {
        if (first < from) {
            compare(rows, first, some, 0);
            longest = -1;
            return;
        }
        multiply(rows, first, some);
        compare(rows, first, some, columns.count());
        if (measured > SLACK + multiplied / FEW) {
            measured = 0;
            multiplied = 0;
            from = (long) first + PAUSE;
        }
    }

    private void multiply(BatchRows rows, int first, int some) {
        double longestHere = lengths(rows, first, some);
        if (longestHere > longest) {
            longest = longestHere;
            for (int q = 0; q < columns.count(); q++) {
                bars[q] = bar(q);
            }
        }
        multiplied += (long) some * columns.count();
        rows.read(first, some, copied);
        for (int block = 0; block < columns.blocks(); block++) {
            products(some, block);
            int registers = columns.registers(block);
            int step = TileKernels.rows(registers);
            for (int tile = 0; tile < some; tile += step) {
                int at = tile * width(block);
                if (Kernels.TILES.reaches(registers, products, at, bars, columns.first(block), halves, tile)) {
                    reached(rows, first, tile, Math.min(tile + step, some), block);
                }
            }
        }
    }

    private int width(int block) {
        return columns.registers(block) * Kernels.TILES.lanes();
    }

    /** The products of a block with some rows, and what was there before, a part of the dimensions at a time. */
    private void products(int some, int block) {
        int width = width(block);
        int step = TileKernels.rows(columns.registers(block));
        int dimension = layout.dimension();
        int parts = Math.max(1, (dimension + SLAB / 4) / SLAB);
        Arrays.fill(products, 0, (some + step - 1) / step * step * width, 0);
        for (int part = 0; part < parts; part++) {
            int from = (int) ((long) dimension * part / parts);
            int to = (int) ((long) dimension * (part + 1) / parts);
            for (int tile = 0; tile < some; tile += step) {
                Kernels.TILES.add(
                        columns.registers(block),
                        copied,
                        pitch * tile + from,
                        pitch,
                        to - from,
                        columns.columns(),
                        columns.at(block) + width * from,
                        products,
                        tile * width);
            }
        }
    }

    /** Measures those pairs of rows of a tile, counted from the first, that reach their bars. */
    private void reached(BatchRows rows, int first, int from, int to, int block) {
        int width = width(block);
        int bar = columns.first(block);
        for (int i = from; i < to; i++) {
            int kept = Kernels.COLUMNS.reaching(products, i * width, width, bars, bar, halves[i], places);
            for (int j = 0; j < kept; j++) {
                int q = bar + places[j];
                if (q < columns.count() && accepted.test(first + i)) {
                    measure(rows, first + i, q);
                }
            }
        }
    }

    /** What a product, under L2 less half the square of the row, must reach to matter. */
    private float bar(int q) {
        float worst = found[q].threshold();
        if (worst == Float.POSITIVE_INFINITY) {
            return Float.NEGATIVE_INFINITY;
        }
        return squared
                ? (float) ((squares[q] * (1 - rounding) - worst * (1 + rounding)) / 2)
                : (float) (-worst - 2 * rounding * (Math.sqrt(squares[q]) * longest + Math.abs(worst)));
    }

    /** Takes half the squares of the rows under L2; how long the longest row is at most. */
    private double lengths(BatchRows rows, int first, int some) {
        if (layout.metric() == Metric.COSINE) {
            return 1 + rounding;
        }
        rows.squares(first, some, run);
        float longest = 0;
        for (int i = 0; i < some; i++) {
            longest = Math.max(longest, run[i]);
            halves[i] = squared ? run[i] * (1 - rounding) / 2 : 0;
        }
        return Math.sqrt(longest) * (1 + rounding);
    }

    private void measure(BatchRows rows, int place, int q) {
        measured++;
        float distance = rows.distance(q, place);
        if (distance <= found[q].threshold()) {
            found[q].add(distance, place);
            bars[q] = bar(q);
        }
    }

    /** Row by row, for the queries from that one on. */
    private void compare(BatchRows rows, int first, int some, int fromQuery) {
        for (int q = fromQuery; q < count; q++) {
            rows.distances(q, first, some, run);
            int kept = Kernels.NIBBLES.within(run, 0, some, found[q].threshold(), places);
            for (int i = 0; i < kept; i++) {
                if (run[places[i]] <= found[q].threshold() && accepted.test(first + places[i])) {
                    found[q].add(run[places[i]], first + places[i]);
                }
            }
        }
    }
}
