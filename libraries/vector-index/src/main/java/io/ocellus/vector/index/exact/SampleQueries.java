package io.ocellus.vector.index.exact;

import io.ocellus.vector.index.build.BuildPass;
import io.ocellus.vector.index.build.BuildThreads;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.row.RowLayout;
import io.ocellus.vector.index.search.TopK;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;

/**
 * Some rows of an index as queries, one at random from each of as many equal parts, and the ten rows nearest to each by exact
 * search. No row of the sample is an answer, nor one that is equal to its query: a query that is no row has none of these.
 * Immutable once searched.
 */
public final class SampleQueries {

    public static final int NEIGHBOURS = 10;

    /** One of so many rows at most is a query of the sample. */
    public static final int ASKING = 8;

    /** One of so many rows at most is held apart of a graph to measure it. */
    public static final int HELD = 32;

    private static final int MOST = 2_048;
    private static final int LEAST = 48;
    private static final int STEP = 64;

    /** Among the answers, rows of the sample. */
    private static final int SPARE = 4;

    /** A row that has more equals is a query with them. */
    private static final int MOST_EQUALS = 40;

    /** Products that the exact search may take. */
    private static final double EXACT_BUDGET = 6e10;

    /** What is missed comes in clumps: so many times the variance of independent misses, measured. */
    private static final double CLUMPED = 2;

    /** So many deviations the recall of other queries may be lower than was measured. */
    private static final double DEVIATIONS = 2;

    /** Of a distance, what may be rounding. */
    private static final float ROUNDING = 2e-6f;

    /** Of a squared length, what rows that are equal may differ by. */
    private static final double EQUAL = 1e-11;

    private final float[] queries;
    private final int[][] apart;
    private final BitSet own = new BitSet();
    private final int[][] truth;

    /** The distance of the last of the neighbours of each query. */
    private final float[] farthest;

    /**
     * The sample without its answers: those {@link #search} finds.
     *
     * @param most queries, of few rows
     */
    public SampleQueries(RowLayout layout, int rows, long vectors, int most) {
        int stride = layout.stride();
        int count = Math.min(most, (int) Math.clamp(EXACT_BUDGET / ((double) rows * stride), LEAST, MOST));
        this.queries = new float[count * stride];
        this.apart = new int[count][1];
        this.truth = new int[count][];
        this.farthest = new float[count];
        Random random = new Random(42);
        for (int q = 0; q < count; q++) {
            int first = (int) ((long) q * rows / count);
            apart[q][0] = first + random.nextInt((int) ((q + 1L) * rows / count) - first);
            own.set(apart[q][0]);
            Memory.read(vectors + 4L * stride * apart[q][0], queries, q * stride, stride);
        }
    }

    /** The sample with its answers. */
    public static SampleQueries searched(RowLayout layout, int rows, long vectors, int most, BuildControl control) {
        SampleQueries sample = new SampleQueries(layout, rows, vectors, most);
        BuildPass pass = sample.search(layout, rows, vectors, control);
        BuildThreads.run(pass.threads(control.threads()), pass::work);
        return sample;
    }

    /** The exact search, which is to be over before anything else is asked. */
    public BuildPass search(RowLayout layout, int rows, long vectors, BuildControl control) {
        int stride = layout.stride();
        TopK[] found = new TopK[count()];
        Arrays.setAll(found, q -> new TopK(NEIGHBOURS + MOST_EQUALS));
        FlatSearcher exact = new FlatSearcher(layout, rows, vectors);
        return new BuildPass(control, count(), STEP, () -> (from, to) -> {
            exact.scan(
                    Arrays.copyOfRange(queries, from * stride, to * stride),
                    to - from,
                    Acceptance.all(),
                    Arrays.copyOfRange(found, from, to));
            for (int q = from; q < to; q++) {
                truth[q] = nearest(q, found[q].sorted(), stride, vectors);
            }
        });
    }

    private int[] nearest(int q, long[] near, int stride, long vectors) {
        int self = apart[q][0];
        int[] equals = new int[near.length + 1];
        int count = 0;
        for (long key : near) {
            if (TopK.row(key) != self && isEqual(q, TopK.row(key), stride, vectors)) {
                equals[count++] = TopK.row(key);
            }
        }
        if (count > 0 && count < MOST_EQUALS) {
            equals[count] = self;
            apart[q] = Arrays.copyOf(equals, count + 1);
        }
        int[] rows = new int[NEIGHBOURS];
        int kept = 0;
        for (int i = 0; i < near.length && kept < NEIGHBOURS; i++) {
            if (!isApart(q, TopK.row(near[i]))) {
                rows[kept++] = TopK.row(near[i]);
                farthest[q] = TopK.distance(near[i]);
            }
        }
        return Arrays.copyOf(rows, kept);
    }

    private boolean isEqual(int q, int row, int stride, long vectors) {
        double squares = 0;
        for (int d = 0; d < stride; d++) {
            squares += (double) queries[q * stride + d] * queries[q * stride + d];
        }
        double apartness = 0;
        for (int d = 0; d < stride && apartness <= EQUAL * squares; d++) {
            double difference = queries[q * stride + d] - Memory.getFloat(vectors + 4L * stride * row + 4L * d);
            apartness += difference * difference;
        }
        return apartness <= EQUAL * squares;
    }

    public int count() {
        return apart.length;
    }

    public float[] queries() {
        return queries;
    }

    /** Rows equal to each query, which are not to be found; its own is the last. */
    public int[][] apart() {
        return apart;
    }

    /** The rows of all queries. Not to be changed. */
    public BitSet own() {
        return own;
    }

    /** Whether a row is no answer to a query. */
    public boolean isApart(int q, int row) {
        if (own.get(row)) {
            return true;
        }
        for (int each : apart[q]) {
            if (each == row) {
                return true;
            }
        }
        return false;
    }

    /** The rows nearest to a query. Not to be changed. */
    public int[] neighbours(int q) {
        return truth[q];
    }

    /** The distance of the last of them. */
    public float farthest(int q) {
        return farthest[q];
    }

    /** How many rows to ask for where a query may find those that are no answers. */
    public int wanted() {
        int most = Arrays.stream(apart).mapToInt(rows -> rows.length).max().orElse(0);
        return NEIGHBOURS + most + SPARE;
    }

    /** Room for so many rows a query. */
    public TopK[] room(int wanted) {
        TopK[] found = new TopK[count()];
        Arrays.setAll(found, q -> new TopK(wanted));
        return found;
    }

    /** The part of the truth that the first queries found: rows as near as the last of it count. */
    public float recall(TopK[] found, int first) {
        int hits = 0;
        int wanted = 0;
        for (int q = 0; q < first; q++) {
            float limit = farthest[q] + ROUNDING * Math.max(1, Math.abs(farthest[q]));
            int near = 0;
            for (long key : found[q].sorted()) {
                near += TopK.distance(key) <= limit && !isApart(q, TopK.row(key)) ? 1 : 0;
            }
            hits += Math.min(near, truth[q].length);
            wanted += truth[q].length;
        }
        return hits / (float) Math.max(1, wanted);
    }

    /** What other queries reach nearly always where so many of the sample reached that recall. */
    public static float cautious(float recall, int queries) {
        double variance = CLUMPED * recall * (1 - recall) / ((double) NEIGHBOURS * Math.max(1, queries));
        return (float) (recall - DEVIATIONS * Math.sqrt(Math.max(0, variance)));
    }
}
