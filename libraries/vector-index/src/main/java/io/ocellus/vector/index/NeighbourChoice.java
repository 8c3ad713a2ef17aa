package io.ocellus.vector.index;

import java.util.Arrays;

/**
 * Chooses the links of a node among candidates (the heuristic of Malkov and Yashunin, 2018): in ascending order each that is
 * nearer to the node than to any chosen before. By exact distances, whatever candidates were found by. Confined to one thread;
 * what was chosen stands until the next choice.
 */
final class NeighbourChoice {

    /** Rows that are compared at once before one is known to be nearer. */
    private static final int STEP = 4;

    private final RowLayout layout;
    private final long vectors;
    private final int[] candidates;
    private final float[] candidateDistances;
    private final long[] order;
    private final boolean[] apart;
    private final int[] others;
    private final int[] chosen;
    private final float[] chosenDistances;
    private final float[] between = new float[STEP];
    private final int[] some = new int[STEP];

    /**
     * @param vectors where the rows lie as floats
     * @param most that many candidates, or one more than the degree
     * @param degree links that are chosen at most
     */
    NeighbourChoice(RowLayout layout, long vectors, int most, int degree) {
        this.layout = layout;
        this.vectors = vectors;
        this.candidates = new int[Math.max(most, degree) + 1];
        this.candidateDistances = new float[candidates.length];
        this.order = new long[candidates.length];
        this.apart = new boolean[degree + 1];
        this.others = new int[degree + 1];
        this.chosen = new int[degree + 1];
        this.chosenDistances = new float[degree + 1];
    }

    /** The so-manieth of those that were chosen, nearest first. */
    int row(int i) {
        return chosen[i];
    }

    float distance(int i) {
        return chosenDistances[i];
    }

    /**
     * Chooses among what a walk has found; how many were chosen.
     *
     * @param row whose links these are
     * @param rounded whether the walk measured by something else than the floats
     */
    int choose(int row, NearestPool pool, boolean rounded, int most) {
        int count = pool.size();
        for (int i = 0; i < count; i++) {
            candidates[i] = pool.row(i);
            candidateDistances[i] = pool.distance(i);
        }
        if (rounded) {
            measure(row, candidates, count, candidateDistances);
            for (int i = 0; i < count; i++) {
                order[i] = TopK.key(candidateDistances[i], candidates[i]);
            }
            sort(count);
        }
        int picked = 0;
        for (int i = 0; i < count && picked < most; i++) {
            if (isNearer(chosen, candidates[i], picked, candidateDistances[i])) {
                continue;
            }
            chosen[picked] = candidates[i];
            chosenDistances[picked] = candidateDistances[i];
            picked++;
        }
        return picked;
    }

    /**
     * Chooses among the links of a full list and one more row; how many were chosen.
     *
     * @param before so many links in front are ascending and known to be apart from each other: those are not compared again
     */
    int chooseAgain(int[] links, float[] lengths, int count, int before, int row, float distance) {
        for (int i = 0; i < count; i++) {
            order[i] = TopK.key(lengths[i], links[i]);
        }
        order[count] = TopK.key(distance, row);
        sort(count + 1);
        int next = 0;
        for (int i = 0; i <= count; i++) {
            apart[i] = next < before && links[next] == candidates[i];
            next += apart[i] ? 1 : 0;
        }
        int picked = 0;
        int otherCount = 0;
        for (int i = 0; i <= count && picked < count; i++) {
            float length = candidateDistances[i];
            boolean refused = apart[i]
                    ? isNearer(others, candidates[i], otherCount, length)
                    : isNearer(chosen, candidates[i], picked, length);
            if (refused) {
                continue;
            }
            chosen[picked] = candidates[i];
            chosenDistances[picked] = length;
            picked++;
            if (!apart[i]) {
                others[otherCount++] = candidates[i];
            }
        }
        return picked;
    }

    /** Exact distances from a row. */
    void measure(int row, int[] rows, int count, float[] distances) {
        long query = vectors + 4L * layout.stride() * row;
        Kernels.FLOATS.distances(layout.metric(), query, layout.stride(), vectors, rows, count, distances);
    }

    private void sort(int count) {
        Arrays.sort(order, 0, count);
        for (int i = 0; i < count; i++) {
            candidates[i] = TopK.row(order[i]);
            candidateDistances[i] = TopK.distance(order[i]);
        }
    }

    /** Whether one of the rows is nearer to the candidate than the limit; measured some at a time, in their order. */
    private boolean isNearer(int[] those, int candidate, int count, float limit) {
        for (int from = 0; from < count; from += STEP) {
            int step = Math.min(STEP, count - from);
            System.arraycopy(those, from, some, 0, step);
            measure(candidate, some, step, between);
            for (int i = 0; i < step; i++) {
                if (between[i] < limit) {
                    return true;
                }
            }
        }
        return false;
    }
}
