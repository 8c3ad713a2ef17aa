package io.ocellus.vector.service.memory;

import io.ocellus.vector.service.memory.MemoryCollection.Row;
import io.ocellus.vector.storage.Change;
import io.ocellus.vector.storage.CollectionDefinition;
import io.ocellus.vector.storage.CollectionInfo;
import io.ocellus.vector.storage.CollectionName;
import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.HybridTimestamp;
import io.ocellus.vector.storage.IndexDefinition;
import io.ocellus.vector.storage.IndexInfo;
import io.ocellus.vector.storage.MutationResult;
import io.ocellus.vector.storage.QueryRequest;
import io.ocellus.vector.storage.QueryResult;
import io.ocellus.vector.storage.RowFilter;
import io.ocellus.vector.storage.SearchRequest;
import io.ocellus.vector.storage.SearchResult;
import io.ocellus.vector.storage.SegmentInfo;
import io.ocellus.vector.storage.VectorDatabase;
import io.ocellus.vector.storage.columns.Column;
import io.ocellus.vector.storage.columns.ColumnBatch;
import io.ocellus.vector.storage.columns.Keys;
import io.ocellus.vector.storage.columns.RowSet;
import io.ocellus.vector.storage.schema.CollectionSchema;
import io.ocellus.vector.storage.schema.DataType;
import io.ocellus.vector.storage.schema.FieldSchema;
import io.ocellus.vector.storage.schema.MetricType;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Every row a map, every search a scan, one lock around all. Keeps the facade's rules that clients can see. */
public final class MemoryDatabase implements VectorDatabase {
    private final Map<CollectionName, MemoryCollection> collections = new java.util.LinkedHashMap<>();
    private final AtomicLong ids = new AtomicLong(450_000_000_000L);
    private final Clock clock = Clock.systemUTC();
    private long last;

    @Override
    public synchronized CollectionInfo createCollection(CollectionDefinition definition) {
        MemoryCollection present = collections.get(definition.name());
        if (present != null) {
            if (present.definition.equals(definition)) {
                return present.info();
            }
            throw new Failure.Invalid("create duplicate collection with different parameters, collection: "
                    + definition.name().name());
        }
        List<FieldSchema> fields = new ArrayList<>();
        for (FieldSchema field : definition.schema().fields()) {
            fields.add(field.withId(FieldSchema.FIRST_ID + fields.size()));
        }
        MemoryCollection made =
                new MemoryCollection(ids.incrementAndGet(), definition, new CollectionSchema(fields), timestamp());
        made.partitions.add(new CollectionInfo.PartitionInfo(
                ids.incrementAndGet(), CollectionInfo.DEFAULT_PARTITION, made.created));
        collections.put(definition.name(), made);
        return made.info();
    }

    private MemoryCollection get(CollectionName name) {
        MemoryCollection found = collections.get(name);
        if (found == null) {
            throw new Failure.CollectionNotFound(name);
        }
        return found;
    }

    private MemoryCollection loaded(CollectionName name) {
        MemoryCollection found = get(name);
        if (!found.loaded) {
            throw new Failure.NotLoaded(name);
        }
        return found;
    }

    @Override
    public synchronized void dropCollection(CollectionName collection) {
        collections.remove(collection);
    }

    @Override
    public synchronized Optional<CollectionInfo> findCollection(CollectionName collection) {
        return Optional.ofNullable(collections.get(collection)).map(MemoryCollection::info);
    }

    @Override
    public synchronized Optional<CollectionInfo> findCollection(long collectionId) {
        return collections.values().stream()
                .filter(each -> each.id == collectionId)
                .findFirst()
                .map(MemoryCollection::info);
    }

    @Override
    public synchronized List<CollectionInfo> listCollections(String database) {
        return collections.values().stream()
                .filter(each -> each.name.database().equals(database))
                .map(MemoryCollection::info)
                .sorted(Comparator.comparing(info -> info.name().name()))
                .toList();
    }

    @Override
    public synchronized void renameCollection(CollectionName from, CollectionName to) {
        MemoryCollection found = get(from);
        if (collections.containsKey(to)) {
            throw new Failure.Conflict("duplicated new collection name " + to.name() + " in database " + to.database()
                    + " with other collection name or alias");
        }
        collections.remove(from);
        found.name = to;
        collections.put(to, found);
    }

    @Override
    public synchronized void alterCollection(CollectionName collection, Change change) {
        MemoryCollection found = get(collection);
        found.properties = change.on(found.properties);
    }

    @Override
    public synchronized void addField(CollectionName collection, FieldSchema field) {
        MemoryCollection found = get(collection);
        found.schema = found.schema.plus(field.withId(found.schema.lastField() + 1));
    }

    @Override
    public synchronized void alterField(CollectionName collection, String field, Change change) {
        if (get(collection).schema.field(field).isEmpty()) {
            throw new Failure.Invalid("field " + field + " does not exist in collection");
        }
    }

    @Override
    public synchronized void alterIndex(CollectionName collection, String index, Change change) {
        if (!get(collection).indexes.containsKey(index)) {
            throw new Failure.IndexNotFound(index);
        }
    }

    @Override
    public synchronized void truncateCollection(CollectionName collection) {
        get(collection).rows.clear();
    }

    @Override
    public synchronized void createAlias(CollectionName collection, String alias) {
        get(collection).aliases.add(alias);
    }

    @Override
    public synchronized void alterAlias(CollectionName collection, String alias) {
        MemoryCollection target = get(collection);
        collections.values().forEach(each -> each.aliases.remove(alias));
        target.aliases.add(alias);
    }

    @Override
    public synchronized void dropAlias(CollectionName alias) {
        collections.values().forEach(each -> each.aliases.remove(alias.name()));
    }

    @Override
    public synchronized void createPartition(CollectionName collection, String partition) {
        MemoryCollection found = get(collection);
        if (found.partitions.stream().noneMatch(each -> each.name().equals(partition))) {
            found.partitions.add(new CollectionInfo.PartitionInfo(ids.incrementAndGet(), partition, timestamp()));
        }
    }

    @Override
    public synchronized void dropPartition(CollectionName collection, String partition) {
        MemoryCollection found = get(collection);
        if (partition.equals(CollectionInfo.DEFAULT_PARTITION)) {
            throw new Failure.Conflict("default partition cannot be deleted");
        }
        if (found.loaded) {
            throw new Failure.Conflict("partition cannot be dropped, partition is loaded, please release it first");
        }
        found.partitions.removeIf(each -> each.name().equals(partition));
        found.rows.values().removeIf(row -> row.partition().equals(partition));
    }

    @Override
    public synchronized void createIndex(CollectionName collection, IndexDefinition index) {
        MemoryCollection found = get(collection);
        FieldSchema field = found.schema.field(index.fieldName()).orElseThrow();
        String name = index.indexName().isEmpty() ? index.fieldName() : index.indexName();
        boolean another = found.indexes.values().stream()
                .anyMatch(each -> each.fieldId() == field.id()
                        && !(each.name().equals(name) && each.parameters().equals(index.parameters())));
        if (another) {
            throw new Failure.Conflict("CreateIndex failed: at most one distinct index is allowed per field");
        }
        found.indexes.put(
                name,
                new IndexInfo(
                        ids.incrementAndGet(),
                        name,
                        field.id(),
                        field.name(),
                        index.parameters(),
                        IndexInfo.State.FINISHED,
                        0,
                        0,
                        0,
                        ""));
    }

    @Override
    public synchronized List<IndexInfo> describeIndexes(CollectionName collection, String indexName) {
        MemoryCollection found = get(collection);
        List<IndexInfo> matching = found.indexes.values().stream()
                .filter(each -> indexName.isEmpty()
                        || each.name().equals(indexName)
                        || each.fieldName().equals(indexName))
                .map(each -> new IndexInfo(
                        each.id(),
                        each.name(),
                        each.fieldId(),
                        each.fieldName(),
                        each.parameters(),
                        each.state(),
                        found.rows.size(),
                        found.rows.size(),
                        0,
                        ""))
                .toList();
        if (matching.isEmpty()) {
            throw new Failure.IndexNotFound(indexName);
        }
        return matching;
    }

    @Override
    public synchronized void dropIndex(CollectionName collection, String indexOrFieldName) {
        MemoryCollection found = get(collection);
        if (found.loaded) {
            throw new Failure.Conflict("vector index cannot be dropped on loaded collection: " + found.id);
        }
        found.indexes
                .values()
                .removeIf(each ->
                        each.name().equals(indexOrFieldName) || each.fieldName().equals(indexOrFieldName));
    }

    @Override
    public synchronized void load(CollectionName collection, List<String> partitions) {
        MemoryCollection found = get(collection);
        partitions.forEach(partition -> requirePartition(found, partition));
        if (found.indexes.isEmpty()) {
            throw new Failure.IndexNotFound(collection.name());
        }
        found.loaded = true;
    }

    @Override
    public synchronized void release(CollectionName collection, List<String> partitions) {
        MemoryCollection found = get(collection);
        partitions.forEach(partition -> requirePartition(found, partition));
        found.loaded = false;
    }

    @Override
    public synchronized int loadProgress(CollectionName collection) {
        loaded(collection);
        return 100;
    }

    private static void requirePartition(MemoryCollection collection, String partition) {
        if (collection.partitions.stream().noneMatch(each -> each.name().equals(partition))) {
            throw new Failure.PartitionNotFound(partition);
        }
    }

    @Override
    public synchronized MutationResult insert(CollectionName collection, String partition, ColumnBatch rows) {
        return write(get(collection), partition, rows);
    }

    @Override
    public synchronized MutationResult upsert(CollectionName collection, String partition, ColumnBatch rows) {
        return write(get(collection), partition, rows);
    }

    private MutationResult write(MemoryCollection collection, String partition, ColumnBatch rows) {
        String target = partition.isEmpty() ? CollectionInfo.DEFAULT_PARTITION : partition;
        requirePartition(collection, target);
        FieldSchema key = collection.schema.primaryKey();
        List<Object> keys = new ArrayList<>();
        for (int row = 0; row < rows.rowCount(); row++) {
            Map<Integer, Object> values = new HashMap<>();
            for (FieldSchema field : collection.schema.fields()) {
                Optional<Column> column = rows.column(field.id());
                if (column.isPresent() && !column.get().isNull(row)) {
                    values.put(field.id(), Cells.get(column.get(), row));
                } else {
                    int at = row;
                    field.defaultValue().ifPresent(value -> values.put(field.id(), Cells.of(value, at)));
                }
            }
            if (key.autoId()) {
                long generated = ids.incrementAndGet();
                values.put(key.id(), key.type() == DataType.INT64 ? (Object) generated : String.valueOf(generated));
            }
            Object id = values.get(key.id());
            keys.add(id);
            collection.rows.put(id, new Row(id, target, values));
        }
        return new MutationResult(Cells.keys(key.type(), keys), keys.size(), timestamp());
    }

    @Override
    public synchronized MutationResult delete(CollectionName collection, String partition, Keys keys) {
        MemoryCollection found = get(collection);
        Cells.list(keys).forEach(found.rows::remove);
        return new MutationResult(keys, keys.size(), timestamp());
    }

    @Override
    public synchronized MutationResult delete(CollectionName collection, String partition, RowFilter filter) {
        MemoryCollection found = loaded(collection);
        List<Row> gone = matching(found, partition.isEmpty() ? List.of() : List.of(partition), Optional.of(filter));
        gone.forEach(row -> found.rows.remove(row.key()));
        return new MutationResult(
                Cells.keys(
                        found.schema.primaryKey().type(),
                        gone.stream().map(Row::key).toList()),
                gone.size(),
                timestamp());
    }

    private static List<Row> matching(
            MemoryCollection collection, List<String> partitions, Optional<RowFilter> filter) {
        List<Row> rows = collection.rows.values().stream()
                .filter(row -> partitions.isEmpty() || partitions.contains(row.partition()))
                .toList();
        if (filter.isEmpty()) {
            return rows;
        }
        RowSet chosen = filter.get().evaluate(batch(collection.schema, rows, List.of()));
        List<Row> result = new ArrayList<>();
        for (int i = chosen.next(0); i >= 0; i = chosen.next(i + 1)) {
            result.add(rows.get(i));
        }
        return result;
    }

    private static ColumnBatch batch(CollectionSchema schema, List<Row> rows, List<Integer> fields) {
        Map<Integer, Column> columns = new HashMap<>();
        for (FieldSchema field : schema.fields()) {
            if (fields.isEmpty() || fields.contains(field.id())) {
                columns.put(
                        field.id(),
                        Cells.column(
                                field,
                                rows.stream()
                                        .map(row ->
                                                Optional.ofNullable(row.values().get(field.id())))
                                        .toList()));
            }
        }
        return new ColumnBatch(rows.size(), columns);
    }

    @Override
    public synchronized FlushResult flush(CollectionName collection) {
        return new FlushResult(List.of(get(collection).id + 1), timestamp());
    }

    private record Hit(Row row, float score) {}

    @Override
    public synchronized SearchResult search(SearchRequest request) {
        MemoryCollection found = loaded(request.collection());
        FieldSchema field = found.schema.field(request.vectorField()).orElseThrow();
        MetricType metric = found.indexes.values().stream()
                .filter(index -> index.fieldId() == field.id())
                .map(index -> MetricType.parse(index.parameters().getOrDefault("metric_type", ""))
                        .orElse(MetricType.COSINE))
                .findFirst()
                .orElse(MetricType.COSINE);
        if (!request.metric().isEmpty() && !metric.name().equals(request.metric())) {
            throw new Failure.Invalid("metric type not match: invalid parameter[expected=" + metric + "][actual="
                    + request.metric() + "]");
        }
        List<Row> rows = matching(found, request.partitions(), request.filter());
        List<Row> hits = new ArrayList<>();
        List<Float> scores = new ArrayList<>();
        int[] counts = new int[request.queries().size()];
        for (int q = 0; q < counts.length; q++) {
            float[] query = request.queries().get(q);
            Comparator<Hit> order = Comparator.comparing(Hit::score);
            List<Hit> best = rows.stream()
                    .map(row -> new Hit(
                            row, score(metric, query, (float[]) row.values().get(field.id()))))
                    .filter(hit -> request.range()
                            .map(range -> inside(metric, range, hit.score()))
                            .orElse(true))
                    .sorted(metric.largeIsNear() ? order.reversed() : order)
                    .skip(request.offset())
                    .limit(request.limit())
                    .toList();
            counts[q] = best.size();
            best.forEach(hit -> {
                hits.add(hit.row());
                scores.add(hit.score());
            });
        }
        float[] flat = new float[scores.size()];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = scores.get(i);
        }
        Keys keys = Cells.keys(
                found.schema.primaryKey().type(), hits.stream().map(Row::key).toList());
        return new SearchResult(counts, keys, flat, output(found, hits, request.outputFields()), timestamp());
    }

    private static ColumnBatch output(MemoryCollection collection, List<Row> rows, List<Integer> fields) {
        return fields.isEmpty() ? new ColumnBatch(rows.size(), Map.of()) : batch(collection.schema, rows, fields);
    }

    private static boolean inside(MetricType metric, SearchRequest.Range range, float score) {
        float filter = range.rangeFilter().orElse(metric.largeIsNear() ? Float.MAX_VALUE : -Float.MAX_VALUE);
        return metric.largeIsNear()
                ? score > range.radius() && score <= filter
                : score < range.radius() && score >= filter;
    }

    private static float score(MetricType metric, float[] a, float[] b) {
        float dot = 0;
        float square = 0;
        float normA = 0;
        float normB = 0;
        for (int i = 0; i < a.length; i++) {
            dot += a[i] * b[i];
            square += (a[i] - b[i]) * (a[i] - b[i]);
            normA += a[i] * a[i];
            normB += b[i] * b[i];
        }
        return switch (metric) {
            case L2 -> square;
            case IP -> dot;
            case COSINE -> normA == 0 || normB == 0 ? 0 : (float) (dot / Math.sqrt((double) normA * normB));
        };
    }

    @Override
    public synchronized QueryResult query(QueryRequest request) {
        MemoryCollection found = loaded(request.collection());
        List<Row> rows = matching(found, request.partitions(), request.filter()).stream()
                .skip(request.offset())
                .limit(request.limit().orElse(Integer.MAX_VALUE))
                .toList();
        return new QueryResult(output(found, rows, request.outputFields()), timestamp());
    }

    @Override
    public synchronized CountResult count(QueryRequest request) {
        MemoryCollection found = loaded(request.collection());
        return new CountResult(
                matching(found, request.partitions(), request.filter()).size(), timestamp());
    }

    @Override
    public synchronized long rowCount(CollectionName collection) {
        return get(collection).rows.size();
    }

    @Override
    public synchronized long rowCount(CollectionName collection, String partition) {
        return get(collection).rows.values().stream()
                .filter(row -> row.partition().equals(partition))
                .count();
    }

    @Override
    public synchronized List<SegmentInfo> segments(CollectionName collection) {
        MemoryCollection found = get(collection);
        return List.of(new SegmentInfo(
                found.id + 1, found.id, found.partitions.getFirst().id(), 0, found.rows.size(), true, ""));
    }

    @Override
    public synchronized long timestamp() {
        last = Math.max(last + 1, HybridTimestamp.of(clock.millis()));
        return last;
    }

    @Override
    public boolean ready() {
        return true;
    }
}
