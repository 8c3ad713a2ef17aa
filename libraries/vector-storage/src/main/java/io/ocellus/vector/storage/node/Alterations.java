package io.ocellus.vector.storage.node;

import io.ocellus.vector.storage.Change;
import io.ocellus.vector.storage.CollectionInfo.PartitionInfo;
import io.ocellus.vector.storage.CollectionName;
import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.coordinator.CollectionRecord;
import io.ocellus.vector.storage.coordinator.CollectionRecord.IndexRecord;
import io.ocellus.vector.storage.coordinator.Metadata.PendingDdl;
import io.ocellus.vector.storage.query.Reader.Served;
import io.ocellus.vector.storage.schema.FieldSchema;
import io.ocellus.vector.storage.shards.ShardChanges;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** Changes of what is there: properties, limits of fields, parameters of indexes; and taking all rows. Thread-safe. */
final class Alterations {
    /** The property under which clients send new words about a collection. */
    private static final String DESCRIPTION = "collection.description";

    private final Active active;
    private final Coordinator coordinator;
    private final LongSupplier timestamps;

    Alterations(Active active, Coordinator coordinator, LongSupplier timestamps) {
        this.active = active;
        this.coordinator = coordinator;
        this.timestamps = timestamps;
    }

    void collection(CollectionName name, Change change) {
        coordinator.changing(() -> {
            CollectionRecord collection = active.catalog().get(name);
            Map<String, String> properties = new HashMap<>(change.on(collection.properties()));
            String description = properties.remove(DESCRIPTION);
            return store(collection.withProperties(
                    description == null ? collection.description() : description, properties, timestamps.getAsLong()));
        });
    }

    /** Limits are told by {@code max_length} and {@code max_capacity}; what else comes is kept with the field. */
    void field(CollectionName name, String fieldName, Change change) {
        coordinator.changing(() -> {
            CollectionRecord collection = active.catalog().get(name);
            FieldSchema field = collection
                    .schema()
                    .field(fieldName)
                    .orElseThrow(() -> new Failure.Invalid("field " + fieldName + " does not exist in collection"));
            Map<String, String> parameters = new HashMap<>(change.on(field.parameters()));
            String length = parameters.remove("max_length");
            String capacity = parameters.remove("max_capacity");
            FieldSchema changed = field.withParameters(parameters);
            if (length != null) {
                changed = changed.withMaxLength(Integer.parseInt(length));
            }
            if (capacity != null) {
                changed = changed.withMaxCapacity(Integer.parseInt(capacity));
            }
            Definitions.checkField(changed);
            return store(collection.withSchema(collection.schema().withField(changed), timestamps.getAsLong()));
        });
    }

    /** Adds a field to the rows that are there, which hold its default or null in it. */
    void add(CollectionName name, FieldSchema field) {
        coordinator.changing(() -> {
            CollectionRecord collection = active.catalog().get(name);
            FieldSchema added = Definitions.added(collection.schema(), field);
            PendingDdl ddl = coordinator.ddl("add_field", collection.id(), added.id());
            CollectionRecord wider = collection.withSchema(collection.schema().plus(added), timestamps.getAsLong());
            active.metadata().run(() -> {
                active.metadata().setProperties(wider);
                active.metadata().insertDdl(ddl);
            });
            // First those that take rows: nobody sends a value of the field before the catalog shows it.
            evolve(wider);
            active.catalog().put(wider);
            // Once more, for a log partition that recovered by the earlier catalog meanwhile.
            evolve(wider);
            coordinator.append(wider, ddl);
            active.metadata().run(() -> active.metadata().deleteDdl(ddl.id()));
            return true;
        });
    }

    private void evolve(CollectionRecord wider) {
        for (Served served : active.shards(wider)) {
            ShardChanges.evolve(served.owner(), served.shard(), wider.schema());
        }
    }

    private boolean store(CollectionRecord changed) {
        active.metadata().run(() -> active.metadata().setProperties(changed));
        active.catalog().put(changed);
        return true;
    }

    void index(CollectionName name, String indexName, Change change) {
        coordinator.changing(() -> {
            CollectionRecord collection = active.catalog().get(name);
            List<IndexRecord> indexes = new ArrayList<>(collection.indexes());
            IndexRecord index = indexes.stream()
                    .filter(each -> each.name().equals(indexName))
                    .findFirst()
                    .orElseThrow(() -> new Failure.IndexNotFound(indexName));
            IndexRecord changed = new IndexRecord(
                    index.id(), index.fieldId(), index.name(), change.on(index.parameters()), index.created());
            indexes.set(indexes.indexOf(index), changed);
            active.metadata().run(() -> active.metadata().setParameters(changed));
            active.catalog().put(collection.withIndexes(indexes));
            return true;
        });
    }

    /** Takes all rows: every partition gives way to an empty one of its name. What was written before is gone, whatever is sealed of it. */
    void truncate(CollectionName name) {
        coordinator.changing(() -> {
            CollectionRecord collection = active.catalog().get(name);
            Map<Long, PartitionInfo> fresh = new HashMap<>();
            List<PendingDdl> changes = new ArrayList<>();
            for (PartitionInfo old : collection.partitions()) {
                PartitionInfo empty = new PartitionInfo(active.objectIds().next(), old.name(), old.createdTimestamp());
                fresh.put(old.id(), empty);
                changes.add(coordinator.ddl("create_partition", collection.id(), empty.id()));
                changes.add(coordinator.ddl("drop_partition", collection.id(), old.id()));
            }
            Set<Long> loaded = collection.load().ids().stream()
                    .map(id -> java.util.Objects.requireNonNull(fresh.get(id)).id())
                    .collect(Collectors.toSet());
            CollectionRecord emptied = collection.withPartitions(
                    collection.partitions().stream()
                            .map(old -> java.util.Objects.requireNonNull(fresh.get(old.id())))
                            .toList(),
                    loaded);
            active.metadata().run(() -> {
                for (PartitionInfo old : collection.partitions()) {
                    active.metadata().deletePartition(collection.id(), old.id());
                }
                emptied.partitions().forEach(empty -> active.metadata().insertPartition(collection.id(), empty));
                active.metadata().setLoaded(collection.id(), emptied.load());
                changes.forEach(active.metadata()::insertDdl);
            });
            for (Served served : active.shards(collection)) {
                for (PartitionInfo empty : emptied.partitions()) {
                    ShardChanges.addPartition(served.owner(), served.shard(), empty.id());
                }
            }
            active.catalog().put(emptied);
            changes.forEach(change -> coordinator.append(collection, change));
            for (Served served : active.shards(collection)) {
                for (PartitionInfo old : collection.partitions()) {
                    ShardChanges.dropPartition(served.owner(), served.shard(), old.id());
                }
            }
            active.metadata()
                    .run(() -> changes.forEach(change -> active.metadata().deleteDdl(change.id())));
            return true;
        });
    }
}
