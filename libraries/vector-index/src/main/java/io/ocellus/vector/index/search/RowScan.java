package io.ocellus.vector.index.search;

import io.ocellus.vector.index.model.Acceptance;

/** Looks at every accepted row: what a search falls back on where a filter leaves few. Safe for many threads. */
public interface RowScan {

    /**
     * Adds every accepted row to every query's best.
     *
     * @param queries {@code count} padded queries one after another
     */
    void scan(float[] queries, int count, Acceptance accepted, TopK[] found);
}
