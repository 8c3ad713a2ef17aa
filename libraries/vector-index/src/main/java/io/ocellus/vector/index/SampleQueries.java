package io.ocellus.vector.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Some rows of an index as queries, and the ten rows nearest to each by exact search, itself left out. Immutable. */
final class SampleQueries {

    static final int NEIGHBOURS = 10;
    private static final int MOST = 512;
    private static final int LEAST = 48;
    private static final int STEP = 64;

    /** Products that the exact search may take. */
    private static final double EXACT_BUDGET = 1e10;

    private final float[] queries;
    private final int[] rows;
    private final List<Set<Integer>> truth = new ArrayList<>();

    SampleQueries(RowLayout layout, int rows, long vectors, BuildControl control) {
        int stride = layout.stride();
        int count = (int) Math.clamp(EXACT_BUDGET / ((double) rows * stride), LEAST, MOST);
        this.queries = new float[count * stride];
        this.rows = new int[count];
        for (int q = 0; q < count; q++) {
            this.rows[q] = (int) ((long) q * rows / count);
            Memory.read(vectors + 4L * stride * this.rows[q], queries, q * stride, stride);
        }
        TopK[] found = room();
        FlatSearcher exact = new FlatSearcher(layout, rows, vectors);
        AtomicInteger next = new AtomicInteger();
        BuildThreads.run(control.threads(), () -> {
            for (int from = next.getAndAdd(STEP); from < count; from = next.getAndAdd(STEP)) {
                control.check();
                int to = Math.min(count, from + STEP);
                exact.scan(
                        Arrays.copyOfRange(queries, from * stride, to * stride),
                        to - from,
                        Acceptance.all(),
                        Arrays.copyOfRange(found, from, to));
            }
        });
        for (int q = 0; q < count; q++) {
            truth.add(neighbours(found[q], this.rows[q]));
        }
    }

    int count() {
        return rows.length;
    }

    float[] queries() {
        return queries;
    }

    /** Each query's own row. */
    int[] rows() {
        return rows;
    }

    /** The rows nearest to a query. */
    Set<Integer> neighbours(int q) {
        return truth.get(q);
    }

    /** Room for the answers, one more than are wanted: a query may find itself. */
    TopK[] room() {
        TopK[] found = new TopK[rows.length];
        Arrays.setAll(found, q -> new TopK(NEIGHBOURS + 1));
        return found;
    }

    /** The part of the truth that was found; the answers are used up. */
    float recall(TopK[] found) {
        int hits = 0;
        int wanted = 0;
        for (int q = 0; q < rows.length; q++) {
            Set<Integer> got = neighbours(found[q], rows[q]);
            got.retainAll(truth.get(q));
            hits += got.size();
            wanted += truth.get(q).size();
        }
        return hits / (float) Math.max(1, wanted);
    }

    private static Set<Integer> neighbours(TopK found, int self) {
        Set<Integer> rows = new HashSet<>();
        for (long key : found.sorted()) {
            if (TopK.row(key) != self && rows.size() < NEIGHBOURS) {
                rows.add(TopK.row(key));
            }
        }
        return rows;
    }
}
