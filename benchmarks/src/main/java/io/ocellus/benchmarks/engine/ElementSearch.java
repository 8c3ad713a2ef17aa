package io.ocellus.benchmarks.engine;

import io.ocellus.vector.index.VectorIndex;
import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.SearchParameters;
import java.util.Arrays;

/**
 * Searches of an index whose elements are no floats, by the bytes of its queries.
 *
 * @param encoded all queries, {@code bytes} each
 */
record ElementSearch(VectorIndex index, byte[] encoded, int bytes, SearchParameters parameters, Acceptance accepted)
        implements BatchSearch {

    @Override
    public void search(float[] queries, int first, int count, int k, long[] ids) {
        byte[] part = Arrays.copyOfRange(encoded, first * bytes, (first + count) * bytes);
        OcellusSearch.copy(index.search(part, count, k, parameters, accepted), first, k, ids);
    }
}
