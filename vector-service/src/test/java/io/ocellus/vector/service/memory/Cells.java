package io.ocellus.vector.service.memory;

import io.ocellus.vector.storage.columns.ArrayValue;
import io.ocellus.vector.storage.columns.Column;
import io.ocellus.vector.storage.columns.HeapColumns;
import io.ocellus.vector.storage.columns.Keys;
import io.ocellus.vector.storage.schema.DataType;
import io.ocellus.vector.storage.schema.FieldSchema;
import io.ocellus.vector.storage.schema.Scalar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Single values out of columns and back. */
final class Cells {
    private Cells() {}

    static Object get(Column column, int row) {
        return switch (column) {
            case Column.Booleans booleans -> booleans.get(row);
            case Column.Longs longs -> longs.get(row);
            case Column.Doubles doubles -> doubles.get(row);
            case Column.Texts texts -> texts.get(row);
            case Column.Documents documents -> documents.get(row);
            case Column.Arrays arrays -> arrays.get(row);
            case Column.Vectors vectors -> {
                float[] vector = new float[vectors.dimension()];
                vectors.copy(row, vector, 0);
                yield vector;
            }
        };
    }

    static Object of(Scalar value, int row) {
        return switch (value) {
            case Scalar.Bool(boolean bool) -> bool;
            case Scalar.Int(long integer) -> integer;
            case Scalar.Real(double real) -> real;
            case Scalar.Text(String text) -> text;
            case Scalar.Json(byte[] document) -> document;
        };
    }

    static Keys keys(DataType type, List<Object> keys) {
        return type == DataType.INT64
                ? new Keys.Longs(keys.stream().mapToLong(key -> (Long) key).toArray())
                : new Keys.Texts(keys.stream().map(String::valueOf).toList());
    }

    static List<Object> list(Keys keys) {
        return switch (keys) {
            case Keys.Longs longs ->
                new ArrayList<>(Arrays.stream(longs.values()).boxed().toList());
            case Keys.Texts texts -> new ArrayList<>(texts.values());
        };
    }

    static Column column(FieldSchema field, List<Optional<Object>> cells) {
        int rows = cells.size();
        BitSet nulls = new BitSet();
        for (int row = 0; row < rows; row++) {
            nulls.set(row, cells.get(row).isEmpty());
        }
        return switch (field.type()) {
            case BOOL -> {
                boolean[] values = new boolean[rows];
                for (int row = 0; row < rows; row++) {
                    values[row] = (Boolean) cells.get(row).orElse(false);
                }
                yield HeapColumns.booleans(values, nulls);
            }
            case INT8, INT16, INT32, INT64 ->
                HeapColumns.longs(
                        field.type(),
                        cells.stream().mapToLong(cell -> (Long) cell.orElse(0L)).toArray(),
                        nulls);
            case FLOAT, DOUBLE ->
                HeapColumns.doubles(
                        field.type(),
                        cells.stream()
                                .mapToDouble(cell -> (Double) cell.orElse(0.0))
                                .toArray(),
                        nulls);
            case VARCHAR ->
                HeapColumns.texts(
                        cells.stream().map(cell -> (String) cell.orElse("")).toArray(String[]::new), nulls);
            case JSON ->
                HeapColumns.documents(
                        cells.stream()
                                .map(cell -> (byte[]) cell.orElse(new byte[] {'{', '}'}))
                                .toArray(byte[][]::new),
                        nulls);
            case ARRAY ->
                HeapColumns.arrays(
                        field.elementType().orElseThrow(),
                        cells.stream()
                                .map(cell -> (ArrayValue) cell.orElse(new ArrayValue.Longs(new long[0])))
                                .toList(),
                        nulls);
            default -> {
                float[] flat = new float[rows * field.dimension()];
                for (int row = 0; row < rows; row++) {
                    System.arraycopy(
                            (float[]) cells.get(row).orElseThrow(),
                            0,
                            flat,
                            row * field.dimension(),
                            field.dimension());
                }
                yield HeapColumns.vectors(field.dimension(), flat);
            }
        };
    }
}
