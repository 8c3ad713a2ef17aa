package io.ocellus.vector.storage.node;

import io.ocellus.vector.storage.CollectionDefinition;
import io.ocellus.vector.storage.CollectionInfo;
import io.ocellus.vector.storage.CollectionInfo.PartitionInfo;
import io.ocellus.vector.storage.CollectionInfo.ShardInfo;
import io.ocellus.vector.storage.CollectionName;
import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.coordinator.CollectionRecord;
import io.ocellus.vector.storage.coordinator.LoadedPartitions;
import io.ocellus.vector.storage.coordinator.Metadata;
import io.ocellus.vector.storage.coordinator.Metadata.PendingDdl;
import io.ocellus.vector.storage.schema.CollectionSchema;
import io.ocellus.vector.storage.shards.Recovery;
import io.ocellus.vector.storage.shards.ShardChanges;
import io.ocellus.vector.storage.shards.ShardKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/** Makes, drops and renames collections. Thread-safe. */
final class CollectionDefinitions {
    private static final int MOST_COLLECTIONS = 65_536;
    private static final int DEFAULT_KEYED_PARTITIONS = 16;

    private final Active active;
    private final Coordinator coordinator;
    private final LongSupplier timestamps;

    CollectionDefinitions(Active active, Coordinator coordinator, LongSupplier timestamps) {
        this.active = active;
        this.coordinator = coordinator;
        this.timestamps = timestamps;
    }

    CollectionRecord createCollection(CollectionDefinition definition) {
        CollectionSchema schema = Definitions.checked(definition);
        return coordinator.changing(() -> {
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
            PendingDdl ddl = coordinator.ddl("create_collection", created.id(), created.id());
            active.metadata().run(() -> {
                active.metadata().insertCollection(created);
                active.metadata().insertDdl(ddl);
            });
            active.catalog().put(created);
            for (ShardInfo shard : created.shards()) {
                ShardChanges.addShard(active.owner(shard.logPartition()), Recovery.shard(created, shard.number()));
            }
            coordinator.append(created, ddl);
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
        coordinator.changing(() -> {
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
            PendingDdl ddl = coordinator.ddl("drop_collection", collection.id(), collection.id());
            active.metadata().run(() -> {
                active.metadata().setState(collection.id(), "dropping");
                active.metadata().insertDdl(ddl);
            });
            active.catalog().remove(collection);
            coordinator.append(collection, ddl);
            for (ShardInfo shard : collection.shards()) {
                ShardChanges.removeShard(
                        active.owner(shard.logPartition()), new ShardKey(collection.id(), shard.number()));
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
        coordinator.changing(() -> {
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
}
