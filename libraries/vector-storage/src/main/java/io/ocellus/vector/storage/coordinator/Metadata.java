package io.ocellus.vector.storage.coordinator;

import io.ocellus.vector.storage.CollectionInfo.PartitionInfo;
import io.ocellus.vector.storage.CollectionInfo.ShardInfo;
import io.ocellus.vector.storage.CollectionName;
import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.coordinator.CollectionRecord.IndexRecord;
import java.util.List;
import java.util.Optional;
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

    /** The tables of sealed segments. */
    public SegmentMetadata segments() {
        return new SegmentMetadata(jdbc, this);
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

    <T> T read(Supplier<T> query) {
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

    void holdPartition(int partition, long partitionEpoch) {
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
        return read(() -> new CollectionRows(jdbc).all());
    }

    /** A shard with the channel names that clients see. */
    public static ShardInfo shard(long collection, int number, int logPartition) {
        String physical = "ocellus-rootcoord-dml_" + logPartition;
        return new ShardInfo(number, physical + "_" + collection + "v" + number, physical, logPartition);
    }
}
