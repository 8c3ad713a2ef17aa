package io.ocellus.vector.index.auto;

import io.ocellus.vector.index.exact.SampleQueries;
import io.ocellus.vector.index.ivf.ListReach;
import io.ocellus.vector.index.kernel.QueryBuffer;
import io.ocellus.vector.index.quantizer.InvertedLists;
import io.ocellus.vector.index.row.RowLayout;
import io.ocellus.vector.index.search.TopK;
import java.util.Arrays;

/**
 * How far {@link ListReach searches may reach} beyond the lists they read anyway, so that sample queries, which are like rows, pay
 * hardly anything for it: what it brings is for queries that are not.
 */
final class ReachSample {

    /** Of what a search costs, so much may go into other lists. */
    private static final double SHARE = 0.01;

    private static final int LEVELS = 40;

    /** Squared, rising. */
    private static final float[] REACHES = new float[LEVELS];

    static {
        for (int i = 0; i < LEVELS; i++) {
            REACHES[i] = (float) Math.pow(0.02 * Math.pow(1.15, i), 2);
        }
    }

    /** By level and rank of a list: how many queries it comes into question for. */
    private final int[][] wanted;

    /** By level and rank: for how many queries this is the last list that does. */
    private final int[][] last;

    private final int queries;

    /**
     * @param orders the keys of all lists for each query, nearest first
     */
    ReachSample(SampleQueries sample, RowLayout layout, InvertedLists lists, long[][] orders) {
        ListReach reach = ListReach.of(lists);
        int count = lists.lists();
        this.queries = sample.count();
        this.wanted = new int[LEVELS][count + 1];
        this.last = new int[LEVELS][count + 1];
        QueryBuffer buffer = new QueryBuffer();
        long address = buffer.put(sample.queries(), queries * layout.stride());
        int[] lasts = new int[LEVELS];
        for (int q = 0; q < queries; q++) {
            float square = reach.square(address + 4L * layout.stride() * q, layout.dimension());
            Arrays.fill(lasts, 0);
            for (int rank = 0; rank < count; rank++) {
                long key = orders[q][rank];
                float needed = reach.needed(TopK.distance(key), TopK.row(key), sample.farthest(q), square);
                int level = Arrays.binarySearch(REACHES, needed);
                level = level < 0 ? -level - 1 : level + 1;
                if (level < LEVELS) {
                    wanted[level][rank]++;
                    lasts[level] = rank + 1;
                }
            }
            for (int level = 0, most = 0; level < LEVELS; level++) {
                most = Math.max(most, lasts[level]);
                last[level][most]++;
            }
        }
        for (int level = 1; level < LEVELS; level++) {
            for (int rank = 0; rank < count; rank++) {
                wanted[level][rank] += wanted[level - 1][rank];
            }
        }
        for (int level = 0; level < LEVELS; level++) {
            for (int rank = count - 1; rank >= 0; rank--) {
                wanted[level][rank] += wanted[level][rank + 1];
                last[level][rank] += last[level][rank + 1];
            }
        }
    }

    /** For how many queries some list after so many comes into question. */
    private int flagged(int level, int probes) {
        return probes + 1 < last[level].length ? last[level][probes + 1] : 0;
    }

    /**
     * The farthest that costs a query that reads so many lists hardly more.
     *
     * @param cost of such a search
     * @param again what it costs to begin it again
     * @param list what one more list costs
     */
    float reach(int probes, double cost, double again, double list) {
        int level = 0;
        while (level < LEVELS
                && flagged(level, probes) * again + wanted[level][Math.min(probes, wanted[level].length - 1)] * list
                        <= SHARE * cost * queries) {
            level++;
        }
        return level == 0 ? 0 : (float) Math.sqrt(REACHES[level - 1]);
    }
}
