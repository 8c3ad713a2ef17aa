package io.ocellus.vector.index.search;

/**
 * The nearest nodes seen by a walk over a graph, in ascending order, each marked when its neighbours were looked at. A key
 * is the distance in sortable form, the row, and the mark in the lowest bit. Inserting shifts the tail: for the sizes used
 * here that is cheaper than two heaps. Confined to one thread.
 */
public final class NearestPool {

    private long[] keys = new long[256];
    private int capacity;
    private int size;
    private int next;
    private float expanded;

    public void reset(int capacity) {
        if (keys.length < capacity + 1) {
            keys = new long[capacity + 1];
        }
        this.capacity = capacity;
        size = 0;
        next = 0;
    }

    public int size() {
        return size;
    }

    public int row(int i) {
        return (int) (keys[i] >>> 1) & 0x7fffffff;
    }

    public float distance(int i) {
        return TopK.distance(keys[i]);
    }

    /** Only a smaller distance gets in. */
    public float bar() {
        return size < capacity ? Float.POSITIVE_INFINITY : TopK.distance(keys[size - 1]);
    }

    private static long key(float distance, int row) {
        int bits = Float.floatToRawIntBits(distance);
        int sortable = bits ^ ((bits >> 31) & 0x7fffffff);
        return ((long) sortable << 32) | ((long) row << 1);
    }

    public void insert(float distance, int row) {
        long key = key(distance, row);
        // Halving by addition rather than by branches: which half it is cannot be foreseen.
        int low = 0;
        for (int length = size; length > 0; ) {
            int half = (length + 1) >>> 1;
            low += keys[low + half - 1] < key ? half : 0;
            length -= half;
        }
        if (low >= capacity) {
            return;
        }
        int moved = Math.min(size, capacity - 1) - low;
        if (moved > 0) {
            System.arraycopy(keys, low, keys, low + 1, moved);
        }
        keys[low] = key;
        if (size < capacity) {
            size++;
        }
        if (low < next) {
            next = low;
        }
    }

    /** The row that {@link #expandNext} would give now, unmarked. */
    public int peek() {
        for (int i = next; i < size; i++) {
            if ((keys[i] & 1) == 0) {
                return (int) (keys[i] >>> 1) & 0x7fffffff;
            }
        }
        return -1;
    }

    /** The distance of the row that {@link #expandNext} gave last. */
    public float expandedDistance() {
        return expanded;
    }

    /** The nearest row not yet expanded, now marked; -1 when there is none. */
    public int expandNext() {
        while (next < size) {
            long key = keys[next];
            if ((key & 1) == 0) {
                keys[next] = key | 1;
                expanded = TopK.distance(key);
                next++;
                return (int) (key >>> 1) & 0x7fffffff;
            }
            next++;
        }
        return -1;
    }
}
