package io.ocellus.annotation.store;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rows page by page; the next page is asked for by the last row of the one before. Not thread-safe. */
final class PagedIterator<R> implements Iterator<R> {
    private final Function<@Nullable R, List<R>> fetch;
    private final int pageSize;
    private List<R> page = List.of();
    private int at;
    private boolean ended;

    /** @param fetch gives the rows after its argument, at most {@code pageSize}; null asks for the first */
    PagedIterator(int pageSize, Function<@Nullable R, List<R>> fetch) {
        this.pageSize = pageSize;
        this.fetch = fetch;
    }

    @Override
    public boolean hasNext() {
        if (at < page.size()) {
            return true;
        }
        if (!ended) {
            page = fetch.apply(page.isEmpty() ? null : page.getLast());
            at = 0;
            ended = page.size() < pageSize;
        }
        return at < page.size();
    }

    @Override
    public R next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return page.get(at++);
    }
}
