package io.ocellus.vector.storage.columns;

import io.ocellus.vector.index.Hits;
import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.Metric;

/** Vectors that are compared where they lie. The caller holds the memory valid. */
public interface SearchableVectors {

    /**
     * For each query the nearest of the first rows, exactly: at most k, accepted, best first. Rows beyond a query's limit need
     * not be among them.
     *
     * @param queries one after another
     * @param rows no more than are published
     * @param limits distances: squared, or negated similarities
     */
    Hits[] search(Metric metric, float[] queries, int count, int k, int rows, Acceptance accepted, float[] limits);
}
