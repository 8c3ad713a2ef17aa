package io.ocellus.vector.storage.query;

import java.util.Arrays;

/** The k smallest (distance, row) pairs seen, as a max-heap of packed longs: sortable distance above, row below. One thread. */
final class Nearest {
    private final long[] heap;
    private int size;

    Nearest(int k) {
        this.heap = new long[k];
    }

    static long key(float distance, int row) {
        int bits = Float.floatToRawIntBits(distance);
        return (long) (bits ^ (bits >> 31 & 0x7fffffff)) << 32 | row;
    }

    static float distance(long key) {
        int sortable = (int) (key >> 32);
        return Float.intBitsToFloat(sortable ^ (sortable >> 31 & 0x7fffffff));
    }

    static int row(long key) {
        return (int) key;
    }

    /** Distances above this need not be added. */
    float bar() {
        return size < heap.length ? Float.POSITIVE_INFINITY : distance(heap[0]);
    }

    void add(float distance, int row) {
        long key = key(distance, row);
        if (size < heap.length) {
            int at = size++;
            while (at > 0 && heap[(at - 1) >>> 1] < key) {
                heap[at] = heap[(at - 1) >>> 1];
                at = (at - 1) >>> 1;
            }
            heap[at] = key;
        } else if (key < heap[0]) {
            int at = 0;
            while (2 * at + 1 < size) {
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

    /** Ascending by distance, then row. */
    long[] sorted() {
        long[] keys = Arrays.copyOf(heap, size);
        Arrays.sort(keys);
        return keys;
    }
}
