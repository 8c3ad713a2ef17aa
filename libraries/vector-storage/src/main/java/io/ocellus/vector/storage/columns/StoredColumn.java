package io.ocellus.vector.storage.columns;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.ocellus.vector.index.ExactSearch;
import io.ocellus.vector.index.Hits;
import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.schema.DataType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Columns read in place from bytes that {@link ColumnWriter} wrote: in a log record, a checkpoint or a mapped segment file, all in one
 * layout, little-endian. Header of 24 bytes (type, rows, flags, extra, bytes), null bitmap where flagged, padding to 64, values. Values of
 * variable length are rows + 1 offsets (int) and the bytes after them.
 */
public final class StoredColumn {
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final int HEADER = 24;
    static final int HAS_NULLS = 1;

    private StoredColumn() {}

    static long valuesOffset(int rows, boolean nulls) {
        long end = HEADER + (nulls ? 8L * ((rows + 63) >>> 6) : 0);
        return (end + 63) & -64L;
    }

    /** How many bytes the column at the segment's start takes. */
    public static long bytes(MemorySegment segment) {
        return segment.get(LONG, 16);
    }

    /** Reads the header; {@link Failure.Broken} where it makes no sense. The column lives as long as the segment. */
    public static Column open(MemorySegment segment) {
        try {
            Block block = new Block(segment);
            DataType type = DataType.ofCode(segment.get(INT, 0))
                    .orElseThrow(() -> new Failure.Broken("a stored column has the type " + segment.get(INT, 0), null));
            return switch (type) {
                case BOOL -> new StoredBooleans(block);
                case INT8, INT16, INT32, INT64 -> new StoredLongs(type, block);
                case FLOAT, DOUBLE -> new StoredDoubles(type, block);
                case VARCHAR -> new StoredTexts(block);
                case JSON -> new StoredDocuments(block);
                case ARRAY ->
                    new StoredArrays(
                            DataType.ofCode(block.extra)
                                    .orElseThrow(
                                            () -> new Failure.Broken("a stored array of type " + block.extra, null)),
                            block);
                case FLOAT_VECTOR -> new StoredVectors(block.extra, block);
                default -> throw new Failure.Broken("a stored column has the type " + type, null);
            };
        } catch (IndexOutOfBoundsException e) {
            throw new Failure.Broken("a stored column is cut short", e);
        }
    }

    private static final class Block {
        final int rows;
        final int extra;
        final boolean nulls;
        final MemorySegment segment;
        final long values;

        Block(MemorySegment whole) {
            this.rows = whole.get(INT, 4);
            this.nulls = (whole.get(INT, 8) & HAS_NULLS) != 0;
            this.extra = whole.get(INT, 12);
            this.segment = whole.asSlice(0, whole.get(LONG, 16));
            this.values = valuesOffset(rows, nulls);
        }

        boolean isNull(int row) {
            return nulls && (segment.get(JAVA_BYTE, HEADER + (row >>> 3)) >>> (row & 7) & 1) != 0;
        }

        /** The bytes of a value of variable length. */
        byte[] slice(int row) {
            int from = segment.get(INT, values + 4L * row);
            int to = segment.get(INT, values + 4L * row + 4);
            byte[] bytes = new byte[to - from];
            MemorySegment.copy(segment, JAVA_BYTE, values + 4L * (rows + 1) + from, bytes, 0, bytes.length);
            return bytes;
        }

        MemorySegment sliceSegment(int row) {
            int from = segment.get(INT, values + 4L * row);
            int to = segment.get(INT, values + 4L * row + 4);
            return segment.asSlice(values + 4L * (rows + 1) + from, to - from);
        }
    }

    private record StoredBooleans(Block block) implements Column.Booleans {
        @Override
        public int size() {
            return block.rows;
        }

        @Override
        public boolean hasNulls() {
            return block.nulls;
        }

        @Override
        public boolean isNull(int row) {
            return block.isNull(row);
        }

        @Override
        public boolean get(int row) {
            return block.segment.get(JAVA_BYTE, block.values + row) != 0;
        }
    }

    private record StoredLongs(DataType type, Block block) implements Column.Longs {
        @Override
        public int size() {
            return block.rows;
        }

        @Override
        public boolean hasNulls() {
            return block.nulls;
        }

        @Override
        public boolean isNull(int row) {
            return block.isNull(row);
        }

        @Override
        public long get(int row) {
            return switch (type) {
                case INT8 -> block.segment.get(JAVA_BYTE, block.values + row);
                case INT16 -> block.segment.get(SHORT, block.values + 2L * row);
                case INT32 -> block.segment.get(INT, block.values + 4L * row);
                default -> block.segment.get(LONG, block.values + 8L * row);
            };
        }
    }

    private record StoredDoubles(DataType type, Block block) implements Column.Doubles {
        @Override
        public int size() {
            return block.rows;
        }

        @Override
        public boolean hasNulls() {
            return block.nulls;
        }

        @Override
        public boolean isNull(int row) {
            return block.isNull(row);
        }

        @Override
        public double get(int row) {
            return type == DataType.FLOAT
                    ? block.segment.get(FLOAT, block.values + 4L * row)
                    : block.segment.get(DOUBLE, block.values + 8L * row);
        }
    }

    private record StoredTexts(Block block) implements Column.Texts {
        @Override
        public int size() {
            return block.rows;
        }

        @Override
        public boolean hasNulls() {
            return block.nulls;
        }

        @Override
        public boolean isNull(int row) {
            return block.isNull(row);
        }

        @Override
        public String get(int row) {
            return new String(block.slice(row), StandardCharsets.UTF_8);
        }
    }

    private record StoredDocuments(Block block) implements Column.Documents {
        @Override
        public int size() {
            return block.rows;
        }

        @Override
        public boolean hasNulls() {
            return block.nulls;
        }

        @Override
        public boolean isNull(int row) {
            return block.isNull(row);
        }

        @Override
        public byte[] get(int row) {
            return block.slice(row);
        }
    }

    private record StoredArrays(DataType elementType, Block block) implements Column.Arrays {
        @Override
        public int size() {
            return block.rows;
        }

        @Override
        public boolean hasNulls() {
            return block.nulls;
        }

        @Override
        public boolean isNull(int row) {
            return block.isNull(row);
        }

        @Override
        public ArrayValue get(int row) {
            return array(elementType, block.sliceSegment(row));
        }
    }

    private static ArrayValue array(DataType elementType, MemorySegment value) {
        if (elementType == DataType.BOOL) {
            boolean[] values = new boolean[(int) value.byteSize()];
            for (int i = 0; i < values.length; i++) {
                values[i] = value.get(JAVA_BYTE, i) != 0;
            }
            return new ArrayValue.Booleans(values);
        }
        if (elementType.isNumeric()) {
            int length = (int) (value.byteSize() / 8);
            if (elementType.isInteger()) {
                long[] values = new long[length];
                MemorySegment.copy(value, LONG, 0, values, 0, length);
                return new ArrayValue.Longs(values);
            }
            double[] values = new double[length];
            MemorySegment.copy(value, DOUBLE, 0, values, 0, length);
            return new ArrayValue.Doubles(values);
        }
        List<String> texts = new ArrayList<>();
        long at = 0;
        while (at < value.byteSize()) {
            byte[] text = new byte[value.get(INT, at)];
            MemorySegment.copy(value, JAVA_BYTE, at + 4, text, 0, text.length);
            texts.add(new String(text, StandardCharsets.UTF_8));
            at += 4 + text.length;
        }
        return new ArrayValue.Texts(texts);
    }

    private record StoredVectors(int dimension, Block block) implements Column.Vectors, SearchableVectors {
        @Override
        public int size() {
            return block.rows;
        }

        @Override
        public boolean hasNulls() {
            return block.nulls;
        }

        @Override
        public boolean isNull(int row) {
            return block.isNull(row);
        }

        @Override
        public void copy(int row, float[] target, int offset) {
            MemorySegment.copy(block.segment, FLOAT, block.values + 4L * dimension * row, target, offset, dimension);
        }

        @Override
        public Hits[] search(
                Metric metric, float[] queries, int count, int k, int rows, Acceptance accepted, float[] limits) {
            return new ExactSearch(metric, dimension, block.segment.asSlice(block.values), rows)
                    .search(queries, count, k, accepted, limits);
        }
    }
}
