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
import java.util.stream.Stream;

/** The collections in memory, as the coordinator committed them. Thread-safe. */
final class Catalog {
    private final Map<Long, CollectionRecord> byId = new ConcurrentHashMap<>();
    private final Map<CollectionName, Long> byName = new ConcurrentHashMap<>();
    private final Map<CollectionName, Long> byAlias = new ConcurrentHashMap<>();

    Catalog(Collection<CollectionRecord> collections) {
        collections.forEach(this::put);
    }

    void put(CollectionRecord collection) {
        CollectionRecord before = byId.put(collection.id(), collection);
        if (before != null && !before.name().equals(collection.name())) {
            byName.remove(before.name());
        }
        byName.put(collection.name(), collection.id());
        aliases(collection).forEach(alias -> byAlias.put(alias, collection.id()));
        if (before != null) {
            aliases(before)
                    .filter(alias -> !collection.aliases().contains(alias.name()))
                    .forEach(alias -> byAlias.remove(alias, collection.id()));
        }
    }

    private static Stream<CollectionName> aliases(CollectionRecord collection) {
        return collection.aliases().stream()
                .map(alias -> new CollectionName(collection.name().database(), alias));
    }

    /** The collection of that alias. */
    Optional<CollectionRecord> aliased(CollectionName alias) {
        return Optional.ofNullable(byAlias.get(alias)).map(byId::get);
    }

    void remove(CollectionRecord collection) {
        aliases(collection).forEach(alias -> byAlias.remove(alias, collection.id()));
        byName.remove(collection.name(), collection.id());
        byId.remove(collection.id());
    }

    /** By name, else by alias. */
    Optional<CollectionRecord> find(CollectionName name) {
        return Optional.ofNullable(byName.get(name)).map(byId::get).or(() -> aliased(name));
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
