package io.ocellus.vector.storage.node;

import io.ocellus.vector.storage.CollectionInfo.PartitionInfo;
import io.ocellus.vector.storage.CollectionName;
import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.HybridTimestamp;
import io.ocellus.vector.storage.QueryRequest;
import io.ocellus.vector.storage.QueryResult;
import io.ocellus.vector.storage.ReadPoint;
import io.ocellus.vector.storage.RowFilter;
import io.ocellus.vector.storage.SearchRequest;
import io.ocellus.vector.storage.SearchResult;
import io.ocellus.vector.storage.TimeToLive;
import io.ocellus.vector.storage.VectorDatabase.CountResult;
import io.ocellus.vector.storage.columns.Keys;
import io.ocellus.vector.storage.coordinator.CollectionRecord;
import io.ocellus.vector.storage.coordinator.CollectionRecord.IndexRecord;
import io.ocellus.vector.storage.node.QueryRole.Extent;
import io.ocellus.vector.storage.query.SearchNumbers;
import io.ocellus.vector.storage.schema.FieldSchema;
import io.ocellus.vector.storage.schema.MetricType;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads as the proxy takes them: checks each against the definition, then hands it to those who search. Thread-safe. */
final class Reads {
    private static final int MOST_TOP = 16_384;

    private final CoordinatorRole coordinator;
    private final QueryRole queries;
    private final Clock clock;

    Reads(CoordinatorRole coordinator, QueryRole queries, Clock clock) {
        this.coordinator = coordinator;
        this.queries = queries;
        this.clock = clock;
    }

    CollectionRecord loaded(CollectionName name) {
        CollectionRecord collection = coordinator.get(name);
        if (!collection.loaded()) {
            throw new Failure.NotLoaded(name);
        }
        return collection;
    }

    SearchResult search(SearchRequest request) {
        CollectionRecord collection = loaded(request.collection());
        FieldSchema field = vectorField(collection, request.vectorField());
        IndexRecord index = collection.indexOf(field).orElseThrow(() -> Failure.IndexNotFound.onField(field.name()));
        MetricType metric = MetricType.parse(index.parameters().getOrDefault("metric_type", "COSINE"))
                .orElse(MetricType.COSINE);
        checkSearch(request, field, metric);
        SearchNumbers.check(
                request.parameters(),
                index.parameters().getOrDefault("index_type", "AUTOINDEX").toUpperCase(Locale.ROOT),
                request.range().isPresent() ? 1 : request.limit() + request.offset());
        return queries.search(collection, request, field, index, metric, readable(collection, request.partitions()));
    }

    private static FieldSchema vectorField(CollectionRecord collection, String name) {
        if (name.isEmpty()) {
            List<FieldSchema> fields = collection.schema().vectorFields();
            if (fields.size() != 1) {
                throw new Failure.Invalid("multiple anns_fields exist, please specify a anns_field in search_params");
            }
            return fields.getFirst();
        }
        FieldSchema field = collection
                .schema()
                .field(name)
                .orElseThrow(() -> new Failure.Invalid(
                        "failed to get field schema by name: fieldName(" + name + ") not found: invalid parameter"));
        if (!field.isVector()) {
            throw new Failure.Invalid("field (" + name + ") to search is not of vector data type");
        }
        return field;
    }

    private static void checkSearch(SearchRequest request, FieldSchema field, MetricType metric) {
        if (request.limit() < 1 || request.limit() > MOST_TOP) {
            throw new Failure.Invalid(
                    "topk [" + request.limit() + "] is invalid, it should be in range [1, " + MOST_TOP + "]");
        }
        if (request.offset() < 0 || request.limit() + (long) request.offset() > MOST_TOP) {
            throw new Failure.Invalid("offset [" + request.offset() + "] + limit [" + request.limit()
                    + "] is invalid, it should be in range [1, " + MOST_TOP + "]");
        }
        if (request.queries().isEmpty() || request.queries().size() > MOST_TOP) {
            throw new Failure.Invalid(
                    "nq [" + request.queries().size() + "] is invalid, it should be in range [1, " + MOST_TOP + "]");
        }
        if (!request.metric().isEmpty() && !request.metric().equalsIgnoreCase(metric.name())) {
            throw new Failure.Invalid("metric type not match: invalid parameter[expected=" + metric.name() + "][actual="
                    + request.metric() + "]");
        }
        for (float[] query : request.queries()) {
            if (query.length != field.dimension()) {
                throw new Failure.Invalid("vector dimension mismatch, expected vector size(byte) "
                        + 4 * field.dimension() + ", actual " + 4 * query.length);
            }
            for (float x : query) {
                if (!Float.isFinite(x)) {
                    throw new Failure.Invalid("a query vector holds " + x + ": every number must be finite");
                }
            }
        }
    }

    private Extent extent(CollectionRecord collection, Set<Long> partitions) {
        long expired = TimeToLive.of(collection.properties())
                .map(age -> HybridTimestamp.of(clock.millis() - age.toMillis()))
                .orElse(0L);
        return new Extent(partitions, expired);
    }

    /** The partitions to read: those named, all of them loaded; with none named those that are loaded. */
    private Extent readable(CollectionRecord collection, List<String> names) {
        Set<Long> loaded = collection.load().ids();
        if (names.isEmpty()) {
            return extent(collection, loaded.size() == collection.partitions().size() ? Set.of() : loaded);
        }
        for (String name : names) {
            PartitionInfo partition = collection.partition(name).orElseThrow(() -> new Failure.PartitionNotFound(name));
            if (!loaded.contains(partition.id())) {
                throw new Failure.PartitionNotLoaded(name);
            }
        }
        return extent(collection, partitions(collection, names));
    }

    private static Set<Long> partitions(CollectionRecord collection, List<String> names) {
        Set<Long> ids = new HashSet<>();
        for (String name : names) {
            ids.add(collection
                    .partition(name)
                    .map(PartitionInfo::id)
                    .orElseThrow(() -> new Failure.PartitionNotFound(name)));
        }
        return ids;
    }

    QueryResult query(QueryRequest request) {
        CollectionRecord collection = loaded(request.collection());
        int limit = request.limit().orElse(1);
        if (limit < 1 || request.offset() < 0 || limit + (long) request.offset() > MOST_TOP) {
            throw new Failure.Invalid("invalid max query result window, (offset+limit) should be in range [1, "
                    + MOST_TOP + "], but got " + (limit + (long) request.offset()));
        }
        return queries.query(collection, request, readable(collection, request.partitions()));
    }

    CountResult count(QueryRequest request) {
        CollectionRecord collection = loaded(request.collection());
        return queries.count(collection, request, readable(collection, request.partitions()));
    }

    /** @param names of partitions; empty means all */
    long rows(CollectionName name, List<String> names) {
        CollectionRecord collection = coordinator.get(name);
        QueryRequest request = new QueryRequest(
                name, List.of(), Optional.empty(), List.of(), Optional.empty(), 0, new ReadPoint.Applied(), false);
        return queries.count(collection, request, extent(collection, partitions(collection, names)))
                .count();
    }

    /** @param names of partitions; empty means all that are loaded */
    List<Keys> keys(CollectionRecord collection, RowFilter filter, List<String> names) {
        return queries.keys(collection, filter, readable(collection, names));
    }
}
