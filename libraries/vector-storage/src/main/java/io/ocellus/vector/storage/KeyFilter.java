package io.ocellus.vector.storage;

import io.ocellus.vector.storage.columns.Column;
import io.ocellus.vector.storage.columns.ColumnSource;
import io.ocellus.vector.storage.columns.Keys;
import io.ocellus.vector.storage.columns.RowSet;
import io.ocellus.vector.storage.schema.FieldSchema;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The rows of those keys. */
public record KeyFilter(FieldSchema key, Keys wanted) implements RowFilter {
    @Override
    public Set<Integer> fields() {
        return Set.of(key.id());
    }

    @Override
    public RowSet evaluate(ColumnSource rows) {
        RowSet found = RowSet.none(rows.rowCount());
        Column column = rows.column(key.id()).orElseThrow();
        switch (wanted) {
            case Keys.Longs(long[] values) -> {
                Set<Long> keys = new HashSet<>();
                for (long value : values) {
                    keys.add(value);
                }
                for (int row = 0; row < rows.rowCount(); row++) {
                    if (keys.contains(((Column.Longs) column).get(row))) {
                        found.add(row);
                    }
                }
            }
            case Keys.Texts texts -> {
                Set<String> keys = new HashSet<>(texts.values());
                for (int row = 0; row < rows.rowCount(); row++) {
                    if (keys.contains(((Column.Texts) column).get(row))) {
                        found.add(row);
                    }
                }
            }
        }
        return found;
    }

    @Override
    public Optional<Keys> keys() {
        return Optional.of(wanted);
    }

    @Override
    public boolean keysOnly() {
        return true;
    }
}
