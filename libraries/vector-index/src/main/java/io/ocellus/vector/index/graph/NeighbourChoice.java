package io.ocellus.vector.index.graph;

import io.ocellus.vector.index.kernel.Kernels;
import io.ocellus.vector.index.row.RowDistances;
import io.ocellus.vector.index.row.RowLayout;
import io.ocellus.vector.index.search.NearestPool;
import io.ocellus.vector.index.search.TopK;
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
    private final RowDistances nearness;
    private final int[] candidates;
    private final float[] candidateDistances;
    private final long[] order;

    /** Candidates that are known not to be nearer to each other than to the node. */
    private final boolean[] apart;

    private final int[] others;
    private final int[] chosen;
    private final float[] chosenDistances;
    private final float[] between = new float[STEP];
    private final int[] some = new int[STEP];
    private int count;

    /**
     * @param vectors where the rows lie as floats
     * @param nearness what the distances of candidates are
     * @param most candidates
     * @param degree links that are chosen at most
     */
    NeighbourChoice(RowLayout layout, long vectors, RowDistances nearness, int most, int degree) {
        this.layout = layout;
        this.vectors = vectors;
        this.nearness = nearness;
        this.candidates = new int[Math.max(most, degree + 1)];
        this.candidateDistances = new float[candidates.length];
        this.order = new long[candidates.length];
        this.apart = new boolean[candidates.length];
        this.others = new int[degree];
        this.chosen = new int[degree];
        this.chosenDistances = new float[degree];
    }

    /** Forgets all candidates. */
    void clear() {
        count = 0;
    }

    /**
     * Adds a candidate, no nearer than those before.
     *
     * @param known whether it is known to be apart from all others that are: those are not compared again
     */
    void add(int row, float distance, boolean known) {
        candidates[count] = row;
        candidateDistances[count] = distance;
        apart[count++] = known;
    }

    int candidates() {
        return count;
    }

    int candidate(int i) {
        return candidates[i];
    }

    /** Chooses among the candidates; how many were chosen. */
    int choose(int most) {
        int picked = 0;
        int otherCount = 0;
        for (int i = 0; i < count && picked < most; i++) {
            float distance = candidateDistances[i];
            boolean refused = apart[i]
                    ? isNearer(others, candidates[i], otherCount, distance)
                    : isNearer(chosen, candidates[i], picked, distance);
            if (refused) {
                continue;
            }
            chosen[picked] = candidates[i];
            chosenDistances[picked] = distance;
            picked++;
            if (!apart[i]) {
                others[otherCount++] = candidates[i];
            }
        }
        return picked;
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
        int size = pool.size();
        clear();
        for (int i = 0; i < size; i++) {
            add(pool.row(i), pool.distance(i), false);
        }
        if (rounded) {
            measure(row, candidates, size, candidateDistances);
            for (int i = 0; i < size; i++) {
                order[i] = TopK.key(candidateDistances[i], candidates[i]);
            }
            Arrays.sort(order, 0, size);
            clear();
            for (int i = 0; i < size; i++) {
                add(TopK.row(order[i]), TopK.distance(order[i]), false);
            }
        }
        return choose(most);
    }

    /**
     * Chooses among the links of a full list and one more row; how many were chosen.
     *
     * @param before so many links in front are ascending and known to be apart from each other
     */
    int chooseAgain(int[] links, float[] lengths, int width, int before, int row, float distance) {
        for (int i = 0; i < width; i++) {
            order[i] = TopK.key(lengths[i], links[i]);
        }
        order[width] = TopK.key(distance, row);
        Arrays.sort(order, 0, width + 1);
        clear();
        int next = 0;
        for (int i = 0; i <= width; i++) {
            boolean known = next < before && links[next] == TopK.row(order[i]);
            next += known ? 1 : 0;
            add(TopK.row(order[i]), TopK.distance(order[i]), known);
        }
        return choose(width);
    }

    /** Exact distances from a row. */
    void measure(int row, int[] rows, int count, float[] distances) {
        long query = vectors + 4L * layout.stride() * row;
        Kernels.FLOATS.distances(layout.metric(), query, layout.stride(), vectors, rows, count, distances);
    }

    /** Whether one of the rows is nearer to the candidate than the limit; measured some at a time, in their order. */
    private boolean isNearer(int[] those, int candidate, int many, float limit) {
        for (int from = 0; from < many; from += STEP) {
            int step = Math.min(STEP, many - from);
            System.arraycopy(those, from, some, 0, step);
            measure(candidate, some, step, between);
            for (int i = 0; i < step; i++) {
                if (nearness.of(candidate, some[i], between[i]) < limit) {
                    return true;
                }
            }
        }
        return false;
    }
}
