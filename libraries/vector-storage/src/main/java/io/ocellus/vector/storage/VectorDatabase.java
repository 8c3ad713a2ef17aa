package io.ocellus.vector.storage;

import io.ocellus.vector.storage.columns.ColumnBatch;
import io.ocellus.vector.storage.columns.Keys;
import io.ocellus.vector.storage.schema.FieldSchema;
import java.util.List;
import java.util.Optional;

/**
 * The engine as Milvus' edges see it: what they translate to and from. Blocking, thread-safe, refuses with {@link Failure}. A write that
 * returns is durable and visible to Strong reads; one that throws {@link Failure.Unavailable} has an unknown outcome.
 *
 * <p>It neither authenticates nor authorizes: the caller does.
 */
public interface VectorDatabase {

    // ---- definition

    /** Creates the collection, or returns the present one when it is defined alike; {@link Failure.Invalid} when differently. */
    CollectionInfo createCollection(CollectionDefinition definition);

    /** Dropping what is not there succeeds, as in Milvus. */
    void dropCollection(CollectionName collection);

    Optional<CollectionInfo> findCollection(CollectionName collection);

    Optional<CollectionInfo> findCollection(long collectionId);

    /** {@link Failure.CollectionNotFound} where there is none. */
    default CollectionInfo describeCollection(CollectionName collection) {
        return findCollection(collection).orElseThrow(() -> new Failure.CollectionNotFound(collection));
    }

    /** By name within the database. */
    List<CollectionInfo> listCollections(String database);

    void renameCollection(CollectionName from, CollectionName to);

    /** Sets and takes away properties; {@code collection.description} changes the words about it. */
    void alterCollection(CollectionName collection, Change change);

    /** Adds a nullable field that is neither vector nor key; the rows that are there hold its default or null in it. */
    void addField(CollectionName collection, FieldSchema field);

    /** Changes a field's limits ({@code max_length}, {@code max_capacity}) and what else its parameters say. */
    void alterField(CollectionName collection, String field, Change change);

    void alterIndex(CollectionName collection, String index, Change change);

    /** Takes all rows; schema, partitions, indexes and load state stay. */
    void truncateCollection(CollectionName collection);

    /** Another name of the collection within its database: wherever a collection is named, the alias names it too. */
    void createAlias(CollectionName collection, String alias);

    /** Makes an alias that is there name another collection. */
    void alterAlias(CollectionName collection, String alias);

    /** Dropping what is not there succeeds, as in Milvus. */
    void dropAlias(CollectionName alias);

    void createPartition(CollectionName collection, String partition);

    /** Refused while the partition is loaded, as in Milvus, and always for the default partition. */
    void dropPartition(CollectionName collection, String partition);

    /** Records the index; segments are indexed in the background, see {@link #describeIndexes}. */
    void createIndex(CollectionName collection, IndexDefinition index);

    /** With {@code indexName} empty: all indexes; with a field's name: those of the field. {@link Failure.IndexNotFound} when nothing matches. */
    List<IndexInfo> describeIndexes(CollectionName collection, String indexName);

    /** By index name or field name. A vector index of a loaded collection stays, as in Milvus. */
    void dropIndex(CollectionName collection, String indexOrFieldName);

    // ---- load

    /** Needs an index on each vector field. Returns once begun; {@link #loadProgress} tells when it serves. */
    default void load(CollectionName collection) {
        load(collection, List.of());
    }

    /** Loads those partitions; with none named the whole collection, partitions created later included. */
    void load(CollectionName collection, List<String> partitions);

    default void release(CollectionName collection) {
        release(collection, List.of());
    }

    /** Releases those partitions; with none named all. */
    void release(CollectionName collection, List<String> partitions);

    /** 0 to 100; {@link Failure.NotLoaded} where no load was asked for. */
    int loadProgress(CollectionName collection);

    // ---- write

    /**
     * Adds rows. Fields that are nullable, have a default or are generated may be absent. The whole batch is checked first; a wrong row
     * refuses it whole.
     *
     * @param partition name; empty means the default partition
     */
    MutationResult insert(CollectionName collection, String partition, ColumnBatch rows);

    /** Replaces the rows of the same keys; with generated keys the given keys are replaced by fresh ones, as in Milvus. */
    MutationResult upsert(CollectionName collection, String partition, ColumnBatch rows);

    /** Deletes by key; {@code count} is the number of keys given, as in Milvus. */
    MutationResult delete(CollectionName collection, String partition, Keys keys);

    /** Deletes the rows that match at a Strong read; {@code count} is how many. */
    MutationResult delete(CollectionName collection, String partition, RowFilter filter);

    /** Seals what was written before the call and returns the ids of its segments. Sealed data are in the object store on return. */
    FlushResult flush(CollectionName collection);

    record FlushResult(List<Long> segmentIds, long timestamp) {}

    // ---- read: NotLoaded unless loaded; with no partition named those that are loaded

    SearchResult search(SearchRequest request);

    QueryResult query(QueryRequest request);

    /** How many rows match: {@code count(*)}. Exact. Output fields, limit and offset are not looked at. */
    CountResult count(QueryRequest request);

    record CountResult(long count, long timestamp) {}

    /** Live rows without a round trip to the log: statistics. */
    long rowCount(CollectionName collection);

    long rowCount(CollectionName collection, String partition);

    List<SegmentInfo> segments(CollectionName collection);

    /** A fresh timestamp of this database. */
    long timestamp();

    // ---- health

    /** Whether this process can serve now: owns the partitions or reaches who does, and its servers answer. */
    boolean ready();
}
