package io.ocellus.vector.storage.node;

import io.ocellus.objectstorage.ObjectStore;
import io.ocellus.vector.storage.Change;
import io.ocellus.vector.storage.CollectionDefinition;
import io.ocellus.vector.storage.CollectionInfo;
import io.ocellus.vector.storage.CollectionInfo.LoadState;
import io.ocellus.vector.storage.CollectionInfo.PartitionInfo;
import io.ocellus.vector.storage.CollectionName;
import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.HybridTimestamp;
import io.ocellus.vector.storage.IndexDefinition;
import io.ocellus.vector.storage.IndexInfo;
import io.ocellus.vector.storage.MutationResult;
import io.ocellus.vector.storage.QueryRequest;
import io.ocellus.vector.storage.QueryResult;
import io.ocellus.vector.storage.ReadPoint;
import io.ocellus.vector.storage.RowFilter;
import io.ocellus.vector.storage.SearchRequest;
import io.ocellus.vector.storage.SearchResult;
import io.ocellus.vector.storage.SegmentInfo;
import io.ocellus.vector.storage.TimeToLive;
import io.ocellus.vector.storage.VectorDatabase;
import io.ocellus.vector.storage.columns.ColumnBatch;
import io.ocellus.vector.storage.columns.Keys;
import io.ocellus.vector.storage.coordinator.CollectionRecord;
import io.ocellus.vector.storage.coordinator.CollectionRecord.IndexRecord;
import io.ocellus.vector.storage.coordinator.Lease;
import io.ocellus.vector.storage.coordinator.Metadata;
import io.ocellus.vector.storage.growing.GrowingSegment;
import io.ocellus.vector.storage.log.KafkaWriteAheadLog;
import io.ocellus.vector.storage.log.WriteAheadLog;
import io.ocellus.vector.storage.query.Reader;
import io.ocellus.vector.storage.query.Reader.Served;
import io.ocellus.vector.storage.query.Scope;
import io.ocellus.vector.storage.query.SearchNumbers;
import io.ocellus.vector.storage.schema.FieldSchema;
import io.ocellus.vector.storage.schema.MetricType;
import io.ocellus.vector.storage.segments.LocalFiles;
import io.ocellus.vector.storage.shards.Maintenance;
import io.ocellus.vector.storage.shards.ShardView;
import io.ocellus.vector.storage.shards.ShardView.SealedPart;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A vector node with all roles. Active while it holds the coordinator's lease, else standby: it then refuses every call with {@link
 * Failure.Unavailable} and tries for the lease. Two nodes on one set of servers need different names and cache folders.
 */
public final class VectorNode implements VectorDatabase, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(VectorNode.class);
    private static final int MOST_TOP = 16_384;

    private final VectorStorageSettings settings;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final Lease lease;
    private final LocalFiles files;
    private final Reader reader;
    private final AtomicLong lastTimestamp = new AtomicLong();
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("vector-lease").factory());
    private @Nullable WriteAheadLog wal;
    private volatile @Nullable Roles roles;
    private long nextRenewal;

    /** What this node does while it is active. */
    private record Roles(
            Active active, Coordinator coordinator, Alterations alterations, Aliases aliases, Writer writer) {}

    private VectorNode(VectorStorageSettings settings, DataSource database, ObjectStore store, Clock clock) {
        this.settings = settings;
        this.jdbc = JdbcClient.create(database);
        this.transactions = new TransactionTemplate(new DataSourceTransactionManager(database));
        this.transactions.setTimeout(10);
        this.clock = clock;
        this.lease = new Lease(jdbc, settings.node(), settings.lease());
        this.files = new LocalFiles(store, settings.cacheFolder(), settings.cacheBytes());
        this.files.onPressure(bytes -> unload());
        this.reader = new Reader(settings.concurrentReads());
    }

    /** Starts to try for the lease; the schema {@code vector} must be migrated. */
    public static VectorNode start(
            VectorStorageSettings settings, DataSource database, ObjectStore store, Clock clock) {
        VectorNode node = new VectorNode(settings, database, store, clock);
        var _ = node.heart.scheduleWithFixedDelay(node::beat, 0, 250, TimeUnit.MILLISECONDS);
        return node;
    }

    // ---- lease

    private void beat() {
        try {
            Roles present = roles;
            if (present == null) {
                tryActivate();
            } else if (present.active().isLost()) {
                log.warn("A log partition has another owner: this node stands by");
                stepDown(present);
            } else {
                renew(present);
                present.active().reopen();
            }
        } catch (DataAccessException | Failure e) {
            log.debug("The vector node waits for its servers: {}", e.getMessage());
        } catch (RuntimeException e) {
            log.warn("The vector node waits for its servers", e);
        }
    }

    private void renew(Roles present) {
        if (clock.millis() < nextRenewal) {
            return;
        }
        if (!lease.renew(present.active().metadata().epoch())) {
            log.warn("The coordinator's lease went to another node: this one stands by");
            stepDown(present);
            return;
        }
        nextRenewal = clock.millis() + settings.lease().toMillis() / 4;
    }

    private void tryActivate() {
        OptionalLong epoch = lease.acquire();
        if (epoch.isEmpty()) {
            return;
        }
        nextRenewal = clock.millis() + settings.lease().toMillis() / 4;
        WriteAheadLog opened = wal;
        if (opened == null) {
            opened = KafkaWriteAheadLog.open(settings.kafka());
            wal = opened;
        }
        Active active = new Active(new Metadata(jdbc, transactions, epoch.getAsLong()), opened, files, settings, clock);
        Coordinator coordinator = new Coordinator(active, this::timestamp);
        active.start();
        roles = new Roles(
                active,
                coordinator,
                new Alterations(active, coordinator, this::timestamp),
                new Aliases(active, coordinator),
                new Writer(active));
        // Beside the heart: it waits for the partitions, and the lease must be renewed meanwhile.
        Thread.ofVirtual().name("vector-pending-definitions").start(() -> finishPending(coordinator));
        log.info("This node coordinates vectors with epoch {}", epoch.getAsLong());
    }

    private void finishPending(Coordinator coordinator) {
        try {
            coordinator.finishPending();
        } catch (Failure e) {
            log.warn("Pending definitions wait for the next start: {}", e.text());
        }
    }

    private void stepDown(Roles present) {
        roles = null;
        present.active().close();
    }

    private Roles roles() {
        Roles present = roles;
        if (present == null) {
            throw new Failure.Unavailable("this vector node does not serve now: it waits for its servers or stands by");
        }
        return present;
    }

    private void unload() {
        Roles present = roles;
        if (present == null) {
            return;
        }
        for (CollectionRecord collection : present.active().catalog().all()) {
            for (Served served : present.active().shards(collection)) {
                ShardView view = served.shard().pin();
                view.unpin();
                for (SealedPart part : view.sealed()) {
                    part.segment().tryUnload();
                    part.indexes().forEach(index -> index.tryUnload());
                }
            }
        }
    }

    // ---- definition

    @Override
    public CollectionInfo createCollection(CollectionDefinition definition) {
        return info(roles().coordinator().createCollection(definition));
    }

    @Override
    public void dropCollection(CollectionName collection) {
        roles().coordinator().dropCollection(collection);
    }

    @Override
    public Optional<CollectionInfo> findCollection(CollectionName collection) {
        return roles().active().catalog().find(collection).map(this::info);
    }

    @Override
    public Optional<CollectionInfo> findCollection(long collectionId) {
        return roles().active().catalog().find(collectionId).map(this::info);
    }

    @Override
    public List<CollectionInfo> listCollections(String database) {
        return roles().active().catalog().in(database).stream().map(this::info).toList();
    }

    private CollectionInfo info(CollectionRecord collection) {
        return new CollectionInfo(
                collection.id(),
                collection.name(),
                collection.description(),
                collection.schema(),
                collection.consistency(),
                collection.properties(),
                collection.created(),
                collection.updated(),
                collection.shards(),
                collection.partitions(),
                collection.indexes().stream()
                        .map(index -> unmeasured(collection, index))
                        .toList(),
                collection.loaded() ? LoadState.LOADED : LoadState.NOT_LOADED,
                collection.load().ids(),
                collection.aliases());
    }

    private static IndexInfo unmeasured(CollectionRecord collection, IndexRecord index) {
        String field = collection
                .schema()
                .field(index.fieldId())
                .map(FieldSchema::name)
                .orElse("");
        return new IndexInfo(
                index.id(),
                index.name(),
                index.fieldId(),
                field,
                index.parameters(),
                IndexInfo.State.UNISSUED,
                0,
                0,
                0,
                "");
    }

    @Override
    public void renameCollection(CollectionName from, CollectionName to) {
        roles().coordinator().rename(from, to);
    }

    @Override
    public void alterCollection(CollectionName collection, Change change) {
        roles().alterations().collection(collection, change);
    }

    @Override
    public void alterField(CollectionName collection, String field, Change change) {
        roles().alterations().field(collection, field, change);
    }

    @Override
    public void alterIndex(CollectionName collection, String index, Change change) {
        roles().alterations().index(collection, index, change);
    }

    @Override
    public void truncateCollection(CollectionName collection) {
        roles().alterations().truncate(collection);
    }

    @Override
    public void createAlias(CollectionName collection, String alias) {
        roles().aliases().create(collection, alias);
    }

    @Override
    public void alterAlias(CollectionName collection, String alias) {
        roles().aliases().alter(collection, alias);
    }

    @Override
    public void dropAlias(CollectionName alias) {
        roles().aliases().drop(alias);
    }

    @Override
    public void createPartition(CollectionName collection, String partition) {
        roles().coordinator().createPartition(collection, partition);
    }

    @Override
    public void dropPartition(CollectionName collection, String partition) {
        roles().coordinator().dropPartition(collection, partition);
    }

    @Override
    public void createIndex(CollectionName collection, IndexDefinition index) {
        roles().coordinator().createIndex(collection, index);
    }

    @Override
    public List<IndexInfo> describeIndexes(CollectionName name, String indexName) {
        Roles present = roles();
        CollectionRecord collection = present.active().catalog().get(name);
        List<IndexRecord> chosen = Coordinator.matching(collection, indexName);
        if (chosen.isEmpty()) {
            throw new Failure.IndexNotFound(indexName);
        }
        List<Served> shards = present.active().shards(collection);
        return chosen.stream().map(index -> measured(collection, index, shards)).toList();
    }

    private static IndexInfo measured(CollectionRecord collection, IndexRecord index, List<Served> shards) {
        long total = 0;
        long indexed = 0;
        boolean vector = collection
                .schema()
                .field(index.fieldId())
                .map(FieldSchema::isVector)
                .orElse(false);
        for (Served served : shards) {
            ShardView view = served.shard().pin();
            try {
                for (SealedPart part : view.sealed()) {
                    total += part.segment().rowCount();
                    indexed += !vector || Maintenance.isIndexed(part, index)
                            ? part.segment().rowCount()
                            : 0;
                }
            } finally {
                view.unpin();
            }
        }
        IndexInfo plain = unmeasured(collection, index);
        return new IndexInfo(
                index.id(),
                index.name(),
                index.fieldId(),
                plain.fieldName(),
                index.parameters(),
                indexed == total ? IndexInfo.State.FINISHED : IndexInfo.State.IN_PROGRESS,
                total,
                indexed,
                total - indexed,
                "");
    }

    @Override
    public void dropIndex(CollectionName collection, String indexOrFieldName) {
        roles().coordinator().dropIndex(collection, indexOrFieldName);
    }

    // ---- load

    @Override
    public void load(CollectionName collection, List<String> partitions) {
        roles().coordinator().load(collection, partitions);
    }

    @Override
    public void release(CollectionName collection, List<String> partitions) {
        roles().coordinator().release(collection, partitions);
    }

    @Override
    public int loadProgress(CollectionName collection) {
        loaded(roles(), collection);
        return 100;
    }

    private static CollectionRecord loaded(Roles present, CollectionName name) {
        CollectionRecord collection = present.active().catalog().get(name);
        if (!collection.loaded()) {
            throw new Failure.NotLoaded(name);
        }
        return collection;
    }

    // ---- write

    @Override
    public MutationResult insert(CollectionName collection, String partition, ColumnBatch rows) {
        Roles present = roles();
        return present.writer().insert(present.active().catalog().get(collection), partition, rows);
    }

    @Override
    public MutationResult upsert(CollectionName collection, String partition, ColumnBatch rows) {
        Roles present = roles();
        return present.writer().upsert(present.active().catalog().get(collection), partition, rows);
    }

    @Override
    public MutationResult delete(CollectionName name, String partition, Keys keys) {
        Roles present = roles();
        CollectionRecord collection = present.active().catalog().get(name);
        long partitionId = partition.isEmpty() ? 0 : Writer.partitionId(collection, partition);
        if (keys.size() == 0) {
            return new MutationResult(keys, 0, timestamp());
        }
        return new MutationResult(keys, keys.size(), present.writer().delete(collection, partitionId, keys));
    }

    @Override
    public MutationResult delete(CollectionName name, String partition, RowFilter filter) {
        Optional<Keys> given = filter.keysOnly() ? filter.keys() : Optional.empty();
        if (given.isPresent()) {
            return delete(name, partition, given.get());
        }
        Roles present = roles();
        CollectionRecord collection = loaded(present, name);
        long partitionId = partition.isEmpty() ? 0 : Writer.partitionId(collection, partition);
        Set<Long> partitions = readable(collection, partition.isEmpty() ? List.of() : List.of(partition));
        List<Keys> chunks = reader.keys(filter, collection.schema(), scope(present, collection, partitions));
        long count = 0;
        long timestamp = 0;
        for (Keys keys : chunks) {
            timestamp = Math.max(timestamp, present.writer().delete(collection, partitionId, keys));
            count += keys.size();
        }
        return new MutationResult(new Keys.Longs(new long[0]), count, timestamp == 0 ? timestamp() : timestamp);
    }

    @Override
    public FlushResult flush(CollectionName name) {
        Roles present = roles();
        CollectionRecord collection = present.active().catalog().get(name);
        List<Long> segments = new ArrayList<>();
        for (Served served : present.active().shards(collection)) {
            segments.addAll(present.active().maintenance().flush(served.owner(), served.shard()));
        }
        return new FlushResult(segments, timestamp());
    }

    // ---- read

    @Override
    public SearchResult search(SearchRequest request) {
        Roles present = roles();
        CollectionRecord collection = loaded(present, request.collection());
        FieldSchema field = vectorField(collection, request.vectorField());
        IndexRecord index = collection.indexOf(field).orElseThrow(() -> Failure.IndexNotFound.onField(field.name()));
        MetricType metric = MetricType.parse(index.parameters().getOrDefault("metric_type", "COSINE"))
                .orElse(MetricType.COSINE);
        checkSearch(request, field, metric);
        SearchNumbers.check(
                request.parameters(),
                index.parameters().getOrDefault("index_type", "AUTOINDEX").toUpperCase(Locale.ROOT),
                request.range().isPresent() ? 1 : request.limit() + request.offset());
        return reader.search(
                request,
                collection.schema(),
                field,
                index.id(),
                metric,
                scope(present, collection, readable(collection, request.partitions())));
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

    private Scope scope(Roles present, CollectionRecord collection, Set<Long> partitions) {
        long expired = TimeToLive.of(collection.properties())
                .map(age -> HybridTimestamp.of(clock.millis() - age.toMillis()))
                .orElse(0L);
        return new Scope(present.active().shards(collection), partitions, expired);
    }

    /** The partitions to read: those named, all of them loaded; with none named those that are loaded. */
    private static Set<Long> readable(CollectionRecord collection, List<String> names) {
        Set<Long> loaded = collection.load().ids();
        if (names.isEmpty()) {
            return loaded.size() == collection.partitions().size() ? Set.of() : loaded;
        }
        for (String name : names) {
            PartitionInfo partition = collection.partition(name).orElseThrow(() -> new Failure.PartitionNotFound(name));
            if (!loaded.contains(partition.id())) {
                throw new Failure.PartitionNotLoaded(name);
            }
        }
        return partitions(collection, names);
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

    @Override
    public QueryResult query(QueryRequest request) {
        Roles present = roles();
        CollectionRecord collection = loaded(present, request.collection());
        int limit = request.limit().orElse(1);
        if (limit < 1 || request.offset() < 0 || limit + (long) request.offset() > MOST_TOP) {
            throw new Failure.Invalid("invalid max query result window, (offset+limit) should be in range [1, "
                    + MOST_TOP + "], but got " + (limit + (long) request.offset()));
        }
        return reader.query(
                request, collection.schema(), scope(present, collection, readable(collection, request.partitions())));
    }

    @Override
    public CountResult count(QueryRequest request) {
        Roles present = roles();
        CollectionRecord collection = loaded(present, request.collection());
        long[] counted = reader.count(
                request, collection.schema(), scope(present, collection, readable(collection, request.partitions())));
        return new CountResult(counted[0], counted[1]);
    }

    @Override
    public long rowCount(CollectionName name) {
        return rows(name, Set.of());
    }

    @Override
    public long rowCount(CollectionName name, String partition) {
        CollectionRecord collection = roles().active().catalog().get(name);
        return rows(name, partitions(collection, List.of(partition)));
    }

    private long rows(CollectionName name, Set<Long> partitions) {
        Roles present = roles();
        CollectionRecord collection = present.active().catalog().get(name);
        QueryRequest request = new QueryRequest(
                name, List.of(), Optional.empty(), List.of(), Optional.empty(), 0, new ReadPoint.Applied(), false);
        return reader.count(request, collection.schema(), scope(present, collection, partitions))[0];
    }

    @Override
    public List<SegmentInfo> segments(CollectionName name) {
        Roles present = roles();
        CollectionRecord collection = present.active().catalog().get(name);
        List<SegmentInfo> segments = new ArrayList<>();
        for (Served served : present.active().shards(collection)) {
            ShardView view = served.shard().pin();
            try {
                for (GrowingSegment growing : view.growing()) {
                    segments.add(new SegmentInfo(
                            growing.id(),
                            collection.id(),
                            growing.partitionId(),
                            served.shard().number(),
                            growing.published().stream()
                                    .mapToLong(block -> block.rowCount())
                                    .sum(),
                            false,
                            ""));
                }
                for (SealedPart part : view.sealed()) {
                    segments.add(new SegmentInfo(
                            part.segment().segmentId(),
                            collection.id(),
                            part.segment().partitionId(),
                            served.shard().number(),
                            part.segment().rowCount(),
                            true,
                            collection.indexes().stream()
                                    .filter(index -> part.index(index.id()).isPresent())
                                    .map(IndexRecord::name)
                                    .findFirst()
                                    .orElse("")));
                }
            } finally {
                view.unpin();
            }
        }
        return segments;
    }

    @Override
    public long timestamp() {
        long now = HybridTimestamp.of(clock.millis());
        return lastTimestamp.updateAndGet(last -> Math.max(last + 1, now));
    }

    @Override
    public boolean ready() {
        Roles present = roles;
        return present != null && present.active().isServing();
    }

    /** Gives up the lease and every partition. */
    @Override
    public void close() {
        heart.shutdownNow();
        try {
            if (!heart.awaitTermination(10, TimeUnit.SECONDS)) {
                log.warn("The lease keeper did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Roles present = roles;
        if (present != null) {
            stepDown(present);
            try {
                lease.release(present.active().metadata().epoch());
            } catch (DataAccessException e) {
                log.debug("The lease could not be given up: {}", e.getMessage());
            }
        }
        WriteAheadLog opened = wal;
        if (opened != null) {
            opened.close();
        }
    }
}
