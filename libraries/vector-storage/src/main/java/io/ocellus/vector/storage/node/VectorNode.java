package io.ocellus.vector.storage.node;

import io.ocellus.objectstorage.ObjectStore;
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
import io.ocellus.vector.storage.columns.ColumnBatch;
import io.ocellus.vector.storage.columns.Keys;
import io.ocellus.vector.storage.coordinator.CollectionRecord;
import io.ocellus.vector.storage.coordinator.CollectionRecord.IndexRecord;
import io.ocellus.vector.storage.schema.FieldSchema;
import io.ocellus.vector.storage.segments.LocalFiles;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/**
 * A vector node: Milvus' calls over the roles of {@link Roles}. Active while it holds the coordinator's lease, else standby: it then refuses
 * every call with {@link Failure.Standby}, tries for the lease, and knows {@link #elsewhere where the active one answers}. Two nodes on one
 * set of servers need different names and cache folders.
 */
public final class VectorNode implements VectorDatabase, AutoCloseable {
    private final Clock clock;
    private final LocalFiles files;
    private final Tenure tenure;
    private final AtomicLong lastTimestamp = new AtomicLong();

    private VectorNode(VectorStorageSettings settings, DataSource database, ObjectStore store, Clock clock) {
        this.clock = clock;
        this.files = new LocalFiles(store, settings.cacheFolder(), settings.cacheBytes());
        this.tenure = new Tenure(settings, database, files, clock, this::timestamp);
        this.files.onPressure(
                bytes -> tenure.present().ifPresent(present -> present.active().unload()));
    }

    /** Makes a node that tries for nothing before {@link #begin}; the schema {@code vector} must be migrated by then. */
    public static VectorNode create(
            VectorStorageSettings settings, DataSource database, ObjectStore store, Clock clock) {
        return new VectorNode(settings, database, store, clock);
    }

    /** Starts to try for the lease; answers no calls from outside, so that nobody is sent here. */
    public static VectorNode start(
            VectorStorageSettings settings, DataSource database, ObjectStore store, Clock clock) {
        VectorNode node = create(settings, database, store, clock);
        node.begin("", () -> {});
        return node;
    }

    /**
     * Starts to try for the lease.
     *
     * @param address where this process answers calls ({@code host:port}), for nodes that stand by
     * @param onChange told when this node becomes active or stands by, or another address answers; must not wait
     */
    public void begin(String address, Runnable onChange) {
        tenure.begin(address, onChange);
    }

    /** Where the active node answers calls ({@code host:port}), while this one stands by. */
    public Optional<String> elsewhere() {
        return tenure.elsewhere();
    }

    private Roles roles() {
        return tenure.present()
                .orElseThrow(() -> new Failure.Standby(
                        "this vector node does not serve now: it waits for its servers or stands by"));
    }

    // ---- definition

    @Override
    public CollectionInfo createCollection(CollectionDefinition definition) {
        return Descriptions.of(roles().coordinator().createCollection(definition));
    }

    @Override
    public void dropCollection(CollectionName collection) {
        roles().coordinator().dropCollection(collection);
    }

    @Override
    public Optional<CollectionInfo> findCollection(CollectionName collection) {
        return roles().coordinator().find(collection).map(Descriptions::of);
    }

    @Override
    public Optional<CollectionInfo> findCollection(long collectionId) {
        return roles().coordinator().find(collectionId).map(Descriptions::of);
    }

    @Override
    public List<CollectionInfo> listCollections(String database) {
        return roles().coordinator().in(database).stream().map(Descriptions::of).toList();
    }

    @Override
    public void renameCollection(CollectionName from, CollectionName to) {
        roles().coordinator().rename(from, to);
    }

    @Override
    public void alterCollection(CollectionName collection, Change change) {
        roles().coordinator().alterCollection(collection, change);
    }

    @Override
    public void addField(CollectionName collection, FieldSchema field) {
        roles().coordinator().addField(collection, field);
    }

    @Override
    public void alterField(CollectionName collection, String field, Change change) {
        roles().coordinator().alterField(collection, field, change);
    }

    @Override
    public void alterIndex(CollectionName collection, String index, Change change) {
        roles().coordinator().alterIndex(collection, index, change);
    }

    @Override
    public void truncateCollection(CollectionName collection) {
        roles().coordinator().truncate(collection);
    }

    @Override
    public void createAlias(CollectionName collection, String alias) {
        roles().coordinator().createAlias(collection, alias);
    }

    @Override
    public void alterAlias(CollectionName collection, String alias) {
        roles().coordinator().alterAlias(collection, alias);
    }

    @Override
    public void dropAlias(CollectionName alias) {
        roles().coordinator().dropAlias(alias);
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
        CollectionRecord collection = present.coordinator().get(name);
        List<IndexRecord> chosen = IndexDefinitions.matching(collection, indexName);
        if (chosen.isEmpty()) {
            throw new Failure.IndexNotFound(indexName);
        }
        return chosen.stream()
                .map(index ->
                        Descriptions.of(collection, index, present.streams().progress(collection, index)))
                .toList();
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

    /** Loading takes no time: segments are mapped when first read. */
    @Override
    public int loadProgress(CollectionName collection) {
        return roles().reads().loaded(collection).loaded() ? 100 : 0;
    }

    // ---- write

    @Override
    public MutationResult insert(CollectionName collection, String partition, ColumnBatch rows) {
        Roles present = roles();
        return present.writer().insert(present.coordinator().get(collection), partition, rows);
    }

    @Override
    public MutationResult upsert(CollectionName collection, String partition, ColumnBatch rows) {
        Roles present = roles();
        return present.writer().upsert(present.coordinator().get(collection), partition, rows);
    }

    @Override
    public MutationResult delete(CollectionName name, String partition, Keys keys) {
        Roles present = roles();
        CollectionRecord collection = present.coordinator().get(name);
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
        CollectionRecord collection = present.reads().loaded(name);
        long partitionId = partition.isEmpty() ? 0 : Writer.partitionId(collection, partition);
        List<Keys> chunks =
                present.reads().keys(collection, filter, partition.isEmpty() ? List.of() : List.of(partition));
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
        return new FlushResult(present.streams().flush(present.coordinator().get(name)), timestamp());
    }

    // ---- read

    @Override
    public SearchResult search(SearchRequest request) {
        return roles().reads().search(request);
    }

    @Override
    public QueryResult query(QueryRequest request) {
        return roles().reads().query(request);
    }

    @Override
    public CountResult count(QueryRequest request) {
        return roles().reads().count(request);
    }

    @Override
    public long rowCount(CollectionName name) {
        return roles().reads().rows(name, List.of());
    }

    @Override
    public long rowCount(CollectionName name, String partition) {
        return roles().reads().rows(name, List.of(partition));
    }

    @Override
    public List<SegmentInfo> segments(CollectionName name) {
        Roles present = roles();
        return present.streams().segments(present.coordinator().get(name));
    }

    @Override
    public long timestamp() {
        long now = HybridTimestamp.of(clock.millis());
        return lastTimestamp.updateAndGet(last -> Math.max(last + 1, now));
    }

    @Override
    public boolean ready() {
        return tenure.present().map(present -> present.active().isServing()).orElse(false);
    }

    /** Gives up the lease and every partition. */
    @Override
    public void close() {
        tenure.close();
    }
}
