package io.ocellus.vector.storage.node;

import io.ocellus.vector.storage.CollectionInfo;
import io.ocellus.vector.storage.CollectionInfo.PartitionInfo;
import io.ocellus.vector.storage.CollectionName;
import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.coordinator.CollectionRecord;
import io.ocellus.vector.storage.coordinator.Metadata.PendingDdl;
import io.ocellus.vector.storage.query.Reader.Served;
import io.ocellus.vector.storage.shards.ShardChanges;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Makes and drops partitions. Thread-safe. */
final class PartitionDefinitions {
    private static final int MOST_PARTITIONS = 1024;

    private final Active active;
    private final Coordinator coordinator;
    private final LongSupplier timestamps;

    PartitionDefinitions(Active active, Coordinator coordinator, LongSupplier timestamps) {
        this.active = active;
        this.coordinator = coordinator;
        this.timestamps = timestamps;
    }

    void createPartition(CollectionName name, String partition) {
        Definitions.checkName("partition", partition);
        coordinator.changing(() -> {
            CollectionRecord collection = active.catalog().get(name);
            if (collection.partition(partition).isPresent()) {
                return false;
            }
            if (collection.partitions().size() >= MOST_PARTITIONS) {
                throw new Failure.Invalid("partition number ("
                        + collection.partitions().size() + ") exceeds max configuration (" + MOST_PARTITIONS + ")");
            }
            PartitionInfo created = new PartitionInfo(active.objectIds().next(), partition, timestamps.getAsLong());
            PendingDdl ddl = coordinator.ddl("create_partition", collection.id(), created.id());
            CollectionRecord grown = collection.plus(created);
            active.metadata().run(() -> {
                active.metadata().insertPartition(collection.id(), created);
                active.metadata().setLoaded(collection.id(), grown.load());
                active.metadata().insertDdl(ddl);
            });
            active.catalog().put(grown);
            for (Served served : active.shards(collection)) {
                ShardChanges.addPartition(served.owner(), served.shard(), created.id());
            }
            coordinator.append(collection, ddl);
            active.metadata().run(() -> active.metadata().deleteDdl(ddl.id()));
            return true;
        });
    }

    void dropPartition(CollectionName name, String partition) {
        coordinator.changing(() -> {
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
            PendingDdl ddl = coordinator.ddl(
                    "drop_partition", collection.id(), present.get().id());
            active.metadata().run(() -> {
                active.metadata().deletePartition(collection.id(), present.get().id());
                active.metadata().insertDdl(ddl);
            });
            active.catalog()
                    .put(collection.withPartitions(collection.partitions().stream()
                            .filter(p -> p.id() != present.get().id())
                            .toList()));
            coordinator.append(collection, ddl);
            for (Served served : active.shards(collection)) {
                ShardChanges.dropPartition(
                        served.owner(), served.shard(), present.get().id());
            }
            active.metadata().run(() -> active.metadata().deleteDdl(ddl.id()));
            return true;
        });
    }
}
