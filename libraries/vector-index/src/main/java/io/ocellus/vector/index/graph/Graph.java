package io.ocellus.vector.index.graph;

import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.IndexFailure;
import io.ocellus.vector.index.search.Scorer;

/**
 * The links of a hierarchical graph (Malkov and Yashunin, 2018) at an address: {@code 2 M} rows for each node of the base
 * layer, {@code M} for each layer above, ended by -1 where fewer. Rows with upper layers have consecutive slots there.
 */
public record Graph(int rows, int m, long base, long slots, long upper, int entry, int top) {

    public static final int NONE = -1;

    int baseDegree() {
        return 2 * m;
    }

    public long list(int row, int level) {
        if (level == 0) {
            return base + 8L * m * row;
        }
        return upper + 4L * m * (Memory.getInt(slots + 4L * row) + level - 1);
    }

    public int degree(int level) {
        return level == 0 ? 2 * m : m;
    }

    /** Walks down from the entry to the nearest node of layer 1 (or of a higher given one), then hands it over. */
    int descend(Scorer scorer, int toLevel, int[] rowsScratch, float[] distancesScratch) {
        int nearest = entry;
        rowsScratch[0] = nearest;
        scorer.score(rowsScratch, 1, distancesScratch);
        float distance = distancesScratch[0];
        for (int level = top; level > toLevel; level--) {
            boolean closer = true;
            while (closer) {
                closer = false;
                int count = read(nearest, level, rowsScratch);
                scorer.score(rowsScratch, count, distancesScratch);
                for (int i = 0; i < count; i++) {
                    if (distancesScratch[i] < distance) {
                        distance = distancesScratch[i];
                        nearest = rowsScratch[i];
                        closer = true;
                    }
                }
            }
        }
        return nearest;
    }

    int read(int row, int level, int[] target) {
        long list = list(row, level);
        int degree = degree(level);
        int count = 0;
        while (count < degree) {
            int neighbour = Memory.getInt(list + 4L * count);
            if (neighbour < 0) {
                break;
            }
            if (neighbour >= rows) {
                throw new IndexFailure.DamagedFile("a link leads to row " + neighbour + " of " + rows);
            }
            target[count++] = neighbour;
        }
        return count;
    }
}
