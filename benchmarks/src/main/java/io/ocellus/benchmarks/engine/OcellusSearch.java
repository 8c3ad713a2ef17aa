package io.ocellus.benchmarks.engine;

import io.ocellus.vector.index.Hits;
import io.ocellus.vector.index.VectorIndex;
import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.SearchParameters;
import java.util.Arrays;

/** Searches of the index that is measured, through its public interface. */
record OcellusSearch(VectorIndex index, int dimension, SearchParameters parameters, Acceptance accepted)
        implements BatchSearch {

    @Override
    public void search(float[] queries, int first, int count, int k, long[] ids) {
        float[] part = Arrays.copyOfRange(queries, first * dimension, (first + count) * dimension);
        copy(index.search(part, count, k, parameters, accepted), first, k, ids);
    }

    /** The rows that were found, -1 where fewer than k. */
    static void copy(Hits[] hits, int first, int k, long[] ids) {
        for (int q = 0; q < hits.length; q++) {
            int at = (first + q) * k;
            for (int i = 0; i < k; i++) {
                ids[at + i] = i < hits[q].size() ? hits[q].row(i) : -1;
            }
        }
    }
}
