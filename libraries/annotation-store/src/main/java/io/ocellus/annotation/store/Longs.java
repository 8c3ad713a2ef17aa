package io.ocellus.annotation.store;

import java.util.Arrays;

/** A growing list of numbers. Not thread-safe. */
final class Longs {
    private long[] values = new long[8];
    private int size;

    void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = value;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    long get(int index) {
        return values[index];
    }

    /** Where {@code value} stands in this list, which must ascend; negative when it does not. */
    int find(long value) {
        return Arrays.binarySearch(values, 0, size, value);
    }

    long[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
