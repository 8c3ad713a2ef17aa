package io.ocellus.annotation.store;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** Ids of top-level annotations that go, by job and table. Not thread-safe. */
final class Removal {
    private final Map<Long, EnumMap<RowTable, Longs>> byJob = new HashMap<>();

    void add(long jobId, RowTable table, long id) {
        of(jobId, table).add(id);
    }

    void addAll(long jobId, RowTable table, Longs ids) {
        for (int i = 0; i < ids.size(); i++) {
            of(jobId, table).add(ids.get(i));
        }
    }

    long[] ids(long jobId, RowTable table) {
        return of(jobId, table).toArray();
    }

    private Longs of(long jobId, RowTable table) {
        return byJob.computeIfAbsent(jobId, id -> new EnumMap<>(RowTable.class))
                .computeIfAbsent(table, t -> new Longs());
    }
}
