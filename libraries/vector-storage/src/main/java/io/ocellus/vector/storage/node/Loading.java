package io.ocellus.vector.storage.node;

import io.ocellus.vector.storage.CollectionName;
import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.coordinator.CollectionRecord;
import io.ocellus.vector.storage.schema.FieldSchema;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Which partitions serve reads. Thread-safe. */
final class Loading {
    private final Active active;
    private final Coordinator coordinator;

    Loading(Active active, Coordinator coordinator) {
        this.active = active;
        this.coordinator = coordinator;
    }

    /** Loads those partitions; with none named the whole collection, and what partitions come later. */
    void load(CollectionName name, List<String> partitions) {
        coordinator.changing(() -> {
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
        coordinator.changing(() -> {
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
