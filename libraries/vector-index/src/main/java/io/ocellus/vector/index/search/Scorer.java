package io.ocellus.vector.index.search;

import io.ocellus.vector.index.model.SearchParameters;

/** Distances from one query to picked rows, by floats or by codes. Confined to one search at a time. */
public interface Scorer {

    /** Takes the query: padded floats at an address that stays valid while it is scored. */
    void query(long address);

    /** The same, where a search may say how the query is rounded. */
    default void query(long address, SearchParameters parameters) {
        query(address);
    }

    void score(int[] rows, int count, float[] distances);
}
