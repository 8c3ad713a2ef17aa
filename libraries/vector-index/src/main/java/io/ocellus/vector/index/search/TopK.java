package io.ocellus.vector.index.search;

import io.ocellus.vector.index.model.Acceptance;
import java.util.Arrays;

/**
 * The k smallest (distance, row) pairs seen so far, as a binary max-heap of packed longs: the distance in sortable form
 * above, the row below, so that one comparison orders both. Confined to one thread. Adding costs O(log k), refusing O(1).
 */
public final class TopK {

    private final long[] heap;
    private final int k;
    private final float limit;
    private final float nearest;
    private int size;

    public TopK(int k) {
        this(k, Float.POSITIVE_INFINITY);
    }

    /**
     * @param limit distances beyond it are refused from the start
     */
    public TopK(int k, float limit) {
        this(k, limit, Float.NEGATIVE_INFINITY);
    }

    /**
     * @param nearest what rounding puts nearer is as near, so that rows of one score come in their order
     */
    public TopK(int k, float limit, float nearest) {
        this.k = k;
        this.limit = limit;
        this.nearest = nearest;
        this.heap = new long[k];
    }

    /** Orders as the distance does, then as the row does. */
    public static long key(float distance, int row) {
        int bits = Float.floatToRawIntBits(distance);
        int sortable = bits ^ (bits >> 31 & 0x7fffffff);
        return (long) sortable << 32 | row;
    }

    public static float distance(long key) {
        int sortable = (int) (key >> 32);
        return Float.intBitsToFloat(sortable ^ (sortable >> 31 & 0x7fffffff));
    }

    public static int row(long key) {
        return (int) key;
    }

    public int wanted() {
        return k;
    }

    public int size() {
        return size;
    }

    public void clear() {
        size = 0;
    }

    /** Distances above this need not be added; the limit until k rows are there. */
    public float threshold() {
        return size < k || k == 0 ? limit : distance(heap[0]);
    }

    public void add(float distance, int row) {
        // There is one zero.
        add(key(Math.max(distance, nearest) + 0f, row));
    }

    public void add(long key) {
        if (size < k) {
            int at = size++;
            while (at > 0) {
                int parent = (at - 1) >>> 1;
                if (heap[parent] >= key) {
                    break;
                }
                heap[at] = heap[parent];
                at = parent;
            }
            heap[at] = key;
        } else if (k > 0 && key < heap[0]) {
            int at = 0;
            int half = size >>> 1;
            while (at < half) {
                int child = 2 * at + 1;
                if (child + 1 < size && heap[child + 1] > heap[child]) {
                    child++;
                }
                if (heap[child] <= key) {
                    break;
                }
                heap[at] = heap[child];
                at = child;
            }
            heap[at] = key;
        }
    }

    /** Adds rows {@code first ..} with these distances, as far as they are accepted. */
    public void addAll(float[] distances, int from, int count, int first, Acceptance accepted) {
        float bar = threshold();
        boolean all = accepted.isAll();
        for (int i = 0; i < count; i++) {
            float distance = distances[from + i];
            if (distance <= bar && (all || accepted.test(first + i))) {
                add(distance, first + i);
                bar = threshold();
            }
        }
    }

    /** The keys in ascending order; the heap is used up. */
    public long[] sorted() {
        long[] sorted = Arrays.copyOf(heap, size);
        Arrays.sort(sorted);
        size = 0;
        return sorted;
    }
}
