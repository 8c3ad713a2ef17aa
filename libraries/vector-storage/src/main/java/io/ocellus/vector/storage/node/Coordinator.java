package io.ocellus.vector.storage.node;

import io.ocellus.vector.index.IndexFailure;
import io.ocellus.vector.index.IndexParameters;
import io.ocellus.vector.storage.CollectionDefinition;
import io.ocellus.vector.storage.CollectionInfo;
import io.ocellus.vector.storage.CollectionInfo.PartitionInfo;
import io.ocellus.vector.storage.CollectionInfo.ShardInfo;
import io.ocellus.vector.storage.CollectionName;
import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.IndexDefinition;
import io.ocellus.vector.storage.coordinator.CollectionRecord;
import io.ocellus.vector.storage.coordinator.CollectionRecord.IndexRecord;
import io.ocellus.vector.storage.coordinator.LoadedPartitions;
import io.ocellus.vector.storage.coordinator.Metadata;
import io.ocellus.vector.storage.coordinator.Metadata.PendingDdl;
import io.ocellus.vector.storage.log.TraceId;
import io.ocellus.vector.storage.query.Reader.Served;
import io.ocellus.vector.storage.schema.CollectionSchema;
import io.ocellus.vector.storage.schema.FieldSchema;
import io.ocellus.vector.storage.shards.LogPartition;
import io.ocellus.vector.storage.shards.Recovery;
import io.ocellus.vector.storage.shards.ShardKey;
import io.ocellus.vector.storage.shards.WriteCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * The coordinator's changes of definition, one at a time: committed as pending, appended to the log partitions of the collection, then done.
 * What a crash leaves pending is appended again.
 */
final class Coordinator {
    private static final int MOST_COLLECTIONS = 65_536;
    private static final int MOST_PARTITIONS = 1024;
    private static final int DEFAULT_KEYED_PARTITIONS = 16;

    private final Active active;
    private final LongSupplier timestamps;
    private final ReentrantLock changes = new ReentrantLock();

    Coordinator(Active active, LongSupplier timestamps) {
        this.active = active;
        this.timestamps = timestamps;
    }

    /** One change of definition at a time. */
    <T> T changing(java.util.function.Supplier<T> change) {
        changes.lock();
        try {
            return change.get();
        } finally {
            changes.unlock();
        }
    }

    /** Finishes what was committed and perhaps not logged. */
    void finishPending() {
        changes.lock();
        try {
            for (PendingDdl ddl : active.metadata().pendingDdl()) {
                Optional<CollectionRecord> collection = active.catalog().find(ddl.collection());
                collection.ifPresent(c -> append(c, ddl));
                active.metadata().run(() -> {
                    if (ddl.kind().equals("drop_collection")) {
                        active.metadata().deleteCollection(ddl.collection());
                    } else if (ddl.kind().equals("create_collection")) {
                        active.metadata().setState(ddl.collection(), "ready");
                    }
                    active.metadata().deleteDdl(ddl.id());
                });
            }
        } finally {
            changes.unlock();
        }
    }

    PendingDdl ddl(String kind, long collection, long subject) {
        long id = active.objectIds().next();
        String body = "{\"id\":" + id + ",\"kind\":\"" + kind + "\",\"collection\":" + collection + ",\"subject\":"
                + subject + "}";
        return new PendingDdl(id, collection, kind, body);
    }

    void append(CollectionRecord collection, PendingDdl ddl) {
        for (ShardInfo shard : collection.shards()) {
            LogPartition.await(active.owner(shard.logPartition())
                    .write(new WriteCommand.Ddl(collection.id(), shard.number(), ddl.body()), TraceId.current()));
        }
    }

    CollectionRecord createCollection(CollectionDefinition definition) {
        CollectionSchema schema = Definitions.checked(definition);
        return changing(() -> {
            Optional<CollectionRecord> present = active.catalog().find(definition.name());
            if (present.isPresent() && !present.get().name().equals(definition.name())) {
                throw new Failure.Invalid("collection name ["
                        + definition.name().name() + "] conflicts with an existing alias, please choose a unique name");
            }
            if (present.isPresent()) {
                return same(present.get(), definition, schema);
            }
            if (active.catalog().all().size() >= MOST_COLLECTIONS) {
                throw new Failure.Exhausted("there are " + MOST_COLLECTIONS + " collections, no more are allowed");
            }
            CollectionRecord created = record(definition, schema);
            PendingDdl ddl = ddl("create_collection", created.id(), created.id());
            active.metadata().run(() -> {
                active.metadata().insertCollection(created);
                active.metadata().insertDdl(ddl);
            });
            active.catalog().put(created);
            for (ShardInfo shard : created.shards()) {
                active.maintenance()
                        .addShard(active.owner(shard.logPartition()), Recovery.shard(created, shard.number()));
            }
            append(created, ddl);
            active.metadata().run(() -> {
                active.metadata().setState(created.id(), "ready");
                active.metadata().deleteDdl(ddl.id());
            });
            return created;
        });
    }

    private static CollectionRecord same(
            CollectionRecord present, CollectionDefinition definition, CollectionSchema schema) {
        boolean alike = present.schema().equals(schema)
                && present.consistency() == definition.consistency()
                && present.shards().size() == Math.max(1, definition.shards())
                && present.properties().equals(definition.properties());
        if (!alike) {
            throw new Failure.Invalid("create duplicate collection with different parameters, collection: "
                    + definition.name().name());
        }
        return present;
    }

    private CollectionRecord record(CollectionDefinition definition, CollectionSchema schema) {
        long id = active.objectIds().next();
        long now = timestamps.getAsLong();
        List<ShardInfo> shards = new ArrayList<>();
        for (int number = 0; number < Math.max(1, definition.shards()); number++) {
            shards.add(Metadata.shard(id, number, Math.floorMod(id + number, active.logPartitions())));
        }
        return new CollectionRecord(
                id,
                definition.name(),
                definition.description(),
                schema,
                definition.consistency(),
                definition.properties(),
                now,
                now,
                LoadedPartitions.NONE,
                shards,
                partitions(definition, schema, now),
                List.of(),
                Set.of());
    }

    /** One partition, or those among which the partition key spreads the rows. */
    private List<PartitionInfo> partitions(CollectionDefinition definition, CollectionSchema schema, long now) {
        if (schema.partitionKey().isEmpty()) {
            return List.of(new PartitionInfo(active.objectIds().next(), CollectionInfo.DEFAULT_PARTITION, now));
        }
        int count = definition.partitions() == 0 ? DEFAULT_KEYED_PARTITIONS : definition.partitions();
        List<PartitionInfo> partitions = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            partitions.add(
                    new PartitionInfo(active.objectIds().next(), CollectionInfo.DEFAULT_PARTITION + "_" + number, now));
        }
        return partitions;
    }

    void dropCollection(CollectionName name) {
        changing(() -> {
            Optional<CollectionRecord> present = active.catalog().find(name);
            if (present.isEmpty()) {
                return false;
            }
            CollectionRecord collection = present.get();
            if (!collection.name().equals(name)) {
                throw new Failure.Invalid("cannot drop the collection via alias = " + name.name());
            }
            if (!collection.aliases().isEmpty()) {
                throw new Failure.Invalid("unable to drop the collection [" + name.name()
                        + "] because it has associated aliases " + new TreeSet<>(collection.aliases())
                        + ", please remove all aliases before dropping the collection");
            }
            PendingDdl ddl = ddl("drop_collection", collection.id(), collection.id());
            active.metadata().run(() -> {
                active.metadata().setState(collection.id(), "dropping");
                active.metadata().insertDdl(ddl);
            });
            active.catalog().remove(collection);
            append(collection, ddl);
            for (ShardInfo shard : collection.shards()) {
                active.maintenance()
                        .removeShard(active.owner(shard.logPartition()), new ShardKey(collection.id(), shard.number()));
            }
            active.metadata().run(() -> {
                active.metadata().deleteCollection(collection.id());
                active.metadata().deleteDdl(ddl.id());
            });
            return true;
        });
    }

    void rename(CollectionName from, CollectionName to) {
        Definitions.checkName("collection", to.name());
        changing(() -> {
            CollectionRecord collection = active.catalog().get(from);
            if (!collection.name().equals(from)) {
                throw new Failure.Conflict("unsupported use an alias to rename collection, alias:" + from.name());
            }
            if (active.catalog().aliased(to).isPresent()) {
                throw new Failure.Conflict("cannot rename collection to an existing alias: " + to.name()
                        + ": duplicated new collection name " + to.database() + ":" + to.name()
                        + " with other collection name or alias");
            }
            if (active.catalog().find(to).isPresent()) {
                throw new Failure.Conflict("duplicated new collection name " + to.database() + ":" + to.name()
                        + " with other collection name or alias");
            }
            long now = timestamps.getAsLong();
            active.metadata().run(() -> active.metadata().setName(collection.id(), to, now));
            active.catalog().put(collection.withName(to, now));
            return true;
        });
    }

    void createPartition(CollectionName name, String partition) {
        Definitions.checkName("partition", partition);
        changing(() -> {
            CollectionRecord collection = active.catalog().get(name);
            if (collection.partition(partition).isPresent()) {
                return false;
            }
            if (collection.partitions().size() >= MOST_PARTITIONS) {
                throw new Failure.Invalid("partition number ("
                        + collection.partitions().size() + ") exceeds max configuration (" + MOST_PARTITIONS + ")");
            }
            PartitionInfo created = new PartitionInfo(active.objectIds().next(), partition, timestamps.getAsLong());
            PendingDdl ddl = ddl("create_partition", collection.id(), created.id());
            CollectionRecord grown = collection.plus(created);
            active.metadata().run(() -> {
                active.metadata().insertPartition(collection.id(), created);
                active.metadata().setLoaded(collection.id(), grown.load());
                active.metadata().insertDdl(ddl);
            });
            active.catalog().put(grown);
            for (Served served : active.shards(collection)) {
                active.maintenance().addPartition(served.owner(), served.shard(), created.id());
            }
            append(collection, ddl);
            active.metadata().run(() -> active.metadata().deleteDdl(ddl.id()));
            return true;
        });
    }

    void dropPartition(CollectionName name, String partition) {
        changing(() -> {
            CollectionRecord collection = active.catalog().get(name);
            if (partition.equals(CollectionInfo.DEFAULT_PARTITION)) {
                throw new Failure.Invalid("default partition cannot be deleted");
            }
            Optional<PartitionInfo> present = collection.partition(partition);
            if (present.isEmpty()) {
                return false;
            }
            if (collection.load().ids().contains(present.get().id())) {
                throw new Failure.Conflict("partition cannot be dropped, partition is loaded, please release it first");
            }
            PendingDdl ddl =
                    ddl("drop_partition", collection.id(), present.get().id());
            active.metadata().run(() -> {
                active.metadata().deletePartition(collection.id(), present.get().id());
                active.metadata().insertDdl(ddl);
            });
            active.catalog()
                    .put(collection.withPartitions(collection.partitions().stream()
                            .filter(p -> p.id() != present.get().id())
                            .toList()));
            append(collection, ddl);
            for (Served served : active.shards(collection)) {
                active.maintenance()
                        .dropPartition(
                                served.owner(), served.shard(), present.get().id());
            }
            active.metadata().run(() -> active.metadata().deleteDdl(ddl.id()));
            return true;
        });
    }

    void createIndex(CollectionName name, IndexDefinition definition) {
        changing(() -> {
            CollectionRecord collection = active.catalog().get(name);
            FieldSchema field = collection
                    .schema()
                    .field(definition.fieldName())
                    .orElseThrow(() ->
                            new Failure.Invalid("cannot create index on non-exist field: " + definition.fieldName()));
            String indexName = definition.indexName().isEmpty() ? field.name() : definition.indexName();
            Definitions.checkName("index", indexName);
            IndexRecord index = new IndexRecord(
                    active.objectIds().next(),
                    field.id(),
                    indexName,
                    parameters(field, definition),
                    timestamps.getAsLong());
            for (IndexRecord present : collection.indexes()) {
                // Several of a JSON field's paths may be indexed.
                boolean samePath = present.parameters()
                        .getOrDefault("json_path", "")
                        .equals(index.parameters().getOrDefault("json_path", ""));
                if (present.fieldId() == field.id() && samePath) {
                    if (present.name().equals(indexName) && present.parameters().equals(index.parameters())) {
                        return false;
                    }
                    throw new Failure.Conflict("CreateIndex failed: at most one distinct index is allowed per field");
                }
                if (present.name().equals(indexName)) {
                    throw new Failure.Conflict(
                            "CreateIndex failed: index already exists on another field: " + indexName);
                }
            }
            active.metadata().run(() -> active.metadata().insertIndex(collection.id(), index));
            active.catalog().put(collection.plus(index));
            active.maintenance().build();
            return true;
        });
    }

    private static java.util.Map<String, String> parameters(FieldSchema field, IndexDefinition definition) {
        if (!field.isVector()) {
            return definition.parameters();
        }
        java.util.Map<String, String> parameters = new java.util.HashMap<>(definition.parameters());
        parameters.putIfAbsent("index_type", "AUTOINDEX");
        parameters.putIfAbsent("metric_type", "COSINE");
        try {
            IndexParameters checked = IndexParameters.of(
                    parameters.get("index_type"), parameters.get("metric_type"), field.dimension(), parameters);
            parameters.put("metric_type", checked.metric().name());
        } catch (IndexFailure e) {
            throw new Failure.Invalid(String.valueOf(e.getMessage()), e);
        }
        return parameters;
    }

    void dropIndex(CollectionName name, String indexOrField) {
        changing(() -> {
            CollectionRecord collection = active.catalog().get(name);
            List<IndexRecord> chosen = matching(collection, indexOrField);
            for (IndexRecord index : chosen) {
                boolean vector = collection
                        .schema()
                        .field(index.fieldId())
                        .map(FieldSchema::isVector)
                        .orElse(false);
                if (vector && collection.loaded()) {
                    throw new Failure.Conflict("vector index cannot be dropped on loaded collection: " + name.name());
                }
            }
            CollectionRecord changed = collection;
            for (IndexRecord index : chosen) {
                active.metadata().run(() -> active.metadata().deleteIndex(index.id()));
                changed = changed.withIndexes(changed.indexes().stream()
                        .filter(i -> i.id() != index.id())
                        .toList());
                active.catalog().put(changed);
                for (Served served : active.shards(changed)) {
                    active.maintenance().dropIndex(served.owner(), served.shard(), index.id());
                }
            }
            return true;
        });
    }

    static List<IndexRecord> matching(CollectionRecord collection, String indexOrField) {
        if (indexOrField.isEmpty()) {
            return collection.indexes();
        }
        return collection.indexes().stream()
                .filter(index -> index.name().equals(indexOrField)
                        || collection
                                .schema()
                                .field(index.fieldId())
                                .map(field -> field.name().equals(indexOrField))
                                .orElse(false))
                .toList();
    }

    /** Loads those partitions; with none named the whole collection, and what partitions come later. */
    void load(CollectionName name, List<String> partitions) {
        changing(() -> {
            CollectionRecord collection = active.catalog().get(name);
            for (FieldSchema field : collection.schema().vectorFields()) {
                if (collection.indexOf(field).isEmpty()) {
                    throw Failure.IndexNotFound.onField(field.name());
                }
            }
            return setLoaded(
                    collection,
                    partitions.isEmpty() ? collection.loadingAll() : collection.loading(ids(collection, partitions)));
        });
    }

    /** Releases those partitions; with none named all. */
    void release(CollectionName name, List<String> partitions) {
        changing(() -> {
            CollectionRecord collection = active.catalog().get(name);
            return setLoaded(
                    collection,
                    collection.releasing(
                            partitions.isEmpty() ? collection.load().ids() : ids(collection, partitions)));
        });
    }

    private static Set<Long> ids(CollectionRecord collection, List<String> partitions) {
        return partitions.stream()
                .map(name -> collection
                        .partition(name)
                        .orElseThrow(() -> new Failure.PartitionNotFound(name))
                        .id())
                .collect(Collectors.toSet());
    }

    private boolean setLoaded(CollectionRecord before, CollectionRecord after) {
        if (!before.load().equals(after.load())) {
            active.metadata().run(() -> active.metadata().setLoaded(before.id(), after.load()));
            active.catalog().put(after);
        }
        return true;
    }
}
