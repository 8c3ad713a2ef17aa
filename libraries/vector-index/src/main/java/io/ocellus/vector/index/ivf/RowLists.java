package io.ocellus.vector.index.ivf;

import java.util.Arrays;

/**
 * Rows by their nearest centre, before they are coded.
 *
 * @param centres one after another, padded to the stride
 * @param nearest of each row
 */
public record RowLists(int lists, float[] centres, int[] nearest) {

    public int[] sizes() {
        int[] sizes = new int[lists];
        for (int list : nearest) {
            sizes[list]++;
        }
        return sizes;
    }

    /** Where each list's rows begin in {@link #rows}, and the end of all. */
    public int[] starts() {
        int[] sizes = sizes();
        int[] starts = new int[lists + 1];
        for (int list = 0; list < lists; list++) {
            starts[list + 1] = starts[list] + sizes[list];
        }
        return starts;
    }

    /** The rows list by list, in each as they come. */
    public int[] rows() {
        int[] next = Arrays.copyOf(starts(), lists);
        int[] rows = new int[nearest.length];
        for (int row = 0; row < nearest.length; row++) {
            rows[next[nearest[row]]++] = row;
        }
        return rows;
    }
}
