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
import io.ocellus.vector.storage.query.Reader;
import io.ocellus.vector.storage.query.Scope;
import io.ocellus.vector.storage.schema.FieldSchema;
import io.ocellus.vector.storage.schema.MetricType;
import java.util.List;

/** The query role over the shards of this process. */
final class LocalQueries implements QueryRole {
    private final Active active;
    private final Reader reader;

    LocalQueries(Active active, Reader reader) {
        this.active = active;
        this.reader = reader;
    }

    @Override
    public SearchResult search(
            CollectionRecord collection,
            SearchRequest request,
            FieldSchema field,
            IndexRecord index,
            MetricType metric,
            Extent extent) {
        return reader.search(request, collection.schema(), field, index.id(), metric, scope(collection, extent));
    }

    @Override
    public QueryResult query(CollectionRecord collection, QueryRequest request, Extent extent) {
        return reader.query(request, collection.schema(), scope(collection, extent));
    }

    @Override
    public CountResult count(CollectionRecord collection, QueryRequest request, Extent extent) {
        long[] counted = reader.count(request, collection.schema(), scope(collection, extent));
        return new CountResult(counted[0], counted[1]);
    }

    @Override
    public List<Keys> keys(CollectionRecord collection, RowFilter filter, Extent extent) {
        return reader.keys(filter, collection.schema(), scope(collection, extent));
    }

    private Scope scope(CollectionRecord collection, Extent extent) {
        return new Scope(active.shards(collection), extent.partitions(), extent.expired());
    }
}
