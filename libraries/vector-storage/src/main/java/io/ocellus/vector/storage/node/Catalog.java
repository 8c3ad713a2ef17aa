package io.ocellus.vector.storage.node;

import io.ocellus.vector.storage.CollectionName;
import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.coordinator.CollectionRecord;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The collections in memory, as the coordinator committed them. Thread-safe. */
final class Catalog {
    private final Map<Long, CollectionRecord> byId = new ConcurrentHashMap<>();
    private final Map<CollectionName, Long> byName = new ConcurrentHashMap<>();

    Catalog(Collection<CollectionRecord> collections) {
        collections.forEach(this::put);
    }

    void put(CollectionRecord collection) {
        CollectionRecord before = byId.put(collection.id(), collection);
        if (before != null && !before.name().equals(collection.name())) {
            byName.remove(before.name());
        }
        byName.put(collection.name(), collection.id());
    }

    void remove(CollectionRecord collection) {
        byName.remove(collection.name(), collection.id());
        byId.remove(collection.id());
    }

    Optional<CollectionRecord> find(CollectionName name) {
        return Optional.ofNullable(byName.get(name)).map(byId::get);
    }

    Optional<CollectionRecord> find(long id) {
        return Optional.ofNullable(byId.get(id));
    }

    CollectionRecord get(CollectionName name) {
        return find(name).orElseThrow(() -> new Failure.CollectionNotFound(name));
    }

    Collection<CollectionRecord> all() {
        return List.copyOf(byId.values());
    }

    List<CollectionRecord> in(String database) {
        return byId.values().stream()
                .filter(c -> c.name().database().equals(database))
                .sorted(Comparator.comparing(c -> c.name().name()))
                .toList();
    }
}
