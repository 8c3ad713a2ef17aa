package io.ocellus.vector.index;

import java.util.Arrays;

/**
 * The wanted number of smallest distances, by counting: distances fall into buckets, and the bar is the bucket that the
 * wanted one lies in. It falls with every addition, without a heap or a selection; what is kept may exceed the wanted number
 * by those in the last bucket. Confined to one thread.
 */
final class Candidates {

    private static final int BUCKETS = 2048;

    private final int[] counts = new int[BUCKETS];
    private int[] rows = new int[1024];
    private short[] buckets = new short[1024];
    private int capacity;
    private int wanted;
    private int size;
    private int kept;
    private int last;
    private float origin;
    private float unit;
    private float perUnit;

    /**
     * @param origin no distance is below it by much
     * @param span distances beyond {@code origin + span} are told apart no more
     */
    void reset(int wanted, float origin, float span) {
        this.wanted = wanted;
        this.capacity = Math.max(1024, 2 * wanted);
        if (rows.length < capacity) {
            rows = new int[capacity];
            buckets = new short[capacity];
        }
        Arrays.fill(counts, 0);
        this.origin = origin;
        this.unit = Math.max(span / (BUCKETS - 2), Float.MIN_NORMAL);
        this.perUnit = 1 / unit;
        size = 0;
        kept = 0;
        last = BUCKETS - 1;
    }

    /** Greater distances need not be offered. */
    float bar() {
        return last == BUCKETS - 1 ? Float.POSITIVE_INFINITY : origin + (last + 1) * unit;
    }

    void add(float distance, int row) {
        int bucket = Math.clamp((int) ((distance - origin) * perUnit), 0, BUCKETS - 1);
        if (bucket > last) {
            return;
        }
        if (size == capacity) {
            compact();
            if (size == capacity) {
                grow();
            }
        }
        rows[size] = row;
        buckets[size++] = (short) bucket;
        counts[bucket]++;
        kept++;
        while (kept - counts[last] >= wanted) {
            kept -= counts[last];
            last--;
        }
    }

    private void compact() {
        int to = 0;
        for (int i = 0; i < size; i++) {
            rows[to] = rows[i];
            buckets[to] = buckets[i];
            if (buckets[i] <= last) {
                to++;
            }
        }
        size = to;
    }

    private void grow() {
        capacity *= 2;
        rows = Arrays.copyOf(rows, capacity);
        buckets = Arrays.copyOf(buckets, capacity);
    }

    /** How many {@link #take} will give. */
    int count() {
        return kept;
    }

    /** The smallest, in no order. */
    int take(int[] target) {
        compact();
        System.arraycopy(rows, 0, target, 0, size);
        return size;
    }

    /** Afterwards the {@code count} smallest of {@code [from, to)} come first. */
    static void select(long[] keys, int from, int to, int count) {
        int low = from;
        int high = to - 1;
        int place = from + count;
        if (place >= to) {
            return;
        }
        while (high - low > 16) {
            int middle = (low + high) >>> 1;
            long a = keys[low];
            long b = keys[middle];
            long c = keys[high];
            long pivot = Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
            int i = low;
            int j = high;
            while (i <= j) {
                while (keys[i] < pivot) {
                    i++;
                }
                while (keys[j] > pivot) {
                    j--;
                }
                if (i <= j) {
                    long swap = keys[i];
                    keys[i++] = keys[j];
                    keys[j--] = swap;
                }
            }
            if (place <= j) {
                high = j;
            } else if (place >= i) {
                low = i;
            } else {
                return;
            }
        }
        Arrays.sort(keys, low, high + 1);
    }
}
