package io.ocellus.vector.storage.columns;

import java.util.Arrays;

/** A fixed-size set of row numbers as a bitmap of 64-bit words. Mutable, not thread-safe; bits beyond the size are always 0. */
public final class RowSet {
    private final int size;
    private final long[] words;

    private RowSet(int size, long[] words) {
        this.size = size;
        this.words = words;
    }

    public static RowSet none(int size) {
        return new RowSet(size, new long[(size + 63) >>> 6]);
    }

    public static RowSet all(int size) {
        RowSet rows = none(size);
        Arrays.fill(rows.words, -1L);
        rows.trim();
        return rows;
    }

    private void trim() {
        if ((size & 63) != 0) {
            words[words.length - 1] &= -1L >>> (64 - (size & 63));
        }
    }

    public int size() {
        return size;
    }

    /** The words themselves: bit {@code row & 63} of word {@code row >>> 6}. */
    public long[] words() {
        return words;
    }

    public boolean contains(int row) {
        return (words[row >>> 6] >>> row & 1) != 0;
    }

    public void add(int row) {
        words[row >>> 6] |= 1L << row;
    }

    public void remove(int row) {
        words[row >>> 6] &= ~(1L << row);
    }

    public int count() {
        int count = 0;
        for (long word : words) {
            count += Long.bitCount(word);
        }
        return count;
    }

    public boolean isEmpty() {
        for (long word : words) {
            if (word != 0) {
                return false;
            }
        }
        return true;
    }

    /** The first member at or after {@code from}, or -1. */
    public int next(int from) {
        if (from >= size) {
            return -1;
        }
        int index = from >>> 6;
        long word = words[index] & (-1L << from);
        while (word == 0) {
            if (++index == words.length) {
                return -1;
            }
            word = words[index];
        }
        return (index << 6) + Long.numberOfTrailingZeros(word);
    }

    public RowSet and(RowSet other) {
        for (int i = 0; i < words.length; i++) {
            words[i] &= other.words[i];
        }
        return this;
    }

    public RowSet or(RowSet other) {
        for (int i = 0; i < words.length; i++) {
            words[i] |= other.words[i];
        }
        return this;
    }

    public RowSet andNot(RowSet other) {
        for (int i = 0; i < words.length; i++) {
            words[i] &= ~other.words[i];
        }
        return this;
    }

    public RowSet flip() {
        for (int i = 0; i < words.length; i++) {
            words[i] = ~words[i];
        }
        trim();
        return this;
    }

    public RowSet copy() {
        return new RowSet(size, words.clone());
    }
}
