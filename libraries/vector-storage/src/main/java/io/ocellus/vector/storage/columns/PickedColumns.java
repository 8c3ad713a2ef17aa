package io.ocellus.vector.storage.columns;

import io.ocellus.vector.storage.schema.DataType;
import io.ocellus.vector.storage.schema.FieldSchema;
import io.ocellus.vector.storage.schema.Scalar;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Copies picked rows of several sources into heap columns: what an answer carries, what goes into a log record, how a batch is cut. A source
 * that lacks the field gives its default or null.
 */
public final class PickedColumns {
    private PickedColumns() {}

    /** Where row {@code i} of the result comes from: row {@code rows[i]} of source {@code sources[i]}. */
    public record Picks(int[] sources, int[] rows) {
        public int size() {
            return rows.length;
        }

        public static Picks range(int from, int count) {
            int[] rows = new int[count];
            for (int i = 0; i < count; i++) {
                rows[i] = from + i;
            }
            return new Picks(new int[count], rows);
        }

        public static Picks of(int[] rows) {
            return new Picks(new int[rows.length], rows);
        }
    }

    public static Column copy(FieldSchema field, List<? extends ColumnSource> from, Picks picks) {
        Column[] columns = new Column[from.size()];
        for (int i = 0; i < columns.length; i++) {
            Optional<Column> column = from.get(i).column(field.id());
            columns[i] = column.isPresent()
                    ? column.get()
                    : ConstantColumn.of(field, from.get(i).rowCount());
        }
        return copy(field.type(), field.elementType().orElse(DataType.INT64), field.dimension(), columns, picks);
    }

    static Column copy(DataType type, DataType elementType, int dimension, Column[] columns, Picks picks) {
        int size = picks.size();
        BitSet nulls = new BitSet();
        for (int i = 0; i < size; i++) {
            Column column = columns[picks.sources[i]];
            if (column.hasNulls() && column.isNull(picks.rows[i])) {
                nulls.set(i);
            }
        }
        return switch (type) {
            case BOOL -> {
                boolean[] values = new boolean[size];
                for (int i = 0; i < size; i++) {
                    values[i] = !nulls.get(i) && ((Column.Booleans) columns[picks.sources[i]]).get(picks.rows[i]);
                }
                yield HeapColumns.booleans(values, nulls);
            }
            case INT8, INT16, INT32, INT64 -> {
                long[] values = new long[size];
                for (int i = 0; i < size; i++) {
                    values[i] = nulls.get(i) ? 0 : ((Column.Longs) columns[picks.sources[i]]).get(picks.rows[i]);
                }
                yield HeapColumns.longs(type, values, nulls);
            }
            case FLOAT, DOUBLE -> {
                double[] values = new double[size];
                for (int i = 0; i < size; i++) {
                    values[i] = nulls.get(i) ? 0 : ((Column.Doubles) columns[picks.sources[i]]).get(picks.rows[i]);
                }
                yield HeapColumns.doubles(type, values, nulls);
            }
            case VARCHAR -> {
                String[] values = new String[size];
                for (int i = 0; i < size; i++) {
                    values[i] = nulls.get(i) ? "" : ((Column.Texts) columns[picks.sources[i]]).get(picks.rows[i]);
                }
                yield HeapColumns.texts(values, nulls);
            }
            case JSON -> {
                byte[][] values = new byte[size][];
                for (int i = 0; i < size; i++) {
                    values[i] = nulls.get(i)
                            ? new byte[0]
                            : ((Column.Documents) columns[picks.sources[i]]).get(picks.rows[i]);
                }
                yield HeapColumns.documents(values, nulls);
            }
            case ARRAY -> {
                ArrayValue[] values = new ArrayValue[size];
                for (int i = 0; i < size; i++) {
                    values[i] = nulls.get(i)
                            ? new ArrayValue.Longs(new long[0])
                            : ((Column.Arrays) columns[picks.sources[i]]).get(picks.rows[i]);
                }
                yield HeapColumns.arrays(elementType, List.of(values), nulls);
            }
            case FLOAT_VECTOR -> {
                float[] flat = new float[Math.multiplyExact(size, dimension)];
                for (int i = 0; i < size; i++) {
                    if (!nulls.get(i)) {
                        ((Column.Vectors) columns[picks.sources[i]]).copy(picks.rows[i], flat, i * dimension);
                    }
                }
                yield HeapColumns.vectors(dimension, flat, nulls);
            }
            default -> throw new IllegalStateException("no column of type " + type);
        };
    }

    /** A column that has the same value in every row: the field's default, else null. */
    static final class ConstantColumn {
        private ConstantColumn() {}

        static Column of(FieldSchema field, int rows) {
            BitSet nulls = new BitSet();
            if (field.defaultValue().isEmpty()) {
                nulls.set(0, rows);
            }
            Optional<Scalar> value = field.defaultValue();
            return switch (field.type()) {
                case BOOL -> {
                    boolean[] values = new boolean[rows];
                    java.util.Arrays.fill(
                            values, value.isPresent() && value.get() instanceof Scalar.Bool(boolean v) && v);
                    yield HeapColumns.booleans(values, nulls);
                }
                case INT8, INT16, INT32, INT64 -> {
                    long[] values = new long[rows];
                    java.util.Arrays.fill(
                            values, value.isPresent() && value.get() instanceof Scalar.Int(long v) ? v : 0);
                    yield HeapColumns.longs(field.type(), values, nulls);
                }
                case FLOAT, DOUBLE -> {
                    double[] values = new double[rows];
                    java.util.Arrays.fill(
                            values, value.isPresent() && value.get() instanceof Scalar.Real(double v) ? v : 0);
                    yield HeapColumns.doubles(field.type(), values, nulls);
                }
                case VARCHAR -> {
                    String[] values = new String[rows];
                    java.util.Arrays.fill(
                            values, value.isPresent() && value.get() instanceof Scalar.Text(String v) ? v : "");
                    yield HeapColumns.texts(values, nulls);
                }
                case JSON -> {
                    byte[][] values = new byte[rows][];
                    java.util.Arrays.fill(
                            values,
                            value.isPresent() && value.get() instanceof Scalar.Json(byte[] v) ? v : new byte[0]);
                    yield HeapColumns.documents(values, nulls);
                }
                case ARRAY -> {
                    ArrayValue[] values = new ArrayValue[rows];
                    java.util.Arrays.fill(values, new ArrayValue.Longs(new long[0]));
                    yield HeapColumns.arrays(field.elementType().orElseThrow(), List.of(values), nulls);
                }
                case FLOAT_VECTOR ->
                    HeapColumns.vectors(
                            field.dimension(), new float[Math.multiplyExact(rows, field.dimension())], nulls);
                default -> throw new IllegalStateException("no column of type " + field.type());
            };
        }
    }

    /** As {@link #copy}, but vectors are read from their sources one by one instead of being copied: for large segments. */
    public static Column view(FieldSchema field, List<? extends ColumnSource> from, Picks picks) {
        if (field.type() != DataType.FLOAT_VECTOR) {
            return copy(field, from, picks);
        }
        Column.Vectors[] columns = new Column.Vectors[from.size()];
        for (int i = 0; i < columns.length; i++) {
            Optional<Column> column = from.get(i).column(field.id());
            columns[i] = (Column.Vectors)
                    (column.isPresent()
                            ? column.get()
                            : absent(field, from.get(i).rowCount()));
        }
        return new VectorView(field.dimension(), columns, picks);
    }

    private record VectorView(int dimension, Column.Vectors[] columns, Picks picks) implements Column.Vectors {
        @Override
        public int size() {
            return picks.size();
        }

        @Override
        public boolean hasNulls() {
            return java.util.Arrays.stream(columns).anyMatch(Column::hasNulls);
        }

        @Override
        public boolean isNull(int row) {
            Column.Vectors column = columns[picks.sources[row]];
            return column.hasNulls() && column.isNull(picks.rows[row]);
        }

        @Override
        public void copy(int row, float[] target, int offset) {
            columns[picks.sources[row]].copy(picks.rows[row], target, offset);
        }
    }

    /** The default of the field (or null) for that many rows. */
    public static Column absent(FieldSchema field, int rows) {
        return ConstantColumn.of(field, rows);
    }

    /** The picked rows of those fields, in memory. */
    public static ColumnBatch batch(List<FieldSchema> fields, List<? extends ColumnSource> from, Picks picks) {
        java.util.LinkedHashMap<Integer, Column> columns = new java.util.LinkedHashMap<>();
        for (FieldSchema field : fields) {
            columns.put(field.id(), copy(field, from, picks));
        }
        return new ColumnBatch(picks.size(), columns);
    }
}
