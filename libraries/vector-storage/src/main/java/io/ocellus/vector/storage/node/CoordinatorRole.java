package io.ocellus.vector.storage.node;

import io.ocellus.vector.storage.Change;
import io.ocellus.vector.storage.CollectionDefinition;
import io.ocellus.vector.storage.CollectionName;
import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.IndexDefinition;
import io.ocellus.vector.storage.coordinator.CollectionRecord;
import io.ocellus.vector.storage.schema.FieldSchema;
import java.util.List;
import java.util.Optional;

/**
 * The coordinator as the proxy sees it: definitions, and ids for rows. Values go in and come out, so that it may live in another process.
 * Blocking, thread-safe.
 */
interface CoordinatorRole {
    CollectionRecord createCollection(CollectionDefinition definition);

    void dropCollection(CollectionName name);

    void rename(CollectionName from, CollectionName to);

    void createPartition(CollectionName name, String partition);

    void dropPartition(CollectionName name, String partition);

    void createIndex(CollectionName name, IndexDefinition definition);

    void dropIndex(CollectionName name, String indexOrField);

    /** Loads those partitions; with none named the whole collection, and what partitions come later. */
    void load(CollectionName name, List<String> partitions);

    /** Releases those partitions; with none named all. */
    void release(CollectionName name, List<String> partitions);

    void alterCollection(CollectionName name, Change change);

    /** Adds a nullable field; the rows that are there hold its default or null in it. */
    void addField(CollectionName name, FieldSchema field);

    void alterField(CollectionName name, String field, Change change);

    void alterIndex(CollectionName name, String index, Change change);

    void truncate(CollectionName name);

    void createAlias(CollectionName name, String alias);

    void alterAlias(CollectionName name, String alias);

    void dropAlias(CollectionName alias);

    Optional<CollectionRecord> find(CollectionName name);

    Optional<CollectionRecord> find(long collection);

    /** By name within the database. */
    List<CollectionRecord> in(String database);

    /** The first of {@code count} fresh ids of rows. */
    long takeRowIds(int count);

    /** {@link Failure.CollectionNotFound} where there is none. */
    default CollectionRecord get(CollectionName name) {
        return find(name).orElseThrow(() -> new Failure.CollectionNotFound(name));
    }
}
