package io.ocellus.vector.storage.columns;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.schema.DataType;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** Writes a column in the layout of {@link StoredColumn}. Stateless. */
public final class ColumnWriter {
    private ColumnWriter() {}

    /** How many bytes {@link #write} will take; texts are measured, so this costs a pass. */
    public static long size(Column column) {
        int rows = column.size();
        long values = StoredColumn.valuesOffset(rows, column.hasNulls());
        long size = values
                + switch (column) {
                    case Column.Booleans c -> rows;
                    case Column.Longs c -> (long) rows * width(c.type());
                    case Column.Doubles c -> (long) rows * width(c.type());
                    case Column.Vectors c -> 4L * rows * c.dimension();
                    case Column.Texts c -> 4L * (rows + 1) + variableBytes(c);
                    case Column.Documents c -> 4L * (rows + 1) + variableBytes(c);
                    case Column.Arrays c -> 4L * (rows + 1) + variableBytes(c);
                };
        return (size + 7) & -8L;
    }

    private static int width(DataType type) {
        return switch (type) {
            case INT8 -> 1;
            case INT16 -> 2;
            case INT32, FLOAT -> 4;
            default -> 8;
        };
    }

    private static long variableBytes(Column column) {
        long bytes = 0;
        for (int row = 0; row < column.size(); row++) {
            bytes += valueBytes(column, row);
        }
        if (bytes > Integer.MAX_VALUE) {
            throw new Failure.Exhausted("a column of " + bytes + " bytes does not fit into one segment");
        }
        return bytes;
    }

    /** How many bytes the values of one row take. */
    public static int rowBytes(Column column, int row) {
        return column instanceof Column.Vectors vectors ? 4 * vectors.dimension() : valueBytes(column, row);
    }

    private static int valueBytes(Column column, int row) {
        if (column.isNull(row)) {
            return 0;
        }
        return switch (column) {
            case Column.Texts c -> utf8Length(c.get(row));
            case Column.Documents c -> c.get(row).length;
            case Column.Arrays c -> arrayBytes(c.get(row));
            case Column.Booleans c -> 1;
            case Column.Longs c -> width(c.type());
            case Column.Doubles c -> width(c.type());
            case Column.Vectors c -> 4 * c.dimension();
        };
    }

    private static int arrayBytes(ArrayValue value) {
        return switch (value) {
            case ArrayValue.Booleans v -> v.length();
            case ArrayValue.Longs v -> 8 * v.length();
            case ArrayValue.Doubles v -> 8 * v.length();
            case ArrayValue.Texts v ->
                v.values().stream().mapToInt(text -> 4 + utf8Length(text)).sum();
        };
    }

    /** The length as UTF-8, without making the bytes; a lone surrogate becomes one byte, as {@code String.getBytes} does. */
    public static int utf8Length(String text) {
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                length++;
            } else if (c < 0x800) {
                length += 2;
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                length += 4;
                i++;
            } else {
                length += Character.isSurrogate(c) ? 1 : 3;
            }
        }
        return length;
    }

    /** Writes the column to the start of {@code target} and returns how many bytes it took. */
    public static long write(Column column, MemorySegment target) {
        int rows = column.size();
        boolean nulls = column.hasNulls();
        target.set(StoredColumn.INT, 0, column.type().code());
        target.set(StoredColumn.INT, 4, rows);
        target.set(StoredColumn.INT, 8, nulls ? StoredColumn.HAS_NULLS : 0);
        if (nulls) {
            writeNulls(column, target);
        }
        long at = StoredColumn.valuesOffset(rows, nulls);
        int extra = 0;
        switch (column) {
            case Column.Booleans c -> {
                for (int row = 0; row < rows; row++) {
                    target.set(JAVA_BYTE, at + row, (byte) (c.get(row) ? 1 : 0));
                }
                at += rows;
            }
            case Column.Longs c -> at = writeLongs(c, target, at);
            case Column.Doubles c -> at = writeDoubles(c, target, at);
            case Column.Vectors c -> {
                extra = c.dimension();
                at = writeVectors(c, target, at);
            }
            case Column.Texts c -> at = writeVariable(c, target, at);
            case Column.Documents c -> at = writeVariable(c, target, at);
            case Column.Arrays c -> {
                extra = c.elementType().code();
                at = writeVariable(c, target, at);
            }
        }
        at = (at + 7) & -8L;
        target.set(StoredColumn.INT, 12, extra);
        target.set(StoredColumn.LONG, 16, at);
        return at;
    }

    private static void writeNulls(Column column, MemorySegment target) {
        long word = 0;
        int rows = column.size();
        for (int row = 0; row < rows; row++) {
            if (column.isNull(row)) {
                word |= 1L << row;
            }
            if ((row & 63) == 63 || row == rows - 1) {
                target.set(StoredColumn.LONG, StoredColumn.HEADER + 8L * (row >>> 6), word);
                word = 0;
            }
        }
    }

    private static long writeLongs(Column.Longs column, MemorySegment target, long at) {
        int rows = column.size();
        int width = width(column.type());
        for (int row = 0; row < rows; row++) {
            long value = column.get(row);
            switch (width) {
                case 1 -> target.set(JAVA_BYTE, at + row, (byte) value);
                case 2 -> target.set(StoredColumn.SHORT, at + 2L * row, (short) value);
                case 4 -> target.set(StoredColumn.INT, at + 4L * row, (int) value);
                default -> target.set(StoredColumn.LONG, at + 8L * row, value);
            }
        }
        return at + (long) rows * width;
    }

    private static long writeDoubles(Column.Doubles column, MemorySegment target, long at) {
        int rows = column.size();
        boolean narrow = column.type() == DataType.FLOAT;
        for (int row = 0; row < rows; row++) {
            if (narrow) {
                target.set(StoredColumn.FLOAT, at + 4L * row, (float) column.get(row));
            } else {
                target.set(StoredColumn.DOUBLE, at + 8L * row, column.get(row));
            }
        }
        return at + (narrow ? 4L : 8L) * rows;
    }

    private static long writeVectors(Column.Vectors column, MemorySegment target, long at) {
        int dimension = column.dimension();
        float[] row = new float[dimension];
        for (int i = 0; i < column.size(); i++) {
            column.copy(i, row, 0);
            MemorySegment.copy(row, 0, target, StoredColumn.FLOAT, at + 4L * dimension * i, dimension);
        }
        return at + 4L * dimension * column.size();
    }

    private static long writeVariable(Column column, MemorySegment target, long at) {
        int rows = column.size();
        long data = at + 4L * (rows + 1);
        int offset = 0;
        for (int row = 0; row < rows; row++) {
            target.set(StoredColumn.INT, at + 4L * row, offset);
            if (!column.isNull(row)) {
                offset += writeValue(column, row, target, data + offset);
            }
        }
        target.set(StoredColumn.INT, at + 4L * rows, offset);
        return data + offset;
    }

    private static int writeValue(Column column, int row, MemorySegment target, long at) {
        return switch (column) {
            case Column.Texts c -> writeBytes(c.get(row).getBytes(StandardCharsets.UTF_8), target, at);
            case Column.Documents c -> writeBytes(c.get(row), target, at);
            case Column.Arrays c -> writeArray(c.get(row), target, at);
            case Column.Booleans c -> throw new IllegalStateException("fixed length");
            case Column.Longs c -> throw new IllegalStateException("fixed length");
            case Column.Doubles c -> throw new IllegalStateException("fixed length");
            case Column.Vectors c -> throw new IllegalStateException("fixed length");
        };
    }

    private static int writeBytes(byte[] bytes, MemorySegment target, long at) {
        MemorySegment.copy(bytes, 0, target, JAVA_BYTE, at, bytes.length);
        return bytes.length;
    }

    private static int writeArray(ArrayValue value, MemorySegment target, long at) {
        return switch (value) {
            case ArrayValue.Booleans(boolean[] values) -> {
                for (int i = 0; i < values.length; i++) {
                    target.set(JAVA_BYTE, at + i, (byte) (values[i] ? 1 : 0));
                }
                yield values.length;
            }
            case ArrayValue.Longs(long[] values) -> {
                MemorySegment.copy(values, 0, target, StoredColumn.LONG, at, values.length);
                yield 8 * values.length;
            }
            case ArrayValue.Doubles(double[] values) -> {
                MemorySegment.copy(values, 0, target, StoredColumn.DOUBLE, at, values.length);
                yield 8 * values.length;
            }
            case ArrayValue.Texts(var values) -> {
                int written = 0;
                for (String text : values) {
                    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                    target.set(StoredColumn.INT, at + written, bytes.length);
                    written += 4 + writeBytes(bytes, target, at + written + 4);
                }
                yield written;
            }
        };
    }
}
