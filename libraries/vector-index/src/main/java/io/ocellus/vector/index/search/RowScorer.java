package io.ocellus.vector.index.search;

/** Distances to rows that lie one after another, in runs as well as picked. Confined to one search at a time. */
public interface RowScorer extends Scorer {

    void scoreRun(int first, int count, float[] distances);
}
