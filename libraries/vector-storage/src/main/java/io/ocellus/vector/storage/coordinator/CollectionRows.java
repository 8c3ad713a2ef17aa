package io.ocellus.vector.storage.coordinator;

import io.ocellus.vector.storage.CollectionInfo.PartitionInfo;
import io.ocellus.vector.storage.CollectionInfo.ShardInfo;
import io.ocellus.vector.storage.CollectionName;
import io.ocellus.vector.storage.ConsistencyLevel;
import io.ocellus.vector.storage.coordinator.CollectionRecord.IndexRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads collections with all that belongs to them, a query a table. */
record CollectionRows(JdbcClient jdbc) {
    /** All collections that are not being dropped. */
    List<CollectionRecord> all() {
        Map<Long, List<ShardInfo>> shards = new HashMap<>();
        jdbc.sql("SELECT collection_id, number, log_partition FROM vector.shard ORDER BY collection_id, number")
                .query(row -> {
                    shards.computeIfAbsent(row.getLong(1), c -> new ArrayList<>())
                            .add(Metadata.shard(row.getLong(1), row.getInt(2), row.getInt(3)));
                });
        Map<Long, List<PartitionInfo>> partitions = new HashMap<>();
        jdbc.sql("SELECT collection_id, id, name, created FROM vector.collection_partition ORDER BY id")
                .query(row -> {
                    partitions
                            .computeIfAbsent(row.getLong(1), c -> new ArrayList<>())
                            .add(new PartitionInfo(row.getLong(2), row.getString(3), row.getLong(4)));
                });
        Map<Long, List<IndexRecord>> indexes = new HashMap<>();
        jdbc.sql("SELECT collection_id, id, field_id, name, parameters, created FROM vector.field_index ORDER BY id")
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
    }

    private static LoadedPartitions load(Long[] partitions, boolean further) {
        return new LoadedPartitions(Set.of(partitions), further);
    }
}
