package io.ocellus.vector.index.search;

import io.ocellus.vector.index.model.IndexFailure;
import java.util.Arrays;

/** Which rows a walk has seen: one byte a row, cleared once in 255 walks. Confined to one thread. */
public final class VisitedRows {

    private final byte[] marks;
    private byte walk;

    public VisitedRows(int rows) {
        this.marks = new byte[rows];
    }

    public void begin() {
        walk++;
        if (walk == 0) {
            Arrays.fill(marks, (byte) 0);
            walk = 1;
        }
    }

    /** Marks the row; true when it was not marked before. A row that does not exist tells a damaged file. */
    public boolean add(int row) {
        if (row < 0 || row >= marks.length) {
            throw new IndexFailure.DamagedFile("a graph leads to row " + row + " of " + marks.length);
        }
        if (marks[row] == walk) {
            return false;
        }
        marks[row] = walk;
        return true;
    }
}
