package io.ocellus.vector.storage.node;

import io.ocellus.vector.storage.QueryRequest;
import io.ocellus.vector.storage.QueryResult;
import io.ocellus.vector.storage.RowFilter;
import io.ocellus.vector.storage.SearchRequest;
import io.ocellus.vector.storage.SearchResult;
import io.ocellus.vector.storage.VectorDatabase.CountResult;
import io.ocellus.vector.storage.columns.Keys;
import io.ocellus.vector.storage.coordinator.CollectionRecord;
import io.ocellus.vector.storage.coordinator.CollectionRecord.IndexRecord;
import io.ocellus.vector.storage.schema.FieldSchema;
import io.ocellus.vector.storage.schema.MetricType;
import java.util.List;
import java.util.Set;

/**
 * Those who search and filter, as the proxy sees them. The requests are checked already. Values go in and come out, so that they may live in
 * other processes. Blocking, thread-safe.
 */
interface QueryRole {
    /**
     * Which rows of a collection a read looks at.
     *
     * @param partitions ids; empty means all
     * @param expired rows up to this timestamp have outlived the collection's time to live; 0 where rows live forever
     */
    record Extent(Set<Long> partitions, long expired) {}

    SearchResult search(
            CollectionRecord collection,
            SearchRequest request,
            FieldSchema field,
            IndexRecord index,
            MetricType metric,
            Extent extent);

    QueryResult query(CollectionRecord collection, QueryRequest request, Extent extent);

    CountResult count(CollectionRecord collection, QueryRequest request, Extent extent);

    /** The keys of the rows that match at a Strong read, in chunks. */
    List<Keys> keys(CollectionRecord collection, RowFilter filter, Extent extent);
}
