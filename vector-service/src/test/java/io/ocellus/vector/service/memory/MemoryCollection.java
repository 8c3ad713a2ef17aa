package io.ocellus.vector.service.memory;

import io.ocellus.vector.storage.CollectionDefinition;
import io.ocellus.vector.storage.CollectionInfo;
import io.ocellus.vector.storage.CollectionName;
import io.ocellus.vector.storage.IndexInfo;
import io.ocellus.vector.storage.schema.CollectionSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** One collection's state. Guarded by the database's lock. */
final class MemoryCollection {
    record Row(Object key, String partition, Map<Integer, Object> values) {}

    final long id;
    final CollectionDefinition definition;
    CollectionSchema schema;
    final long created;
    CollectionName name;
    boolean loaded;
    Map<String, String> properties;
    final Set<String> aliases = new TreeSet<>();
    final List<CollectionInfo.PartitionInfo> partitions = new ArrayList<>();
    final Map<String, IndexInfo> indexes = new LinkedHashMap<>();
    final Map<Object, Row> rows = new java.util.TreeMap<>();

    MemoryCollection(long id, CollectionDefinition definition, CollectionSchema schema, long created) {
        this.id = id;
        this.definition = definition;
        this.schema = schema;
        this.created = created;
        this.name = definition.name();
        this.properties = definition.properties();
    }

    CollectionInfo info() {
        int shards = Math.max(1, definition.shards());
        List<CollectionInfo.ShardInfo> shardInfos = new ArrayList<>();
        for (int i = 0; i < shards; i++) {
            shardInfos.add(new CollectionInfo.ShardInfo(i, "log-" + i + "_" + id + "v" + i, "log-" + i, i));
        }
        return new CollectionInfo(
                id,
                name,
                definition.description(),
                schema,
                definition.consistency(),
                properties,
                created,
                created,
                shardInfos,
                List.copyOf(partitions),
                List.copyOf(indexes.values()),
                loaded ? CollectionInfo.LoadState.LOADED : CollectionInfo.LoadState.NOT_LOADED,
                loaded
                        ? partitions.stream()
                                .map(CollectionInfo.PartitionInfo::id)
                                .collect(Collectors.toSet())
                        : Set.of(),
                aliases);
    }
}
