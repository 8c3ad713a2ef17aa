package io.ocellus.vector.index.search;

/**
 * Distances to rows that lie by lists, by the tables that the query already has. Confined to one search at a time.
 */
public interface FineScorer {

    /** @param centreDistances from the query to the centre of each list that has one of the places */
    void score(int[] places, int count, float[] centreDistances, float[] distances);
}
