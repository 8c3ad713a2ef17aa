package io.ocellus.vector.storage.node;

import io.ocellus.vector.storage.Change;
import io.ocellus.vector.storage.CollectionDefinition;
import io.ocellus.vector.storage.CollectionName;
import io.ocellus.vector.storage.IndexDefinition;
import io.ocellus.vector.storage.coordinator.CollectionRecord;
import io.ocellus.vector.storage.schema.FieldSchema;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The coordinator's role in this process. */
record LocalCoordinator(
        Active active,
        CollectionDefinitions collections,
        PartitionDefinitions partitions,
        IndexDefinitions indexes,
        Loading loading,
        Alterations alterations,
        Aliases aliases)
        implements CoordinatorRole {
    static LocalCoordinator of(Active active, Coordinator coordinator, LongSupplier timestamps) {
        return new LocalCoordinator(
                active,
                new CollectionDefinitions(active, coordinator, timestamps),
                new PartitionDefinitions(active, coordinator, timestamps),
                new IndexDefinitions(active, coordinator, timestamps),
                new Loading(active, coordinator),
                new Alterations(active, coordinator, timestamps),
                new Aliases(active, coordinator));
    }

    @Override
    public CollectionRecord createCollection(CollectionDefinition definition) {
        return collections.createCollection(definition);
    }

    @Override
    public void dropCollection(CollectionName name) {
        collections.dropCollection(name);
    }

    @Override
    public void rename(CollectionName from, CollectionName to) {
        collections.rename(from, to);
    }

    @Override
    public void createPartition(CollectionName name, String partition) {
        partitions.createPartition(name, partition);
    }

    @Override
    public void dropPartition(CollectionName name, String partition) {
        partitions.dropPartition(name, partition);
    }

    @Override
    public void createIndex(CollectionName name, IndexDefinition definition) {
        indexes.createIndex(name, definition);
    }

    @Override
    public void dropIndex(CollectionName name, String indexOrField) {
        indexes.dropIndex(name, indexOrField);
    }

    @Override
    public void load(CollectionName name, List<String> partitions) {
        loading.load(name, partitions);
    }

    @Override
    public void release(CollectionName name, List<String> partitions) {
        loading.release(name, partitions);
    }

    @Override
    public void alterCollection(CollectionName name, Change change) {
        alterations.collection(name, change);
    }

    @Override
    public void addField(CollectionName name, FieldSchema field) {
        alterations.add(name, field);
    }

    @Override
    public void alterField(CollectionName name, String field, Change change) {
        alterations.field(name, field, change);
    }

    @Override
    public void alterIndex(CollectionName name, String index, Change change) {
        alterations.index(name, index, change);
    }

    @Override
    public void truncate(CollectionName name) {
        alterations.truncate(name);
    }

    @Override
    public void createAlias(CollectionName name, String alias) {
        aliases.create(name, alias);
    }

    @Override
    public void alterAlias(CollectionName name, String alias) {
        aliases.alter(name, alias);
    }

    @Override
    public void dropAlias(CollectionName alias) {
        aliases.drop(alias);
    }

    @Override
    public Optional<CollectionRecord> find(CollectionName name) {
        return active.catalog().find(name);
    }

    @Override
    public Optional<CollectionRecord> find(long collection) {
        return active.catalog().find(collection);
    }

    @Override
    public List<CollectionRecord> in(String database) {
        return active.catalog().in(database);
    }

    @Override
    public long takeRowIds(int count) {
        return active.rowIds().take(count);
    }
}
