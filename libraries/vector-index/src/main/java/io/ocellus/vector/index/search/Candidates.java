package io.ocellus.vector.index.search;

import io.ocellus.vector.index.memory.Memory;
import java.util.Arrays;

/**
 * The wanted number of smallest distances, by counting: distances fall into buckets, and the bar is the bucket that the
 * wanted one lies in. It falls with every addition, without a heap or a selection; what is kept may exceed the wanted number
 * by those in the last bucket. Confined to one thread.
 */
public final class Candidates {

    private static final int BUCKETS = 2048;

    /** So many bits of a bucket's number are that within a range of buckets. */
    private static final int RANGE = 5;

    private final int[] counts = new int[BUCKETS];

    /** Of whole ranges of buckets: the bar falls by these where it falls far. */
    private final int[] rangeCounts = new int[BUCKETS >> RANGE];

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
    public void reset(int wanted, float origin, float span) {
        this.wanted = wanted;
        this.capacity = Math.max(1024, 2 * wanted);
        if (rows.length < capacity) {
            rows = new int[capacity];
            buckets = new short[capacity];
        }
        Arrays.fill(counts, 0);
        Arrays.fill(rangeCounts, 0);
        this.origin = origin;
        this.unit = Math.max(span / (BUCKETS - 2), Float.MIN_NORMAL);
        this.perUnit = 1 / unit;
        size = 0;
        kept = 0;
        last = BUCKETS - 1;
    }

    /** Greater distances need not be offered. */
    public float bar() {
        return last == BUCKETS - 1 ? Float.POSITIVE_INFINITY : origin + (last + 1) * unit;
    }

    public void add(float distance, int row) {
        int bucket = Math.clamp((int) ((distance - origin) * perUnit), 0, BUCKETS - 1);
        if (bucket > last) {
            return;
        }
        room(1);
        rows[size] = row;
        buckets[size++] = (short) bucket;
        counts[bucket]++;
        rangeCounts[bucket >> RANGE]++;
        kept++;
        lower();
    }

    /**
     * Adds what a scan of blocks has found, without a branch for each: the bar falls once for all.
     *
     * @param base what a sum of zeros stands for
     * @param step what one more stands for
     * @param rowsAt address of the rows at the places, those below zero none
     */
    public void addAll(float base, float step, short[] sums, int[] places, int count, long rowsAt) {
        room(count);
        float less = base - origin;
        int at = size;
        for (int i = 0; i < count; i++) {
            int bucket = Math.clamp((int) ((less + step * sums[i]) * perUnit), 0, BUCKETS - 1);
            int row = Memory.getInt(rowsAt + 4L * places[i]);
            int one = ~row >>> 31;
            rows[at] = row;
            buckets[at] = (short) bucket;
            // Beyond the last bucket nothing is read any more.
            counts[bucket] += one;
            rangeCounts[bucket >> RANGE] += one;
            at += one & ((bucket - last - 1) >>> 31);
        }
        kept += at - size;
        size = at;
        lower();
    }

    private void room(int count) {
        if (size + count > capacity) {
            compact();
        }
        while (size + count > capacity) {
            grow();
        }
    }

    private void lower() {
        if (kept - counts[last] < wanted) {
            return;
        }
        int range = last >> RANGE;
        // What was counted beyond the bar is no part of the range any more.
        int inRange = 0;
        for (int bucket = range << RANGE; bucket <= last; bucket++) {
            inRange += counts[bucket];
        }
        while (kept - inRange >= wanted) {
            kept -= inRange;
            inRange = rangeCounts[--range];
            last = (range << RANGE) + (1 << RANGE) - 1;
        }
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
    public int count() {
        return kept;
    }

    /** The smallest, in no order. */
    public int take(int[] target) {
        compact();
        System.arraycopy(rows, 0, target, 0, size);
        return size;
    }

    /** Afterwards the {@code count} smallest of {@code [from, to)} come first. */
    public static void select(long[] keys, int from, int to, int count) {
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
