package io.ocellus.vector.storage;

import io.ocellus.vector.storage.schema.CollectionSchema;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What describe tells. Immutable; {@code schema} carries the field ids.
 *
 * @param loadedPartitions ids of the partitions that serve reads
 */
public record CollectionInfo(
        long id,
        CollectionName name,
        String description,
        CollectionSchema schema,
        ConsistencyLevel consistency,
        Map<String, String> properties,
        long createdTimestamp,
        long updatedTimestamp,
        List<ShardInfo> shards,
        List<PartitionInfo> partitions,
        List<IndexInfo> indexes,
        LoadState loadState,
        Set<Long> loadedPartitions,
        Set<String> aliases) {

    /** A shard: its number within the collection, the virtual channel's name, the log partition that carries it. */
    public record ShardInfo(int number, String virtualChannel, String physicalChannel, int logPartition) {}

    public record PartitionInfo(long id, String name, long createdTimestamp) {}

    /** Name of the partition that each collection has. */
    public static final String DEFAULT_PARTITION = "_default";

    public enum LoadState {
        NOT_LOADED,
        LOADING,
        LOADED
    }
}
