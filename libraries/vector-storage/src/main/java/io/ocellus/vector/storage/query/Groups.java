package io.ocellus.vector.storage.query;

import io.ocellus.vector.storage.SearchRequest;
import io.ocellus.vector.storage.columns.Column;
import io.ocellus.vector.storage.query.SearchRun.Hit;
import io.ocellus.vector.storage.schema.CollectionSchema;
import io.ocellus.vector.storage.schema.FieldSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The best rows of the best groups among sorted hits; rows without a value make one group. Confined to one thread. */
final class Groups {
    private final SearchRequest request;
    private final FieldSchema field;
    private final int size;
    private final Map<Integer, Column> columns = new HashMap<>();

    Groups(SearchRequest request, CollectionSchema schema, SearchRequest.Grouping grouping) {
        this.request = request;
        this.field = schema.field(grouping.field()).orElseThrow();
        this.size = grouping.size();
    }

    /** Group by group, the one with the nearest row first; a key is counted once. */
    List<Hit> best(List<Hit> hits, List<Unit> units) {
        SearchRun.sort(hits, units);
        int most = request.limit() + request.offset();
        Map<Optional<Object>, List<Hit>> groups = new LinkedHashMap<>();
        Set<Object> seen = new HashSet<>();
        int full = 0;
        for (Hit hit : hits) {
            if (full == most) {
                break;
            }
            Optional<Object> value = value(hit, units);
            List<Hit> group = groups.get(value);
            if (group == null) {
                if (groups.size() == most) {
                    continue;
                }
                group = new ArrayList<>();
                groups.put(value, group);
            }
            if (group.size() < size && seen.add(SearchRun.key(hit, units))) {
                group.add(hit);
                full += group.size() == size ? 1 : 0;
            }
        }
        return groups.values().stream()
                .skip(request.offset())
                .flatMap(List::stream)
                .toList();
    }

    private Optional<Object> value(Hit hit, List<Unit> units) {
        Column column = columns.computeIfAbsent(hit.unit(), number -> column(units.get(number)));
        if (column.hasNulls() && column.isNull(hit.row())) {
            return Optional.empty();
        }
        return Optional.of(
                switch (column) {
                    case Column.Booleans booleans -> booleans.get(hit.row());
                    case Column.Longs longs -> longs.get(hit.row());
                    case Column.Texts texts -> texts.get(hit.row());
                    default -> throw new IllegalStateException("no groups by " + field.type());
                });
    }

    private Column column(Unit unit) {
        return unit.block()
                .column(field.id())
                .orElseGet(() -> io.ocellus.vector.storage.columns.PickedColumns.absent(
                        field, unit.block().rowCount()));
    }
}
