package io.ocellus.vector.storage.node;

import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.columns.ArrayValue;
import io.ocellus.vector.storage.columns.Column;
import io.ocellus.vector.storage.columns.ColumnBatch;
import io.ocellus.vector.storage.columns.ColumnWriter;
import io.ocellus.vector.storage.columns.HeapColumns;
import io.ocellus.vector.storage.columns.PickedColumns;
import io.ocellus.vector.storage.columns.PickedColumns.Picks;
import io.ocellus.vector.storage.schema.CollectionSchema;
import io.ocellus.vector.storage.schema.DataType;
import io.ocellus.vector.storage.schema.FieldSchema;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks a batch against its schema and completes it: every field present, in the order of the schema. Stateless. */
final class Rows {
    private static final int MOST_JSON_BYTES = 65_536;
    private static final byte[] EMPTY_DOCUMENT = "{}".getBytes(StandardCharsets.UTF_8);

    private Rows() {}

    /** @param generated the key column where keys are generated */
    static ColumnBatch complete(CollectionSchema schema, ColumnBatch given, java.util.Optional<Column> generated) {
        if (given.rowCount() == 0) {
            throw new Failure.Invalid("the insert carries no rows");
        }
        for (Integer id : given.columns().keySet()) {
            if (schema.field(id).isEmpty()) {
                throw new Failure.Invalid("the collection has no field " + id);
            }
        }
        Map<Integer, Column> columns = new LinkedHashMap<>();
        for (FieldSchema field : schema.fields()) {
            Column column = field.primaryKey() && generated.isPresent() ? generated.get() : completed(field, given);
            check(field, column);
            columns.put(field.id(), column);
        }
        return new ColumnBatch(given.rowCount(), columns);
    }

    private static Column completed(FieldSchema field, ColumnBatch given) {
        int rows = given.rowCount();
        Column column = given.columns().get(field.id());
        if (column == null) {
            if (field.dynamic()) {
                byte[][] documents = new byte[rows][];
                Arrays.fill(documents, EMPTY_DOCUMENT);
                return HeapColumns.documents(documents, HeapColumns.noNulls());
            }
            if (field.nullable() || field.defaultValue().isPresent()) {
                return PickedColumns.absent(field, rows);
            }
            throw new Failure.Invalid(
                    "the field " + field.name() + " is missing: it has neither a default nor is it nullable");
        }
        if (column.type() != field.type()) {
            throw new Failure.Invalid(
                    "the field " + field.name() + " is of type " + field.type().label() + ", the data of type "
                            + column.type().label());
        }
        if (!column.hasNulls()) {
            return column;
        }
        if (field.defaultValue().isPresent()) {
            return withDefaults(field, given);
        }
        if (!field.nullable()) {
            throw new Failure.Invalid("the field " + field.name() + " is not nullable, but a row holds null");
        }
        return column;
    }

    private static Column withDefaults(FieldSchema field, ColumnBatch given) {
        int rows = given.rowCount();
        Column column = java.util.Objects.requireNonNull(given.columns().get(field.id()));
        ColumnBatch defaults = new ColumnBatch(rows, Map.of(field.id(), PickedColumns.absent(field, rows)));
        int[] sources = new int[rows];
        int[] picked = new int[rows];
        for (int row = 0; row < rows; row++) {
            sources[row] = column.isNull(row) ? 1 : 0;
            picked[row] = row;
        }
        return PickedColumns.copy(field, List.of(given, defaults), new Picks(sources, picked));
    }

    private static void check(FieldSchema field, Column column) {
        switch (column) {
            case Column.Booleans c -> {}
            case Column.Longs c -> checkLongs(field, c);
            case Column.Doubles c -> checkDoubles(field, c);
            case Column.Texts c -> checkTexts(field, c);
            case Column.Documents c -> {
                for (int row = 0; row < c.size(); row++) {
                    if (!(c.hasNulls() && c.isNull(row)) && c.get(row).length > MOST_JSON_BYTES) {
                        throw new Failure.Invalid("the length (" + c.get(row).length + ") of json field ("
                                + field.name() + ") exceeds max length (" + MOST_JSON_BYTES + ")");
                    }
                }
            }
            case Column.Arrays c -> checkArrays(field, c);
            case Column.Vectors c -> checkVectors(field, c);
        }
    }

    private static void checkLongs(FieldSchema field, Column.Longs column) {
        if (field.type() == DataType.INT64) {
            return;
        }
        for (int row = 0; row < column.size(); row++) {
            long value = column.get(row);
            if (value < field.type().minimum() || value > field.type().maximum()) {
                throw new Failure.Invalid("the " + row + "th element (" + value + ") of the field " + field.name()
                        + " is out of range: [" + field.type().minimum() + ", "
                        + field.type().maximum() + "]");
            }
        }
    }

    private static void checkDoubles(FieldSchema field, Column.Doubles column) {
        for (int row = 0; row < column.size(); row++) {
            if (!Double.isFinite(column.get(row))) {
                throw new Failure.Invalid("the value " + column.get(row) + " of the field " + field.name() + " in row "
                        + row + " is not a number or infinite");
            }
        }
    }

    private static void checkTexts(FieldSchema field, Column.Texts column) {
        for (int row = 0; row < column.size(); row++) {
            if (column.hasNulls() && column.isNull(row)) {
                continue;
            }
            String text = column.get(row);
            if (text.length() * 3L > field.maxLength() && ColumnWriter.utf8Length(text) > field.maxLength()) {
                throw new Failure.Invalid(
                        "length of varchar field " + field.name() + " exceeds max length, row number: " + row
                                + ", length: " + ColumnWriter.utf8Length(text) + ", max length: " + field.maxLength());
            }
        }
    }

    private static void checkArrays(FieldSchema field, Column.Arrays column) {
        DataType elements = field.elementType().orElse(DataType.INT64);
        for (int row = 0; row < column.size(); row++) {
            if (column.hasNulls() && column.isNull(row)) {
                continue;
            }
            ArrayValue value = column.get(row);
            if (value.length() > field.maxCapacity()) {
                throw new Failure.Invalid("the length (" + value.length() + ") of the array in row " + row
                        + " of the field " + field.name() + " exceeds max capacity (" + field.maxCapacity() + ")");
            }
            boolean fits = switch (value) {
                case ArrayValue.Booleans v -> elements == DataType.BOOL || v.length() == 0;
                case ArrayValue.Longs v ->
                    v.length() == 0
                            || (elements.isInteger()
                                    && Arrays.stream(v.values())
                                            .allMatch(x -> x >= elements.minimum() && x <= elements.maximum()));
                case ArrayValue.Doubles v -> elements.isFloating() || v.length() == 0;
                case ArrayValue.Texts v -> elements == DataType.VARCHAR || v.length() == 0;
            };
            if (!fits) {
                throw new Failure.Invalid("the array in row " + row + " of the field " + field.name()
                        + " holds a value that is no " + elements.label());
            }
            if (value instanceof ArrayValue.Texts(List<String> texts)) {
                for (String text : texts) {
                    if (ColumnWriter.utf8Length(text) > field.maxLength()) {
                        throw new Failure.Invalid("a text in the array of row " + row + " of the field " + field.name()
                                + " exceeds max length (" + field.maxLength() + ")");
                    }
                }
            }
        }
    }

    private static void checkVectors(FieldSchema field, Column.Vectors column) {
        if (column.dimension() != field.dimension()) {
            throw new Failure.Invalid("the dim (" + column.dimension() + ") of field data(" + field.name()
                    + ") is not equal to schema dim (" + field.dimension() + ")");
        }
        float[] vector = new float[field.dimension()];
        for (int row = 0; row < column.size(); row++) {
            column.copy(row, vector, 0);
            float sum = 0;
            for (float x : vector) {
                sum += x * 0f;
            }
            if (sum != 0f || Float.isNaN(sum)) {
                throw new Failure.Invalid("value of the vector field " + field.name() + " in row " + row
                        + " is not a number or infinite");
            }
        }
    }
}
