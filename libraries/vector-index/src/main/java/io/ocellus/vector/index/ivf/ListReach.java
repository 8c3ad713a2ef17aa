package io.ocellus.vector.index.ivf;

import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.quantizer.InvertedLists;

/**
 * Which lists that a search has not read may still hold a row nearer than its last answer. Seen from a query, the rows of a list
 * lie as far away as its centre and, under L2, as the rows from that, but for what they differ by along the way to the query: a
 * part of the product of both distances, the smaller the more dimensions there are. That part is the reach of a search, measured
 * when the index is built. Queries like rows find what they look for so near that hardly any other list comes into question,
 * queries far from all rows do not. Immutable; one list costs a few operations.
 */
public record ListReach(boolean squared, float[] units, float least, float greatest) {

    public static ListReach of(InvertedLists lists) {
        float least = Float.POSITIVE_INFINITY;
        float greatest = 0;
        for (float unit : lists.units()) {
            least = Math.min(least, unit);
            greatest = Math.max(greatest, unit);
        }
        return new ListReach(lists.biased(), lists.units(), least, greatest);
    }

    /** The squared length of a query, which counts where distances are no squares. */
    public float square(long query, int dimension) {
        float square = 0;
        for (int d = 0; d < dimension && !squared; d++) {
            float value = Memory.getFloat(query + 4L * d);
            square += value * value;
        }
        return square;
    }

    /** The squared reach from which on a list may hold a row nearer than the last answer. */
    public float needed(float centre, int list, float last, float square) {
        float unit = units[list] * units[list];
        float gap = (squared ? centre + unit : centre) - last;
        if (gap < 0) {
            return 0;
        }
        float scale = squared ? 4 * centre * unit : square * unit;
        return scale > 0 ? gap / scale * gap : Float.POSITIVE_INFINITY;
    }

    /** Whether any list may; those of infinite distance do not count. Without a division or a branch that is not foreseen. */
    boolean mayHold(float[] centres, float last, float square, float reach) {
        if (squared) {
            float part = 4 * reach * reach;
            for (int list = 0; list < units.length; list++) {
                float unit = units[list] * units[list];
                float gap = centres[list] + unit - last;
                if (gap < 0 || (gap * gap < part * centres[list] * unit && centres[list] < Float.POSITIVE_INFINITY)) {
                    return true;
                }
            }
            return false;
        }
        float part = reach * (float) Math.sqrt(square);
        for (int list = 0; list < units.length; list++) {
            if (centres[list] - part * units[list] < last) {
                return true;
            }
        }
        return false;
    }

    /** Whether a list whose centre is so far, or farther, may: told by the most favourable unit. */
    boolean mayHold(float centre, float last, float square, float reach) {
        if (!squared) {
            return centre - last < reach * Math.sqrt(square) * greatest;
        }
        double distance = Math.sqrt(Math.max(0, centre));
        if (distance < reach * greatest) {
            return true;
        }
        double unit = Math.clamp(reach * distance, least, greatest);
        return centre + unit * unit - last < 2 * reach * distance * unit;
    }
}
