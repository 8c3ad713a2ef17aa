package io.ocellus.vector.index.graph;

import io.ocellus.vector.index.memory.Memory;
import java.lang.foreign.Arena;

/**
 * A {@link Graph} while rows are linked. A list is written under the lock of its stripe and read without one: a reader may see
 * a list half replaced, every entry of which is a row that is linked. Beside the graph lies the length of each base link (4
 * bytes), so that a full list is pruned without measuring it anew, and how many links at the front of a list have been pruned
 * against each other already.
 */
final class LinkedGraph {

    private static final int STRIPES = 1 << 12;

    private final int m;
    private final byte[] levels;

    /** Of each base list: so many links in front are ascending, and none is nearer to another one than to the owner. */
    private final short[] pruned;

    private final Object[] locks = new Object[STRIPES];
    private final Object entryLock = new Object();
    private final long lengths;
    private volatile Graph graph;

    /**
     * @param first no row is linked
     * @param levels of each row, the highest layer it is in
     * @param arena where the lengths lie
     */
    LinkedGraph(Graph first, byte[] levels, Arena arena) {
        this.graph = first;
        this.m = first.m();
        this.levels = levels;
        this.pruned = new short[first.rows()];
        this.lengths = Memory.allocate(arena, 8L * m * first.rows()).address();
        for (int i = 0; i < STRIPES; i++) {
            locks[i] = new Object();
        }
    }

    /** With the entry of now. */
    Graph graph() {
        return graph;
    }

    int level(int row) {
        return levels[row];
    }

    /** Walks begin at a row that is linked, where its level is above those of all before. */
    void enter(int row) {
        int level = levels[row];
        synchronized (entryLock) {
            Graph now = graph;
            if (level > now.top()) {
                graph = new Graph(now.rows(), m, now.base(), now.slots(), now.upper(), row, level);
            }
        }
    }

    /** Held by whoever writes the lists of a row or asks what is kept beside them. */
    Object lock(int row) {
        return locks[row & (STRIPES - 1)];
    }

    /** Writes a link. */
    void put(int owner, int level, long list, int at, int neighbour, float distance) {
        Memory.setInt(list + 4L * at, neighbour);
        if (level == 0) {
            Memory.setFloat(lengths + 8L * m * owner + 4L * at, distance);
        }
    }

    /** The lengths of the first links of a base list. */
    void lengths(int owner, int count, float[] target) {
        Memory.read(lengths + 8L * m * owner, target, 0, count);
    }

    int pruned(int owner, int level) {
        return level == 0 ? pruned[owner] : 0;
    }

    void pruned(int owner, int level, int count) {
        if (level == 0) {
            pruned[owner] = (short) count;
        }
    }
}
