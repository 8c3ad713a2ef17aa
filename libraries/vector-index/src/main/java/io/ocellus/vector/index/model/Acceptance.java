package io.ocellus.vector.index.model;

import io.ocellus.vector.index.memory.Memory;

/**
 * The rows that a search may return: bit {@code row & 63} of word {@code row >> 6}. Rows beyond the last word are refused.
 * The words are not copied and must not change while a search runs.
 */
public final class Acceptance {

    private static final Acceptance ALL = new Acceptance(new long[0], true);

    private final long[] words;
    private final boolean all;

    private Acceptance(long[] words, boolean all) {
        this.words = words;
        this.all = all;
    }

    public static Acceptance all() {
        return ALL;
    }

    public static Acceptance of(long[] words) {
        return new Acceptance(words, false);
    }

    public boolean isAll() {
        return all;
    }

    public boolean test(int row) {
        if (all) {
            return true;
        }
        int word = row >>> 6;
        return word < words.length && ((words[word] >>> row) & 1) != 0;
    }

    /** Of the rows whose numbers lie there, those at the places given by bits that are accepted, as bits. Numbers below zero are no rows. */
    public int test(long rows, int places) {
        if (all) {
            return places;
        }
        int fits = 0;
        for (int left = places; left != 0; left &= left - 1) {
            int place = Integer.numberOfTrailingZeros(left);
            fits |= bit(Memory.getInt(rows + 4L * place)) << place;
        }
        return fits;
    }

    private int bit(int row) {
        int word = row >>> 6;
        return word < words.length ? (int) (words[word] >>> row) & 1 : 0;
    }

    /** How many of the first rows are accepted. */
    public int count(int rows) {
        if (all) {
            return rows;
        }
        int full = Math.min(rows >>> 6, words.length);
        int count = 0;
        for (int i = 0; i < full; i++) {
            count += Long.bitCount(words[i]);
        }
        if (full < words.length && (rows & 63) != 0) {
            count += Long.bitCount(words[full] & ((1L << rows) - 1));
        }
        return count;
    }

    /** Puts the accepted ones of the first rows into an array, which has room for them, and returns how many they are. */
    public int list(int rows, int[] target) {
        int count = 0;
        int words = (rows + 63) >>> 6;
        for (int word = 0; word < words; word++) {
            long bits = all ? -1L : word < this.words.length ? this.words[word] : 0;
            if (word == words - 1 && (rows & 63) != 0) {
                bits &= (1L << rows) - 1;
            }
            for (; bits != 0; bits &= bits - 1) {
                target[count++] = (word << 6) + Long.numberOfTrailingZeros(bits);
            }
        }
        return count;
    }

    /** The first accepted row at or after the given one, or {@code rows} when there is none below it. */
    public int next(int row, int rows) {
        if (all) {
            return Math.min(row, rows);
        }
        int word = row >>> 6;
        if (row >= rows || word >= words.length) {
            return rows;
        }
        long bits = words[word] & (-1L << row);
        while (bits == 0) {
            word++;
            if (word >= words.length) {
                return rows;
            }
            bits = words[word];
        }
        return Math.min(rows, (word << 6) + Long.numberOfTrailingZeros(bits));
    }

    /** A copy of the bits of the first rows, to be changed by its owner. */
    public long[] copy(int rows) {
        long[] copy = new long[(rows + 63) >>> 6];
        if (all) {
            for (int row = 0; row < rows; row += 64) {
                copy[row >>> 6] = rows - row >= 64 ? -1L : (1L << (rows - row)) - 1;
            }
        } else {
            System.arraycopy(words, 0, copy, 0, Math.min(words.length, copy.length));
        }
        return copy;
    }
}
