package io.ocellus.vector.index.auto;

import io.ocellus.vector.index.exact.SampleQueries;
import io.ocellus.vector.index.ivf.ListReach;
import io.ocellus.vector.index.kernel.QueryBuffer;
import io.ocellus.vector.index.quantizer.InvertedLists;
import io.ocellus.vector.index.row.RowLayout;
import io.ocellus.vector.index.search.TopK;
import java.util.Arrays;

/**
 * How far searches reach for lists beyond those they read anyway ({@link ListReach}), what sample queries, which are like rows, pay
 * for it and what it brings them. What it is for are queries that are not like rows.
 */
final class ReachSample {

    private static final int LEVELS = 40;

    /** Levels to twice the reach, in which lists are read once there is one within it. */
    private static final int TWICE = 5;

    /** Squared, rising. */
    private static final float[] REACHES = new float[LEVELS];

    static {
        for (int i = 0; i < LEVELS; i++) {
            REACHES[i] = (float) Math.pow(0.02 * Math.pow(1.15, i), 2);
        }
    }

    /** By level and rank of a list: how many queries it comes into question for; of the rank and beyond. */
    private final int[][] wanted;

    /** By level and rank: for how many queries this is the last list that does; or one beyond. */
    private final int[][] last;

    /** By level and rank: how many neighbours such lists hold; or those beyond. */
    private final int[][] held;

    private final int queries;

    /**
     * @param orders the keys of all lists for each query, nearest first
     * @param listOf each row's list
     */
    ReachSample(SampleQueries sample, RowLayout layout, InvertedLists lists, long[][] orders, int[] listOf) {
        ListReach reach = ListReach.of(lists);
        int count = lists.lists();
        this.queries = sample.count();
        this.wanted = new int[LEVELS][count + 1];
        this.last = new int[LEVELS][count + 2];
        this.held = new int[LEVELS][count + 1];
        long address = new QueryBuffer().put(sample.queries(), queries * layout.stride());
        int[] lasts = new int[LEVELS];
        int[] neighbours = new int[count];
        for (int q = 0; q < queries; q++) {
            float square = reach.square(address + 4L * layout.stride() * q, layout.dimension());
            Arrays.fill(lasts, 0);
            Arrays.fill(neighbours, 0);
            for (int row : sample.neighbours(q)) {
                neighbours[listOf[row]]++;
            }
            for (int rank = 0; rank < count; rank++) {
                int list = TopK.row(orders[q][rank]);
                float needed = reach.needed(TopK.distance(orders[q][rank]), list, sample.farthest(q), square);
                int level = level(needed);
                if (level < LEVELS) {
                    wanted[level][rank]++;
                    held[level][rank] += neighbours[list];
                    lasts[level] = rank + 1;
                }
            }
            for (int level = 0, most = 0; level < LEVELS; level++) {
                most = Math.max(most, lasts[level]);
                last[level][most]++;
            }
        }
        sum(wanted, true);
        sum(held, true);
        sum(last, false);
    }

    /** The first whose reach is more than needed. */
    private static int level(float needed) {
        int found = Arrays.binarySearch(REACHES, needed);
        return found < 0 ? -found - 1 : found + 1;
    }

    private static void sum(int[][] counts, boolean levels) {
        for (int level = 0; level < LEVELS; level++) {
            for (int rank = counts[level].length - 2; rank >= 0; rank--) {
                counts[level][rank] += counts[level][rank + 1];
            }
            for (int rank = 0; levels && level > 0 && rank < counts[level].length; rank++) {
                counts[level][rank] += counts[level - 1][rank];
            }
        }
    }

    /** The greatest level that costs a query no more than that, -1 if none. */
    int level(int probes, double most, double again, double list) {
        int level = 0;
        while (level < LEVELS && cost(level, probes, again, list) <= most) {
            level++;
        }
        return level - 1;
    }

    /**
     * What it costs a query that reads so many lists anyway.
     *
     * @param again to begin the search again
     * @param list to read a list more
     */
    double cost(int level, int probes, double again, double list) {
        if (level < 0) {
            return 0;
        }
        long searched = last[level][probes + 1];
        long most = searched * (wanted[level].length - 1L - probes);
        long read = Math.min(most, wanted[Math.min(level + TWICE, LEVELS - 1)][probes]);
        return (searched * again + read * list) / queries;
    }

    /** How many neighbours of all queries it finds beside. */
    int held(int level, int probes) {
        return level < 0 ? 0 : held[level][probes];
    }

    static float reach(int level) {
        return level < 0 ? 0 : (float) Math.sqrt(REACHES[level]);
    }
}
