package io.ocellus.vector.index.partition;

import io.ocellus.vector.index.search.Candidates;
import io.ocellus.vector.index.search.TopK;
import java.util.Arrays;

/**
 * Picks the nearest lists by counting: two passes over the distances to all centres instead of a selection and a sort. The
 * nearest come first, in the order of 256 equal parts of the distances, within which they come in none; a few are picked by
 * insertion, and come in order. Confined to one thread.
 */
public final class ListOrder {

    private static final int BUCKETS = 256;

    /** Up to so many are picked by insertion. */
    private static final int FEW = 12;

    private final int[] starts = new int[BUCKETS + 1];
    private final byte[] buckets;
    private long[] keys;

    public ListOrder(int lists) {
        this.buckets = new byte[lists];
        this.keys = new long[lists];
    }

    /** Keys of {@code distances}: the first so many are the answer. At least {@code most} of the nearest, cut to that. */
    public int nearest(float[] distances, int count, int most, long[] target) {
        return most <= FEW
                ? few(distances, count, Math.min(most, count), target)
                : many(distances, count, most, target);
    }

    /** By insertion: nearly all are refused by one comparison. */
    private static int few(float[] distances, int count, int most, long[] target) {
        float bar = Float.POSITIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            if (i >= most && !(distances[i] < bar)) {
                continue;
            }
            long key = TopK.key(distances[i], i);
            int at = Math.min(i, most - 1);
            for (; at > 0 && target[at - 1] > key; at--) {
                target[at] = target[at - 1];
            }
            target[at] = key;
            bar = TopK.distance(target[most - 1]);
        }
        return most;
    }

    private int many(float[] distances, int count, int most, long[] target) {
        float least = Float.POSITIVE_INFINITY;
        float greatest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            least = Math.min(least, distances[i]);
            greatest = Math.max(greatest, distances[i]);
        }
        float perUnit = greatest > least ? (BUCKETS - 0.5f) / (greatest - least) : 0;
        if (perUnit == Float.POSITIVE_INFINITY) {
            // They lie nearer to one another than a float can tell apart by parts.
            perUnit = 0;
        }
        Arrays.fill(starts, 0);
        for (int i = 0; i < count; i++) {
            int bucket = (int) ((distances[i] - least) * perUnit);
            buckets[i] = (byte) bucket;
            starts[bucket + 1]++;
        }
        int last = 0;
        while (last < BUCKETS) {
            starts[last + 1] += starts[last];
            last++;
            if (starts[last] >= most) {
                break;
            }
        }
        int total = starts[last];
        for (int i = 0; i < count; i++) {
            int bucket = buckets[i] & 0xff;
            if (bucket < last) {
                keys[starts[bucket]++] = TopK.key(distances[i], i);
            }
        }
        int taken = Math.min(most, total);
        // The last bucket may hold more than are wanted: of it, the nearest.
        int from = last == 1 ? 0 : starts[last - 2];
        if (total > taken) {
            Candidates.select(keys, from, total, taken - from);
        }
        System.arraycopy(keys, 0, target, 0, taken);
        return taken;
    }
}
