package io.ocellus.vector.storage.query;

import io.ocellus.vector.storage.RowFilter;
import io.ocellus.vector.storage.columns.Column;
import io.ocellus.vector.storage.columns.ColumnBatch;
import io.ocellus.vector.storage.columns.Keys;
import io.ocellus.vector.storage.columns.PickedColumns;
import io.ocellus.vector.storage.columns.PickedColumns.Picks;
import io.ocellus.vector.storage.columns.RowSet;
import io.ocellus.vector.storage.schema.CollectionSchema;
import io.ocellus.vector.storage.schema.FieldSchema;
import io.ocellus.vector.storage.segments.RowBlock;
import io.ocellus.vector.storage.segments.SealedSegment;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which rows of a unit are visible and match the filter. A filter on keys looks them up instead of scanning. */
final class Selection {
    private Selection() {}

    static RowSet of(Unit unit, CollectionSchema schema, Optional<RowFilter> filter) {
        RowBlock block = unit.block();
        if (filter.isEmpty()) {
            RowSet visible = unit.visible();
            return visible == null ? RowSet.all(block.rowCount()) : visible;
        }
        RowFilter given = filter.get();
        Optional<Keys> keys = given.keys();
        if (keys.isPresent()) {
            RowSet found = find(block, keys.get());
            hide(unit, found);
            return given.keysOnly() || found.isEmpty() ? found : narrowed(block, schema, given, found);
        }
        RowSet matching = given.evaluate(block);
        hide(unit, matching);
        return matching;
    }

    private static void hide(Unit unit, RowSet rows) {
        if (rows.isEmpty()) {
            return;
        }
        RowSet visible = unit.visible();
        if (visible != null) {
            rows.and(visible);
        }
    }

    private static RowSet find(RowBlock block, Keys keys) {
        RowSet found = RowSet.none(block.rowCount());
        switch (keys) {
            case Keys.Longs(long[] values) -> {
                Column.Longs column = (Column.Longs) block.keys();
                if (block instanceof SealedSegment sealed) {
                    for (long key : values) {
                        for (int row = sealed.lowerBound(key);
                                row < block.rowCount() && column.get(row) == key;
                                row++) {
                            found.add(row);
                        }
                    }
                } else {
                    Set<Long> wanted = new HashSet<>();
                    for (long key : values) {
                        wanted.add(key);
                    }
                    long only = values.length == 1 ? values[0] : 0;
                    for (int row = 0; row < block.rowCount(); row++) {
                        if (values.length == 1 ? column.get(row) == only : wanted.contains(column.get(row))) {
                            found.add(row);
                        }
                    }
                }
            }
            case Keys.Texts(List<String> values) -> {
                Column.Texts column = (Column.Texts) block.keys();
                if (block instanceof SealedSegment sealed) {
                    for (String key : values) {
                        for (int row = sealed.lowerBound(key);
                                row < block.rowCount() && column.get(row).equals(key);
                                row++) {
                            found.add(row);
                        }
                    }
                } else {
                    Set<String> wanted = new HashSet<>(values);
                    for (int row = 0; row < block.rowCount(); row++) {
                        if (wanted.contains(column.get(row))) {
                            found.add(row);
                        }
                    }
                }
            }
        }
        return found;
    }

    private static RowSet narrowed(RowBlock block, CollectionSchema schema, RowFilter filter, RowSet found) {
        int[] rows = new int[found.count()];
        int n = 0;
        for (int row = found.next(0); row >= 0; row = found.next(row + 1)) {
            rows[n++] = row;
        }
        List<FieldSchema> fields = schema.fields().stream()
                .filter(field -> filter.fields().contains(field.id()))
                .toList();
        ColumnBatch batch = PickedColumns.batch(fields, List.of(block), Picks.of(rows));
        RowSet matching = filter.evaluate(batch);
        RowSet result = RowSet.none(block.rowCount());
        for (int i = 0; i < rows.length; i++) {
            if (matching.contains(i)) {
                result.add(rows[i]);
            }
        }
        return result;
    }
}
