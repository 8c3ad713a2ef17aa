package io.ocellus.vector.index;

import io.ocellus.vector.index.model.IndexFailure;
import io.ocellus.vector.index.model.SearchParameters;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Continues one search: each page holds the next nearest rows, none twice. Confined to one thread at a time. Must be closed:
 * it keeps the index mapped. A page costs a search over the rows not yet returned.
 */
public final class SearchIterator implements AutoCloseable {

    private final VectorIndex index;
    private final float[] query;
    private final SearchParameters parameters;
    private final long[] open;
    private final AtomicBoolean closed = new AtomicBoolean();
    private int done;

    SearchIterator(VectorIndex index, float[] query, SearchParameters parameters, long[] open) {
        this.index = index;
        this.query = query;
        this.parameters = parameters;
        this.open = open;
    }

    /** Up to {@code size} further rows; none when all were returned. */
    public Hits next(int size) {
        if (size < 1 || size > VectorIndex.MAX_K) {
            throw new IndexFailure.InvalidParameter(
                    "batch size [" + size + "] is invalid, it should be in range [1, " + VectorIndex.MAX_K + "]");
        }
        if (closed.get()) {
            throw new IndexFailure.Closed();
        }
        Hits page = index.page(query, size, done, parameters, open);
        for (int i = 0; i < page.size(); i++) {
            open[page.row(i) >>> 6] &= ~(1L << page.row(i));
        }
        done += page.size();
        return page;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            index.leave();
        }
    }
}
