package io.ocellus.vector.storage.segments;

import io.ocellus.vector.storage.columns.Column;
import io.ocellus.vector.storage.columns.ColumnSource;
import io.ocellus.vector.storage.columns.RowSet;

/** Rows that a reader scans together: a sealed segment, or the published part of a growing block. Held valid by a pinned view. */
public interface RowBlock extends ColumnSource {
    long segmentId();

    long partitionId();

    boolean sealed();

    /** The column of the primary key. */
    Column keys();

    long timestamp(int row);

    /** When the row was hidden, or 0. */
    long deletedAt(int row);

    /** Whether every row is visible at the timestamp; cheap. */
    boolean allVisible(long timestamp);

    /** How many rows are visible at the timestamp. */
    int visibleCount(long timestamp);

    /** The rows visible at the timestamp: written by then and not yet hidden. The set belongs to the caller. */
    RowSet visible(long timestamp);
}
