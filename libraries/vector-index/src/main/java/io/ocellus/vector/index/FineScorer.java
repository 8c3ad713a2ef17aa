package io.ocellus.vector.index;

/**
 * Distances to rows of a {@link Partition} beyond those to their centres, by the tables that the query already has. Confined
 * to one search at a time.
 */
interface FineScorer {

    void score(int[] places, int count, float[] distances);
}
