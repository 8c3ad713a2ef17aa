package io.ocellus.vector.index.search;

import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.SearchParameters;

/**
 * One algorithm over the parts of a mapped file. Immutable but for pools of scratch space; many threads search at once. The
 * caller holds the mapping. Queries come padded to the stride, normalised under COSINE; distances go out with smaller is
 * closer.
 */
public interface Searcher {

    /**
     * Fills one {@link TopK} a query.
     *
     * @param queries {@code count} padded queries one after another
     */
    void search(float[] queries, int count, int k, SearchParameters parameters, Acceptance accepted, TopK[] found);

    /** Whether the answers are exact, so that a range search may stop at the first distance beyond it. */
    default boolean isExact() {
        return false;
    }
}
