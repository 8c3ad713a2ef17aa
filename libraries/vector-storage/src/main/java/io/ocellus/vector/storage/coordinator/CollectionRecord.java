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
import java.util.Set;
import java.util.stream.Collectors;

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
        LoadedPartitions load,
        List<ShardInfo> shards,
        List<PartitionInfo> partitions,
        List<IndexRecord> indexes,
        Set<String> aliases) {

    /** An index on a field, whatever is built of it. */
    public record IndexRecord(long id, int fieldId, String name, Map<String, String> parameters, long created) {}

    public CollectionRecord {
        properties = Map.copyOf(properties);
        shards = List.copyOf(shards);
        partitions = List.copyOf(partitions);
        indexes = List.copyOf(indexes);
        aliases = Set.copyOf(aliases);
    }

    public Optional<PartitionInfo> partition(String partitionName) {
        return partitions.stream().filter(p -> p.name().equals(partitionName)).findFirst();
    }

    public Optional<IndexRecord> indexOf(FieldSchema field) {
        return indexes.stream().filter(index -> index.fieldId() == field.id()).findFirst();
    }

    /** Whether any partition serves reads. */
    public boolean loaded() {
        return !load.isEmpty();
    }

    /** The record after those partitions were loaded. */
    public CollectionRecord loading(Set<Long> partitionIds) {
        return with(load.plus(partitionIds));
    }

    /** The record after all partitions were loaded, and with them those to come. */
    public CollectionRecord loadingAll() {
        return with(new LoadedPartitions(
                partitions.stream().map(PartitionInfo::id).collect(Collectors.toUnmodifiableSet()), true));
    }

    public CollectionRecord releasing(Set<Long> partitionIds) {
        return with(load.minus(partitionIds));
    }

    private CollectionRecord with(LoadedPartitions loading) {
        return new CollectionRecord(
                id,
                name,
                description,
                schema,
                consistency,
                properties,
                created,
                updated,
                loading,
                shards,
                partitions,
                indexes,
                aliases);
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
                load,
                shards,
                partitions,
                indexes,
                aliases);
    }

    public CollectionRecord withAliases(Set<String> names) {
        return new CollectionRecord(
                id,
                name,
                description,
                schema,
                consistency,
                properties,
                created,
                updated,
                load,
                shards,
                partitions,
                indexes,
                names);
    }

    /** With other words about it and other properties. */
    public CollectionRecord withProperties(String text, Map<String, String> values, long at) {
        return new CollectionRecord(
                id, name, text, schema, consistency, values, created, at, load, shards, partitions, indexes, aliases);
    }

    public CollectionRecord withSchema(CollectionSchema fields, long at) {
        return new CollectionRecord(
                id,
                name,
                description,
                fields,
                consistency,
                properties,
                created,
                at,
                load,
                shards,
                partitions,
                indexes,
                aliases);
    }

    /** With other partitions, of which those are loaded. */
    public CollectionRecord withPartitions(List<PartitionInfo> others, Set<Long> loaded) {
        return withPartitions(others).with(new LoadedPartitions(loaded, load.further()));
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
                load,
                shards,
                newPartitions,
                indexes,
                aliases);
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
                load,
                shards,
                partitions,
                newIndexes,
                aliases);
    }

    public CollectionRecord plus(IndexRecord index) {
        List<IndexRecord> more = new ArrayList<>(indexes);
        more.add(index);
        return withIndexes(more);
    }

    public CollectionRecord plus(PartitionInfo partition) {
        List<PartitionInfo> more = new ArrayList<>(partitions);
        more.add(partition);
        CollectionRecord grown = withPartitions(more);
        return load.further() ? grown.loading(Set.of(partition.id())) : grown;
    }
}
