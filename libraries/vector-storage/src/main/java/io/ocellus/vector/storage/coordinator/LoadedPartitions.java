package io.ocellus.vector.storage.coordinator;

import java.util.HashSet;
import java.util.Set;

/**
 * Which partitions of a collection serve reads. Immutable.
 *
 * @param ids none where the collection is released
 * @param further whether partitions created later serve at once: the collection was loaded as a whole
 */
public record LoadedPartitions(Set<Long> ids, boolean further) {
    public static final LoadedPartitions NONE = new LoadedPartitions(Set.of(), false);

    public LoadedPartitions {
        ids = Set.copyOf(ids);
    }

    /** Without any there is no load left that later partitions could join. */
    private static LoadedPartitions of(Set<Long> ids, boolean further) {
        return ids.isEmpty() ? NONE : new LoadedPartitions(ids, further);
    }

    LoadedPartitions plus(Set<Long> more) {
        Set<Long> all = new HashSet<>(ids);
        all.addAll(more);
        return of(all, further);
    }

    LoadedPartitions minus(Set<Long> fewer) {
        Set<Long> rest = new HashSet<>(ids);
        rest.removeAll(fewer);
        return of(rest, further);
    }

    boolean isEmpty() {
        return ids.isEmpty();
    }
}
