package io.ocellus.vector.storage.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a collection of (key → number) must hold. A write without an answer leaves each of its keys in doubt, between what was and what would
 * be; the next read decides, and from then on it stays.
 */
final class HistoryModel {
    private final TreeMap<Long, Long> rows = new TreeMap<>();
    private final Map<Long, Set<Optional<Long>>> doubts = new HashMap<>();

    /** A write: key → number, empty where it deletes. Keys in doubt must not be written before a read decided. */
    void write(Map<Long, Optional<Long>> changes, boolean known) {
        changes.forEach((key, value) -> {
            if (known) {
                value.ifPresentOrElse(number -> rows.put(key, number), () -> rows.remove(key));
            } else {
                Set<Optional<Long>> either = doubts.computeIfAbsent(key, k -> new HashSet<>());
                either.add(value);
                either.add(Optional.ofNullable(rows.get(key)));
            }
        });
    }

    boolean certain() {
        return doubts.isEmpty();
    }

    int size() {
        return rows.size();
    }

    Map<Long, Long> rows() {
        return rows;
    }

    /** All that a Strong read found: exact, but for the keys in doubt, which it settles. */
    void read(Map<Long, Long> found) {
        doubts.forEach((key, either) -> {
            Optional<Long> seen = Optional.ofNullable(found.get(key));
            assertThat(either).as("key %d, whose write had no answer", key).contains(seen);
            seen.ifPresentOrElse(number -> rows.put(key, number), () -> rows.remove(key));
        });
        doubts.clear();
        assertThat(found).isEqualTo(rows);
    }
}
