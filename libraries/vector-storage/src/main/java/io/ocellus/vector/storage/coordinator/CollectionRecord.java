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
import java.util.function.Consumer;
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

    public CollectionRecord withName(CollectionName newName, long at) {
        return changed(record -> {
            record.name = newName;
            record.updated = at;
        });
    }

    public CollectionRecord withAliases(Set<String> names) {
        return changed(record -> record.aliases = names);
    }

    /** With other words about it and other properties. */
    public CollectionRecord withProperties(String text, Map<String, String> values, long at) {
        return changed(record -> {
            record.description = text;
            record.properties = values;
            record.updated = at;
        });
    }

    public CollectionRecord withSchema(CollectionSchema fields, long at) {
        return changed(record -> {
            record.schema = fields;
            record.updated = at;
        });
    }

    /** With other partitions, of which those are loaded. */
    public CollectionRecord withPartitions(List<PartitionInfo> others, Set<Long> loaded) {
        return changed(record -> {
            record.partitions = others;
            record.load = new LoadedPartitions(loaded, load.further());
        });
    }

    public CollectionRecord withPartitions(List<PartitionInfo> others) {
        return changed(record -> record.partitions = others);
    }

    public CollectionRecord withIndexes(List<IndexRecord> others) {
        return changed(record -> record.indexes = others);
    }

    private CollectionRecord with(LoadedPartitions loading) {
        return changed(record -> record.load = loading);
    }

    private CollectionRecord changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.made();
    }

    /** The record while it changes: what can change of it. */
    private static final class Draft {
        private final CollectionRecord from;
        private CollectionName name;
        private String description;
        private CollectionSchema schema;
        private Map<String, String> properties;
        private long updated;
        private LoadedPartitions load;
        private List<PartitionInfo> partitions;
        private List<IndexRecord> indexes;
        private Set<String> aliases;

        Draft(CollectionRecord from) {
            this.from = from;
            name = from.name;
            description = from.description;
            schema = from.schema;
            properties = from.properties;
            updated = from.updated;
            load = from.load;
            partitions = from.partitions;
            indexes = from.indexes;
            aliases = from.aliases;
        }

        CollectionRecord made() {
            return new CollectionRecord(
                    from.id,
                    name,
                    description,
                    schema,
                    from.consistency,
                    properties,
                    from.created,
                    updated,
                    load,
                    from.shards,
                    partitions,
                    indexes,
                    aliases);
        }
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
