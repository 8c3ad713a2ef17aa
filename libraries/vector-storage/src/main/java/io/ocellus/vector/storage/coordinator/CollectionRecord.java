package io.ocellus.vector.storage.coordinator;

import io.ocellus.vector.storage.CollectionInfo.PartitionInfo;
import io.ocellus.vector.storage.CollectionInfo.ShardInfo;
import io.ocellus.vector.storage.CollectionName;
import io.ocellus.vector.storage.ConsistencyLevel;
import io.ocellus.vector.storage.schema.CollectionSchema;
import io.ocellus.vector.storage.schema.FieldSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A collection as the metadata hold it. Immutable; a change makes a new one. */
public record CollectionRecord(
        long id,
        CollectionName name,
        String description,
        CollectionSchema schema,
        ConsistencyLevel consistency,
        Map<String, String> properties,
        long created,
        long updated,
        boolean loaded,
        List<ShardInfo> shards,
        List<PartitionInfo> partitions,
        List<IndexRecord> indexes) {

    /** An index on a field, whatever is built of it. */
    public record IndexRecord(long id, int fieldId, String name, Map<String, String> parameters, long created) {}

    public CollectionRecord {
        properties = Map.copyOf(properties);
        shards = List.copyOf(shards);
        partitions = List.copyOf(partitions);
        indexes = List.copyOf(indexes);
    }

    public Optional<PartitionInfo> partition(String partitionName) {
        return partitions.stream().filter(p -> p.name().equals(partitionName)).findFirst();
    }

    public Optional<IndexRecord> indexOf(FieldSchema field) {
        return indexes.stream().filter(index -> index.fieldId() == field.id()).findFirst();
    }

    public CollectionRecord withLoaded(boolean value) {
        return new CollectionRecord(
                id,
                name,
                description,
                schema,
                consistency,
                properties,
                created,
                updated,
                value,
                shards,
                partitions,
                indexes);
    }

    public CollectionRecord withName(CollectionName newName, long at) {
        return new CollectionRecord(
                id,
                newName,
                description,
                schema,
                consistency,
                properties,
                created,
                at,
                loaded,
                shards,
                partitions,
                indexes);
    }

    public CollectionRecord withPartitions(List<PartitionInfo> newPartitions) {
        return new CollectionRecord(
                id,
                name,
                description,
                schema,
                consistency,
                properties,
                created,
                updated,
                loaded,
                shards,
                newPartitions,
                indexes);
    }

    public CollectionRecord withIndexes(List<IndexRecord> newIndexes) {
        return new CollectionRecord(
                id,
                name,
                description,
                schema,
                consistency,
                properties,
                created,
                updated,
                loaded,
                shards,
                partitions,
                newIndexes);
    }

    public CollectionRecord plus(IndexRecord index) {
        List<IndexRecord> more = new ArrayList<>(indexes);
        more.add(index);
        return withIndexes(more);
    }

    public CollectionRecord plus(PartitionInfo partition) {
        List<PartitionInfo> more = new ArrayList<>(partitions);
        more.add(partition);
        return withPartitions(more);
    }
}
