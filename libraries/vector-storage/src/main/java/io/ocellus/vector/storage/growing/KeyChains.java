package io.ocellus.vector.storage.growing;

import java.util.Arrays;

/** From the hash of a key to the rows that may hold it: chained, 8 to 12 bytes a row. Confined to one thread. */
final class KeyChains {
    private int[] heads = new int[64];
    private int[] next = new int[64];
    private int size;

    KeyChains() {
        Arrays.fill(heads, -1);
    }

    /** Adds the next row: rows are numbered in the order of the calls. */
    void add(long hash) {
        if (size == next.length) {
            next = Arrays.copyOf(next, 2 * size);
        }
        if (size == heads.length) {
            throw new IllegalStateException("not grown");
        }
        int bucket = bucket(hash);
        next[size] = heads[bucket];
        heads[bucket] = size++;
    }

    /** Whether {@link #grow} must be called before the next row. */
    boolean full() {
        return size == heads.length - 1;
    }

    /** Doubles the table; {@code hashes} gives each row's hash again. */
    void grow(java.util.function.IntToLongFunction hashes) {
        heads = new int[2 * heads.length];
        Arrays.fill(heads, -1);
        for (int row = 0; row < size; row++) {
            int bucket = bucket(hashes.applyAsLong(row));
            next[row] = heads[bucket];
            heads[bucket] = row;
        }
    }

    private int bucket(long hash) {
        long mixed = hash * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32) & heads.length - 1;
    }

    /** The latest row of the hash's chain, or -1. */
    int first(long hash) {
        return heads[bucket(hash)];
    }

    /** The chain's row before this one, or -1. */
    int before(int row) {
        return next[row];
    }
}
