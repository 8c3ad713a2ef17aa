package io.ocellus.vector.storage.coordinator;

import io.ocellus.vector.storage.CollectionInfo.PartitionInfo;
import io.ocellus.vector.storage.CollectionInfo.ShardInfo;
import io.ocellus.vector.storage.CollectionName;
import io.ocellus.vector.storage.ConsistencyLevel;
import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.coordinator.CollectionRecord.IndexRecord;
import io.ocellus.vector.storage.segments.SegmentMeta;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The tables of schema {@code vector}. Every change runs in one transaction that holds the coordinator's lease FOR SHARE and so fails when
 * the lease has changed hands. Thread-safe.
 */
public final class Metadata {
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final long epoch;

    public Metadata(JdbcClient jdbc, TransactionTemplate transactions, long epoch) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.epoch = epoch;
    }

    public long epoch() {
        return epoch;
    }

    /** Runs the work in a transaction under the lease. */
    public <T> T change(Supplier<T> work) {
        try {
            return java.util.Objects.requireNonNull(transactions.execute(status -> {
                boolean held = jdbc.sql(
                                "SELECT 1 FROM vector.coordinator_lease WHERE epoch = :epoch AND expires_at >= now() FOR SHARE")
                        .param("epoch", epoch)
                        .query(Integer.class)
                        .optional()
                        .isPresent();
                if (!held) {
                    throw new Failure.Unavailable("this server does not coordinate any more");
                }
                return work.get();
            }));
        } catch (DataAccessException | TransactionException e) {
            throw new Failure.Unavailable("the metadata store does not answer", e);
        }
    }

    public void run(Runnable work) {
        change(() -> {
            work.run();
            return true;
        });
    }

    private <T> T read(Supplier<T> query) {
        try {
            return query.get();
        } catch (DataAccessException e) {
            throw new Failure.Unavailable("the metadata store does not answer", e);
        }
    }

    public long nextObjectIds() {
        return read(() ->
                jdbc.sql("SELECT nextval('vector.object_id')").query(Long.class).single());
    }

    public long nextRowIds() {
        return read(() ->
                jdbc.sql("SELECT nextval('vector.row_id')").query(Long.class).single());
    }

    // ---- log partitions

    /** What a partition's last checkpoint is. */
    public record LogPartitionRecord(long epoch, long checkpointOffset, Optional<String> checkpointKey) {}

    /** Takes the partition over under a new epoch. */
    public LogPartitionRecord takeOver(int partition, String owner) {
        return change(() -> jdbc.sql("""
                        INSERT INTO vector.log_partition (id, owner, epoch) VALUES (:id, :owner, 1)
                        ON CONFLICT (id) DO UPDATE SET owner = :owner, epoch = vector.log_partition.epoch + 1
                        RETURNING epoch, checkpoint_offset, checkpoint_key""")
                .param("id", partition)
                .param("owner", owner)
                .query((row, n) ->
                        new LogPartitionRecord(row.getLong(1), row.getLong(2), Optional.ofNullable(row.getString(3))))
                .single());
    }

    private void holdPartition(int partition, long partitionEpoch) {
        boolean mine = jdbc.sql("SELECT 1 FROM vector.log_partition WHERE id = :id AND epoch = :epoch FOR SHARE")
                .param("id", partition)
                .param("epoch", partitionEpoch)
                .query(Integer.class)
                .optional()
                .isPresent();
        if (!mine) {
            throw new Failure.Unavailable("log partition " + partition + " has another owner");
        }
    }

    public void checkpoint(int partition, long partitionEpoch, long offset, String key) {
        run(() -> {
            int updated = jdbc.sql("""
                            UPDATE vector.log_partition SET checkpoint_offset = :offset, checkpoint_key = :key
                            WHERE id = :id AND epoch = :epoch""")
                    .param("offset", offset)
                    .param("key", key)
                    .param("id", partition)
                    .param("epoch", partitionEpoch)
                    .update();
            if (updated != 1) {
                throw new Failure.Unavailable("log partition " + partition + " has another owner");
            }
        });
    }

    // ---- collections

    public void insertCollection(CollectionRecord collection) {
        jdbc.sql("""
                        INSERT INTO vector.collection (id, database_name, name, description, fields, consistency, properties,
                            created, updated, state)
                        VALUES (:id, :database, :name, :description, :fields::jsonb, :consistency, :properties::jsonb, :created,
                            :created, 'creating')""")
                .param("id", collection.id())
                .param("database", collection.name().database())
                .param("name", collection.name().name())
                .param("description", collection.description())
                .param("fields", SchemaJson.write(collection.schema()))
                .param("consistency", collection.consistency().code())
                .param("properties", SchemaJson.write(collection.properties()))
                .param("created", collection.created())
                .update();
        for (ShardInfo shard : collection.shards()) {
            jdbc.sql("INSERT INTO vector.shard (collection_id, number, log_partition) VALUES (:c, :n, :p)")
                    .param("c", collection.id())
                    .param("n", shard.number())
                    .param("p", shard.logPartition())
                    .update();
        }
        collection.partitions().forEach(partition -> insertPartition(collection.id(), partition));
    }

    public void insertPartition(long collection, PartitionInfo partition) {
        jdbc.sql("INSERT INTO vector.collection_partition (id, collection_id, name, created) VALUES (:id, :c, :n, :t)")
                .param("id", partition.id())
                .param("c", collection)
                .param("n", partition.name())
                .param("t", partition.createdTimestamp())
                .update();
    }

    public void deletePartition(long collection, long partition) {
        jdbc.sql("DELETE FROM vector.collection_partition WHERE id = :id")
                .param("id", partition)
                .update();
        jdbc.sql("UPDATE vector.segment SET dropped_at = now() WHERE collection_id = :c AND partition_id = :p")
                .param("c", collection)
                .param("p", partition)
                .update();
    }

    public void setState(long collection, String state) {
        jdbc.sql("UPDATE vector.collection SET state = :state WHERE id = :id")
                .param("state", state)
                .param("id", collection)
                .update();
    }

    public void setLoaded(long collection, LoadedPartitions load) {
        jdbc.sql("UPDATE vector.collection SET loaded = :loaded::bigint[], loads_new = :further WHERE id = :id")
                .param("loaded", load.ids().stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}")))
                .param("further", load.further())
                .param("id", collection)
                .update();
    }

    public void setProperties(CollectionRecord collection) {
        jdbc.sql("""
                        UPDATE vector.collection SET description = :d, properties = :p::jsonb, fields = :f::jsonb, updated = :u
                        WHERE id = :id""")
                .param("d", collection.description())
                .param("p", SchemaJson.write(collection.properties()))
                .param("f", SchemaJson.write(collection.schema()))
                .param("u", collection.updated())
                .param("id", collection.id())
                .update();
    }

    public void setParameters(IndexRecord index) {
        jdbc.sql("UPDATE vector.field_index SET parameters = :p::jsonb WHERE id = :id")
                .param("p", SchemaJson.write(index.parameters()))
                .param("id", index.id())
                .update();
    }

    /** Gives the collection the alias, also where another one had it. */
    public void putAlias(CollectionName alias, long collection) {
        jdbc.sql("""
                        INSERT INTO vector.collection_alias (database_name, name, collection_id) VALUES (:d, :n, :c)
                        ON CONFLICT (database_name, name) DO UPDATE SET collection_id = :c""")
                .param("d", alias.database())
                .param("n", alias.name())
                .param("c", collection)
                .update();
    }

    public void deleteAlias(CollectionName alias) {
        jdbc.sql("DELETE FROM vector.collection_alias WHERE database_name = :d AND name = :n")
                .param("d", alias.database())
                .param("n", alias.name())
                .update();
    }

    public void setName(long collection, CollectionName name, long updated) {
        jdbc.sql("UPDATE vector.collection SET database_name = :d, name = :n, updated = :u WHERE id = :id")
                .param("d", name.database())
                .param("n", name.name())
                .param("u", updated)
                .param("id", collection)
                .update();
    }

    /** Forgets the collection; its segments are left to the sweep. */
    public void deleteCollection(long collection) {
        jdbc.sql("UPDATE vector.segment SET dropped_at = now() WHERE collection_id = :c AND dropped_at IS NULL")
                .param("c", collection)
                .update();
        jdbc.sql("DELETE FROM vector.collection WHERE id = :c")
                .param("c", collection)
                .update();
    }

    public void insertIndex(long collection, IndexRecord index) {
        jdbc.sql("""
                        INSERT INTO vector.field_index (id, collection_id, field_id, name, parameters, created)
                        VALUES (:id, :c, :f, :n, :p::jsonb, :t)""")
                .param("id", index.id())
                .param("c", collection)
                .param("f", index.fieldId())
                .param("n", index.name())
                .param("p", SchemaJson.write(index.parameters()))
                .param("t", index.created())
                .update();
    }

    public void deleteIndex(long index) {
        jdbc.sql("DELETE FROM vector.field_index WHERE id = :id")
                .param("id", index)
                .update();
    }

    // ---- changes of definition on their way into the log

    public record PendingDdl(long id, long collection, String kind, String body) {}

    public void insertDdl(PendingDdl ddl) {
        jdbc.sql("INSERT INTO vector.pending_ddl (id, collection_id, kind, body) VALUES (:id, :c, :k, :b::jsonb)")
                .param("id", ddl.id())
                .param("c", ddl.collection())
                .param("k", ddl.kind())
                .param("b", ddl.body())
                .update();
    }

    public void deleteDdl(long id) {
        jdbc.sql("DELETE FROM vector.pending_ddl WHERE id = :id")
                .param("id", id)
                .update();
    }

    public List<PendingDdl> pendingDdl() {
        return read(() -> jdbc.sql("SELECT id, collection_id, kind, body FROM vector.pending_ddl ORDER BY id")
                .query((row, n) -> new PendingDdl(row.getLong(1), row.getLong(2), row.getString(3), row.getString(4)))
                .list());
    }

    /** All collections that are not being dropped. */
    public List<CollectionRecord> collections() {
        return read(() -> {
            Map<Long, List<ShardInfo>> shards = new HashMap<>();
            jdbc.sql("SELECT collection_id, number, log_partition FROM vector.shard ORDER BY collection_id, number")
                    .query(row -> {
                        shards.computeIfAbsent(row.getLong(1), c -> new ArrayList<>())
                                .add(shard(row.getLong(1), row.getInt(2), row.getInt(3)));
                    });
            Map<Long, List<PartitionInfo>> partitions = new HashMap<>();
            jdbc.sql("SELECT collection_id, id, name, created FROM vector.collection_partition ORDER BY id")
                    .query(row -> {
                        partitions
                                .computeIfAbsent(row.getLong(1), c -> new ArrayList<>())
                                .add(new PartitionInfo(row.getLong(2), row.getString(3), row.getLong(4)));
                    });
            Map<Long, List<IndexRecord>> indexes = new HashMap<>();
            jdbc.sql(
                            "SELECT collection_id, id, field_id, name, parameters, created FROM vector.field_index ORDER BY id")
                    .query(row -> {
                        indexes.computeIfAbsent(row.getLong(1), c -> new ArrayList<>())
                                .add(new IndexRecord(
                                        row.getLong(2),
                                        row.getInt(3),
                                        row.getString(4),
                                        SchemaJson.readMap(row.getString(5)),
                                        row.getLong(6)));
                    });
            Map<Long, Set<String>> aliases = new HashMap<>();
            jdbc.sql("SELECT collection_id, name FROM vector.collection_alias").query(row -> {
                aliases.computeIfAbsent(row.getLong(1), c -> new HashSet<>()).add(row.getString(2));
            });
            return jdbc.sql("""
                            SELECT id, database_name, name, description, fields, consistency, properties, created, updated, loaded,
                                loads_new
                            FROM vector.collection WHERE state <> 'dropping' ORDER BY id""")
                    .query((row, n) -> new CollectionRecord(
                            row.getLong(1),
                            new CollectionName(row.getString(2), row.getString(3)),
                            row.getString(4),
                            SchemaJson.read(row.getString(5)),
                            ConsistencyLevel.ofCode(row.getInt(6)).orElse(ConsistencyLevel.BOUNDED),
                            SchemaJson.readMap(row.getString(7)),
                            row.getLong(8),
                            row.getLong(9),
                            load((Long[]) row.getArray(10).getArray(), row.getBoolean(11)),
                            shards.getOrDefault(row.getLong(1), List.of()),
                            partitions.getOrDefault(row.getLong(1), List.of()),
                            indexes.getOrDefault(row.getLong(1), List.of()),
                            aliases.getOrDefault(row.getLong(1), Set.of())))
                    .list();
        });
    }

    private static LoadedPartitions load(Long[] partitions, boolean further) {
        return new LoadedPartitions(Set.of(partitions), further);
    }

    /** A shard with the channel names that clients see. */
    public static ShardInfo shard(long collection, int number, int logPartition) {
        String physical = "ocellus-rootcoord-dml_" + logPartition;
        return new ShardInfo(number, physical + "_" + collection + "v" + number, physical, logPartition);
    }

    // ---- segments

    public record SealedThrough(long collection, int shard, long partition, long offset, long growingId) {}

    public List<SealedThrough> sealedThrough(int logPartition) {
        return read(() -> jdbc.sql("""
                        SELECT t.collection_id, t.shard, t.partition_id, t.log_offset, t.growing_id
                        FROM vector.sealed_through t
                        JOIN vector.shard s ON s.collection_id = t.collection_id AND s.number = t.shard
                        WHERE s.log_partition = :p""")
                .param("p", logPartition)
                .query((row, n) -> new SealedThrough(
                        row.getLong(1), row.getInt(2), row.getLong(3), row.getLong(4), row.getLong(5)))
                .list());
    }

    public List<SegmentMeta> segments(int logPartition) {
        return read(() -> jdbc.sql("""
                        SELECT g.id, g.collection_id, g.shard, g.partition_id, g.row_count, g.min_timestamp, g.max_timestamp,
                            g.bytes, g.marked_rows, g.last_field
                        FROM vector.segment g
                        JOIN vector.shard s ON s.collection_id = g.collection_id AND s.number = g.shard
                        WHERE s.log_partition = :p AND g.dropped_at IS NULL ORDER BY g.id""")
                .param("p", logPartition)
                .query((row, n) -> new SegmentMeta(
                        row.getLong(1),
                        row.getLong(2),
                        row.getInt(3),
                        row.getLong(4),
                        row.getInt(5),
                        row.getLong(6),
                        row.getLong(7),
                        row.getLong(8),
                        row.getInt(9),
                        row.getInt(10)))
                .list());
    }

    public record SegmentIndex(long segment, long index) {}

    public List<SegmentIndex> segmentIndexes(int logPartition) {
        return read(() -> jdbc.sql("""
                        SELECT i.segment_id, i.index_id FROM vector.segment_index i
                        JOIN vector.segment g ON g.id = i.segment_id AND g.dropped_at IS NULL
                        JOIN vector.shard s ON s.collection_id = g.collection_id AND s.number = g.shard
                        WHERE s.log_partition = :p""")
                .param("p", logPartition)
                .query((row, n) -> new SegmentIndex(row.getLong(1), row.getLong(2)))
                .list());
    }

    /**
     * A swap: segments go, one comes (none when nothing was left), the seal position moves, the shard's view version rises. Returns the new
     * version.
     */
    public long swap(
            int logPartition,
            long partitionEpoch,
            long collection,
            int shard,
            List<Long> dropped,
            Optional<SegmentMeta> added,
            Optional<SealedThrough> through) {
        return change(() -> {
            holdPartition(logPartition, partitionEpoch);
            Optional<Long> version = jdbc.sql("""
                            UPDATE vector.shard SET view_version = view_version + 1
                            WHERE collection_id = :c AND number = :n RETURNING view_version""")
                    .param("c", collection)
                    .param("n", shard)
                    .query(Long.class)
                    .optional();
            if (version.isEmpty()) {
                throw new Failure.CollectionNotFound(collection);
            }
            for (Long segment : dropped) {
                jdbc.sql("UPDATE vector.segment SET dropped_at = now() WHERE id = :id")
                        .param("id", segment)
                        .update();
            }
            added.ifPresent(this::insertSegment);
            through.ifPresent(this::upsertThrough);
            return version.get();
        });
    }

    private void insertSegment(SegmentMeta segment) {
        jdbc.sql("""
                        INSERT INTO vector.segment (id, collection_id, shard, partition_id, row_count, min_timestamp, max_timestamp,
                            bytes, marked_rows, last_field)
                        VALUES (:id, :c, :s, :p, :rows, :min, :max, :bytes, :marked, :last)""")
                .param("id", segment.id())
                .param("c", segment.collection())
                .param("s", segment.shard())
                .param("p", segment.partition())
                .param("rows", segment.rows())
                .param("min", segment.minTimestamp())
                .param("max", segment.maxTimestamp())
                .param("bytes", segment.bytes())
                .param("marked", segment.markedRows())
                .param("last", segment.lastField())
                .update();
    }

    private void upsertThrough(SealedThrough through) {
        jdbc.sql("""
                        INSERT INTO vector.sealed_through (collection_id, shard, partition_id, log_offset, growing_id)
                        VALUES (:c, :s, :p, :o, :g)
                        ON CONFLICT (collection_id, shard, partition_id) DO UPDATE SET log_offset = :o, growing_id = :g""")
                .param("c", through.collection())
                .param("s", through.shard())
                .param("p", through.partition())
                .param("o", through.offset())
                .param("g", through.growingId())
                .update();
    }

    /** Records that a segment's index is built; false when the segment or the index went meanwhile. */
    public boolean addSegmentIndex(int logPartition, long partitionEpoch, long segment, long index) {
        return change(() -> {
            holdPartition(logPartition, partitionEpoch);
            return jdbc.sql("""
                            INSERT INTO vector.segment_index (segment_id, index_id)
                            SELECT g.id, i.id FROM vector.segment g, vector.field_index i
                            WHERE g.id = :s AND g.dropped_at IS NULL AND i.id = :i
                            ON CONFLICT DO NOTHING""").param("s", segment).param("i", index).update() == 1;
        });
    }

    /** Segments dropped that long ago: nobody can read them any more. */
    public List<SegmentMeta> sweepable(double seconds) {
        return read(() -> jdbc.sql("""
                        SELECT id, collection_id, shard, partition_id FROM vector.segment
                        WHERE dropped_at < now() - make_interval(secs => :s) ORDER BY dropped_at LIMIT 100""")
                .param("s", seconds)
                .query((row, n) -> new SegmentMeta(
                        row.getLong(1), row.getLong(2), row.getInt(3), row.getLong(4), 0, 0, 0, 0, 0, 0))
                .list());
    }

    public void forgetSegment(long segment) {
        run(() -> jdbc.sql("DELETE FROM vector.segment WHERE id = :id")
                .param("id", segment)
                .update());
    }
}
