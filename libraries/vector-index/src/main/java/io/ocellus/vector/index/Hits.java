package io.ocellus.vector.index;

import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.search.TopK;
import java.util.Arrays;

/** What one query found, best first: row numbers and the scores that Milvus reports. Equal scores are ordered by row. */
public final class Hits {

    private static final Hits NONE = new Hits(new int[0], new float[0]);

    private final int[] rows;
    private final float[] scores;

    private Hits(int[] rows, float[] scores) {
        this.rows = rows;
        this.scores = scores;
    }

    public static Hits none() {
        return NONE;
    }

    /** Of keys in ascending order. */
    public static Hits ofKeys(long[] keys, int count, Metric metric) {
        order(keys, count, metric.farthest());
        int[] rows = new int[count];
        float[] scores = new float[count];
        for (int i = 0; i < count; i++) {
            rows[i] = TopK.row(keys[i]);
            scores[i] = metric.score(TopK.distance(keys[i]));
        }
        return new Hits(rows, scores);
    }

    /** What rounding puts farther than may be is as far, so that these rows too come in their order. */
    private static void order(long[] keys, int count, float farthest) {
        int beyond = count;
        while (beyond > 0 && TopK.distance(keys[beyond - 1]) > farthest) {
            beyond--;
            keys[beyond] = TopK.key(farthest, TopK.row(keys[beyond]));
        }
        if (beyond < count) {
            Arrays.sort(keys, 0, count);
        }
    }

    static Hits of(int[] rows, float[] scores, int count) {
        return new Hits(Arrays.copyOf(rows, count), Arrays.copyOf(scores, count));
    }

    public int size() {
        return rows.length;
    }

    public int row(int i) {
        return rows[i];
    }

    public float score(int i) {
        return scores[i];
    }

    public int[] rows() {
        return rows.clone();
    }

    public float[] scores() {
        return scores.clone();
    }

    @Override
    public String toString() {
        return "Hits" + Arrays.toString(rows) + Arrays.toString(scores);
    }
}
