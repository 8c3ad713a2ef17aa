package io.ocellus.vector.index;

import io.ocellus.vector.index.file.IndexFile;
import io.ocellus.vector.index.file.Mapping;
import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.ElementType;
import io.ocellus.vector.index.model.IndexFailure;
import io.ocellus.vector.index.model.IndexParameters;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.model.SearchParameters;
import io.ocellus.vector.index.model.VectorSource;
import io.ocellus.vector.index.row.RowLayout;
import io.ocellus.vector.index.search.Searcher;
import io.ocellus.vector.index.search.TopK;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * An index in one memory-mapped file: immutable, searched by any number of threads without locks. Opening reads the header
 * only. Closing refuses new searches; the file is unmapped when the last running one ends, so nothing reads unmapped memory.
 */
public final class VectorIndex implements AutoCloseable {

    /** The most rows a query may ask for, as in Milvus. */
    public static final int MAX_K = 16_384;

    /** Bits are searched as numbers: so many at a time. */
    private static final int MOST_NUMBERS = 1 << 22;

    private final Path file;
    private final IndexFile.Header header;
    private final Mapping mapping;
    private final Metric metric;
    private final Searcher searcher;

    private VectorIndex(Path file, IndexFile.Header header, Mapping mapping) {
        this.file = file;
        this.header = header;
        this.mapping = mapping;
        this.metric = header.parameters().metric();
        this.searcher = IndexBuilders.searcher(file, header, mapping.segment());
    }

    /** Builds an index of all rows of the source into that file, which appears when it is complete. */
    public static void build(IndexParameters parameters, VectorSource source, Path file, BuildControl control) {
        if (source.dimension() != parameters.dimension()) {
            throw new IndexFailure.InvalidVector("vector dimension mismatch: the index has " + parameters.dimension()
                    + ", the source has " + source.dimension());
        }
        if (source.element() != parameters.element()) {
            throw new IndexFailure.InvalidVector("vector type mismatch: the index has " + parameters.element()
                    + ", the source has " + source.element());
        }
        control.check();
        try (IndexFile.Writer writer = new IndexFile.Writer(file)) {
            IndexBuilders.build(writer, parameters, source, control);
            control.check();
            writer.finish(parameters, source.rows());
        } catch (InternalError e) {
            // The machine's signal for a mapped page that has no room on the disk.
            throw new UncheckedIOException(
                    new IOException("the index " + file + " could not be written; is the disk full?", e));
        }
        // The file is there: it is too late to cancel.
        control.progress().accept(1);
    }

    /** Maps the file and checks its header: milliseconds whatever its size. */
    public static VectorIndex open(Path file) {
        Mapping mapping;
        try {
            mapping = Mapping.open(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            return new VectorIndex(file, IndexFile.readHeader(file, mapping.segment()), mapping);
        } catch (IndexFailure e) {
            mapping.close();
            throw e;
        } catch (RuntimeException e) {
            mapping.close();
            throw new IndexFailure.DamagedFile(file + " cannot be read as an index: " + e.getMessage(), e);
        }
    }

    /** Compares every part with its checksum: reads the whole file. */
    public void verify() {
        mapping.enter();
        try {
            IndexFile.verify(file, mapping.segment(), header);
        } finally {
            mapping.leave();
        }
    }

    public IndexParameters parameters() {
        return header.parameters();
    }

    public int rows() {
        return header.rows();
    }

    /** The size of the file. */
    public long bytes() {
        return mapping.segment().byteSize();
    }

    /** The nearest accepted rows of each query; fewer than k when the index holds fewer (or the search saw no more). */
    public Hits[] search(float[] queries, int count, int k, SearchParameters parameters, Acceptance accepted) {
        checkSearch(k, parameters);
        return answer(arranged(queries, count), count, k, parameters, accepted);
    }

    /** The same for queries in the bytes of the elements, one after another. */
    public Hits[] search(byte[] queries, int count, int k, SearchParameters parameters, Acceptance accepted) {
        checkSearch(k, parameters);
        header.parameters()
                .element()
                .checkBytes(queries, count, header.parameters().dimension());
        Hits[] hits = new Hits[count];
        int some = Math.max(1, MOST_NUMBERS / header.parameters().dimension());
        for (int from = 0; from < count; from += some) {
            int part = Math.min(some, count - from);
            Hits[] found = answer(arranged(queries, from, part), part, k, parameters, accepted);
            System.arraycopy(found, 0, hits, from, part);
        }
        return hits;
    }

    /** One query. */
    public Hits search(float[] query, int k, SearchParameters parameters, Acceptance accepted) {
        return search(query, 1, k, parameters, accepted)[0];
    }

    /** One query in the bytes of the elements. */
    public Hits search(byte[] query, int k, SearchParameters parameters, Acceptance accepted) {
        return search(query, 1, k, parameters, accepted)[0];
    }

    private void checkSearch(int k, SearchParameters parameters) {
        if (k < 1 || k > MAX_K) {
            throw new IndexFailure.InvalidParameter(
                    "topk [" + k + "] is invalid, it should be in range [1, " + MAX_K + "]");
        }
        parameters.checkedFor(header.parameters().type(), k);
    }

    private float[] arranged(float[] queries, int count) {
        IndexParameters parameters = header.parameters();
        if (parameters.element() != ElementType.FLOAT32) {
            throw new IndexFailure.InvalidVector("vector type mismatch: the index has "
                    + parameters.element().vectorType() + ", the query is of floats");
        }
        return new RowLayout(metric, parameters.dimension()).queries(queries, count);
    }

    private float[] arranged(byte[] query) {
        header.parameters().element().checkBytes(query, 1, header.parameters().dimension());
        return arranged(query, 0, 1);
    }

    private float[] arranged(byte[] queries, int first, int count) {
        IndexParameters parameters = header.parameters();
        int dimension = parameters.dimension();
        if (parameters.element() != ElementType.FLOAT32) {
            return parameters.element().queries(metric, queries, first, count, dimension);
        }
        RowLayout layout = new RowLayout(metric, dimension);
        float[] floats = new float[count * dimension];
        ElementType.FLOAT32.decode(queries, 4 * first * dimension, floats.length, floats, 0);
        float[] arranged = new float[count * layout.stride()];
        layout.arrange(floats, 0, count, arranged, 0, first);
        return arranged;
    }

    private Hits[] answer(float[] arranged, int count, int k, SearchParameters parameters, Acceptance accepted) {
        Hits[] hits = new Hits[count];
        if (header.rows() == 0) {
            Arrays.fill(hits, Hits.none());
            return hits;
        }
        long[][] keys = keys(arranged, count, k, parameters, accepted);
        for (int q = 0; q < count; q++) {
            hits[q] = Hits.ofKeys(keys[q], keys[q].length, metric);
        }
        return hits;
    }

    private long[][] keys(float[] arranged, int count, int k, SearchParameters parameters, Acceptance accepted) {
        int most = Math.min(k, header.rows());
        TopK[] found = new TopK[count];
        Arrays.setAll(found, q -> new TopK(most, Float.POSITIVE_INFINITY, metric.nearest()));
        mapping.enter();
        try {
            searcher.search(arranged, count, most, parameters, accepted, found);
        } finally {
            mapping.leave();
        }
        long[][] keys = new long[count][];
        Arrays.setAll(keys, q -> found[q].sorted());
        return keys;
    }

    /**
     * The best rows within a range, at most {@code limit}: under L2 {@code filter <= score < radius}, else {@code radius <
     * score <= filter}, as Milvus. A filter of NaN means none.
     */
    public Hits rangeSearch(
            float[] query, float radius, float filter, int limit, SearchParameters parameters, Acceptance accepted) {
        checkRange(radius, filter, limit);
        return range(arranged(query, 1), radius, filter, limit, parameters, accepted);
    }

    /** The same for a query in the bytes of the elements. */
    public Hits rangeSearch(
            byte[] query, float radius, float filter, int limit, SearchParameters parameters, Acceptance accepted) {
        checkRange(radius, filter, limit);
        return range(arranged(query), radius, filter, limit, parameters, accepted);
    }

    private void checkRange(float radius, float filter, int limit) {
        if (limit < 1 || limit > MAX_K) {
            throw new IndexFailure.InvalidParameter(
                    "limit [" + limit + "] is invalid, it should be in range [1, " + MAX_K + "]");
        }
        if (!Float.isNaN(filter) && metric.distance(filter) > metric.distance(radius)) {
            throw new IndexFailure.InvalidParameter("range_filter(" + filter + ") and radius(" + radius
                    + ") hold no score: under " + metric + " range_filter must be "
                    + (metric.smallerIsCloser() ? "less" : "greater") + " than radius");
        }
    }

    private Hits range(
            float[] arranged, float radius, float filter, int limit, SearchParameters parameters, Acceptance accepted) {
        if (header.rows() == 0) {
            return Hits.none();
        }
        int ask = Math.max(64, limit);
        while (true) {
            long[] keys = keys(arranged, 1, ask, parameters.widened(ask), accepted)[0];
            int from = 0;
            while (from < keys.length && !Float.isNaN(filter) && beyond(keys[from], filter, false)) {
                from++;
            }
            int to = from;
            while (to < keys.length && !beyond(keys[to], radius, true)) {
                to++;
            }
            boolean complete = to < keys.length || keys.length < ask || ask >= header.rows();
            if (to - from >= limit || complete) {
                int count = Math.min(limit, to - from);
                return Hits.ofKeys(Arrays.copyOfRange(keys, from, from + count), count, metric);
            }
            ask = (int) Math.min(header.rows(), 4L * ask);
        }
    }

    /** As the radius: the score is not strictly within. As the filter: the score is strictly better. */
    private boolean beyond(long key, float bound, boolean radius) {
        float score = metric.score(TopK.distance(key));
        if (metric.smallerIsCloser()) {
            return radius ? score >= bound : score < bound;
        }
        return radius ? score <= bound : score > bound;
    }

    /** Continues one search page by page. Holds the file mapped until it is closed. */
    public SearchIterator iterate(float[] query, SearchParameters parameters, Acceptance accepted) {
        return iterator(arranged(query, 1), parameters, accepted);
    }

    /** The same for a query in the bytes of the elements. */
    public SearchIterator iterate(byte[] query, SearchParameters parameters, Acceptance accepted) {
        return iterator(arranged(query), parameters, accepted);
    }

    private SearchIterator iterator(float[] arranged, SearchParameters parameters, Acceptance accepted) {
        mapping.enter();
        return new SearchIterator(this, arranged, parameters, accepted.copy(header.rows()));
    }

    Hits page(float[] arranged, int size, int done, SearchParameters parameters, long[] open) {
        if (header.rows() == 0) {
            return Hits.none();
        }
        int k = Math.min(size, header.rows());
        long[] keys = keys(arranged, 1, k, parameters.widened(k + done), Acceptance.of(open))[0];
        return Hits.ofKeys(keys, keys.length, metric);
    }

    void leave() {
        mapping.leave();
    }

    boolean isMapped() {
        return mapping.isMapped();
    }

    /** Refuses new searches; running ones and open iterators keep the file mapped until they end. */
    @Override
    public void close() {
        mapping.close();
    }
}
