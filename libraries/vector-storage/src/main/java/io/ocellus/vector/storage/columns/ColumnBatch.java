package io.ocellus.vector.storage.columns;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Rows in memory, by field id. Every column has {@code rowCount} values. */
public record ColumnBatch(int rowCount, Map<Integer, Column> columns) implements ColumnSource {
    public ColumnBatch {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        for (Map.Entry<Integer, Column> column : columns.entrySet()) {
            if (column.getValue().size() != rowCount) {
                throw new IllegalArgumentException("field " + column.getKey() + " has "
                        + column.getValue().size() + " values for " + rowCount + " rows");
            }
        }
    }

    public static ColumnBatch empty() {
        return new ColumnBatch(0, Map.of());
    }

    @Override
    public Optional<Column> column(int fieldId) {
        return Optional.ofNullable(columns.get(fieldId));
    }
}
