package io.ocellus.vector.storage.columns;

import io.ocellus.vector.storage.columns.PickedColumns.Picks;
import io.ocellus.vector.storage.schema.DataType;
import java.util.LinkedHashMap;
import java.util.Map;

/** Picked rows of one batch without a schema. */
public final class Slices {
    private Slices() {}

    public static ColumnBatch of(ColumnBatch rows, Picks picks) {
        Map<Integer, Column> columns = new LinkedHashMap<>();
        rows.columns().forEach((id, column) -> columns.put(id, of(column, picks)));
        return new ColumnBatch(picks.size(), columns);
    }

    static Column of(Column column, Picks picks) {
        DataType elements = column instanceof Column.Arrays arrays ? arrays.elementType() : DataType.INT64;
        int dimension = column instanceof Column.Vectors vectors ? vectors.dimension() : 0;
        return PickedColumns.copy(column.type(), elements, dimension, new Column[] {column}, picks);
    }
}
