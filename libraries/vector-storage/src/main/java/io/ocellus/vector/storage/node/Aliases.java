package io.ocellus.vector.storage.node;

import io.ocellus.vector.storage.CollectionName;
import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.coordinator.CollectionRecord;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Further names of collections: given, moved and taken, one change of definition at a time. Thread-safe. */
final class Aliases {
    private final Active active;
    private final Coordinator coordinator;

    Aliases(Active active, Coordinator coordinator) {
        this.active = active;
        this.coordinator = coordinator;
    }

    /** Gives the collection an alias that no other has. */
    void create(CollectionName collection, String alias) {
        coordinator.changing(() -> {
            CollectionName name = free(collection, alias);
            CollectionRecord target = target(collection);
            Optional<CollectionRecord> present = active.catalog().aliased(name);
            if (present.isPresent() && present.get().id() != target.id()) {
                throw new Failure.AliasTaken(name, present.get().name().name());
            }
            return give(target, name);
        });
    }

    /** Moves an alias that is there. */
    void alter(CollectionName collection, String alias) {
        coordinator.changing(() -> {
            CollectionName name = free(collection, alias);
            CollectionRecord target = target(collection);
            CollectionRecord before = active.catalog().aliased(name).orElseThrow(() -> new Failure.AliasNotFound(name));
            if (before.id() == target.id()) {
                return true;
            }
            active.metadata().run(() -> active.metadata().putAlias(name, target.id()));
            active.catalog().put(with(target, alias));
            active.catalog().put(without(before, alias));
            return true;
        });
    }

    /** Taking an alias that is not there succeeds, as in Milvus. */
    void drop(CollectionName alias) {
        coordinator.changing(() -> {
            Optional<CollectionRecord> present = active.catalog().aliased(alias);
            if (present.isPresent()) {
                active.metadata().run(() -> active.metadata().deleteAlias(alias));
                active.catalog().put(without(present.get(), alias.name()));
            }
            return true;
        });
    }

    private boolean give(CollectionRecord target, CollectionName alias) {
        if (!target.aliases().contains(alias.name())) {
            active.metadata().run(() -> active.metadata().putAlias(alias, target.id()));
            active.catalog().put(with(target, alias.name()));
        }
        return true;
    }

    private CollectionName free(CollectionName collection, String alias) {
        CollectionName name = new CollectionName(collection.database(), alias);
        boolean taken = active.catalog()
                .find(name)
                .filter(found -> found.name().equals(name))
                .isPresent();
        if (taken) {
            throw new Failure.AliasNamesCollection(name);
        }
        return name;
    }

    private CollectionRecord target(CollectionName collection) {
        CollectionRecord found = active.catalog().get(collection);
        if (!found.name().equals(collection)) {
            throw new Failure.CollectionNotFound(collection);
        }
        return found;
    }

    private static CollectionRecord with(CollectionRecord collection, String alias) {
        Set<String> aliases = new HashSet<>(collection.aliases());
        aliases.add(alias);
        return collection.withAliases(aliases);
    }

    private static CollectionRecord without(CollectionRecord collection, String alias) {
        Set<String> aliases = new HashSet<>(collection.aliases());
        aliases.remove(alias);
        return collection.withAliases(aliases);
    }
}
