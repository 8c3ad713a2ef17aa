package io.ocellus.vector.storage.columns;

import io.ocellus.vector.storage.schema.DataType;
import io.ocellus.vector.storage.schema.FieldSchema;
import io.ocellus.vector.storage.schema.Scalar;

/**
 * A column with one value in every row, in constant memory: what rows hold in a field that was added after they were written, its default
 * or null. Immutable.
 */
public final class RepeatedColumn {
    private RepeatedColumn() {}

    /** The field's default for so many rows, null where it has none. */
    public static Column of(FieldSchema field, int rows) {
        boolean absent = field.defaultValue().isEmpty();
        Scalar value = field.defaultValue().orElse(new Scalar.Bool(false));
        return switch (field.type()) {
            case BOOL -> new Booleans(rows, absent, value instanceof Scalar.Bool(boolean v) && v);
            case INT8, INT16, INT32, INT64 ->
                new Longs(field.type(), rows, absent, value instanceof Scalar.Int(long v) ? v : 0);
            case FLOAT, DOUBLE ->
                new Doubles(field.type(), rows, absent, value instanceof Scalar.Real(double v) ? v : 0);
            case VARCHAR -> new Texts(rows, absent, value instanceof Scalar.Text(String v) ? v : "");
            case JSON -> new Documents(rows, absent, value instanceof Scalar.Json(byte[] v) ? v : new byte[0]);
            case ARRAY -> new Arrays(field.elementType().orElseThrow(), rows, absent);
            default -> throw new IllegalStateException("a field of type " + field.type() + " cannot be added");
        };
    }

    private record Booleans(int size, boolean hasNulls, boolean value) implements Column.Booleans {
        @Override
        public boolean isNull(int row) {
            return hasNulls;
        }

        @Override
        public boolean get(int row) {
            return value;
        }
    }

    private record Longs(DataType type, int size, boolean hasNulls, long value) implements Column.Longs {
        @Override
        public boolean isNull(int row) {
            return hasNulls;
        }

        @Override
        public long get(int row) {
            return value;
        }
    }

    private record Doubles(DataType type, int size, boolean hasNulls, double value) implements Column.Doubles {
        @Override
        public boolean isNull(int row) {
            return hasNulls;
        }

        @Override
        public double get(int row) {
            return value;
        }
    }

    private record Texts(int size, boolean hasNulls, String value) implements Column.Texts {
        @Override
        public boolean isNull(int row) {
            return hasNulls;
        }

        @Override
        public String get(int row) {
            return value;
        }
    }

    private record Documents(int size, boolean hasNulls, byte[] value) implements Column.Documents {
        @Override
        public boolean isNull(int row) {
            return hasNulls;
        }

        @Override
        public byte[] get(int row) {
            return value;
        }
    }

    private record Arrays(DataType elementType, int size, boolean hasNulls) implements Column.Arrays {
        private static final ArrayValue NONE = new ArrayValue.Longs(new long[0]);

        @Override
        public boolean isNull(int row) {
            return hasNulls;
        }

        @Override
        public ArrayValue get(int row) {
            return NONE;
        }
    }
}
