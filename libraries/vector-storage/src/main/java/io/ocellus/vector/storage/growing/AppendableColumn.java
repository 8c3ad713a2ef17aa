package io.ocellus.vector.storage.growing;

import io.ocellus.vector.index.GrowingVectors;
import io.ocellus.vector.index.Hits;
import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.storage.columns.ArrayValue;
import io.ocellus.vector.storage.columns.Column;
import io.ocellus.vector.storage.columns.PickedColumns;
import io.ocellus.vector.storage.columns.SearchableVectors;
import io.ocellus.vector.storage.schema.DataType;
import io.ocellus.vector.storage.schema.FieldSchema;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * A column of fixed capacity, filled by one thread from the start and read by others up to the row count that the block publishes after
 * each append.
 */
abstract class AppendableColumn {
    private final int capacity;
    private final long[] nulls;
    private volatile boolean anyNull;

    private AppendableColumn(int capacity) {
        this.capacity = capacity;
        this.nulls = new long[(capacity + 63) >>> 6];
    }

    static AppendableColumn of(FieldSchema field, int capacity, Arena arena) {
        return switch (field.type()) {
            case BOOL -> new Booleans(capacity);
            case INT8, INT16, INT32, INT64 -> new Longs(field.type(), capacity);
            case FLOAT, DOUBLE -> new Doubles(field.type(), capacity);
            case VARCHAR -> new Texts(capacity);
            case JSON -> new Documents(capacity);
            case ARRAY -> new Arrays(field.elementType().orElseThrow(), capacity);
            case FLOAT_VECTOR -> new Vectors(field.dimension(), capacity, arena);
            default -> throw new IllegalStateException("no column of type " + field.type());
        };
    }

    abstract Column column();

    /** Copies {@code count} rows of the source from {@code from} on to the rows from {@code at} on. */
    final void append(FieldSchema field, Optional<Column> given, int from, int count, int at) {
        Column source = given.isPresent() ? given.get() : PickedColumns.absent(field, from + count);
        for (int i = 0; i < count; i++) {
            if (source.hasNulls() && source.isNull(from + i)) {
                nulls[(at + i) >>> 6] |= 1L << (at + i);
                anyNull = true;
            } else {
                set(at + i, source, from + i);
            }
        }
    }

    abstract void set(int row, Column source, int from);

    public int size() {
        return capacity;
    }

    public boolean hasNulls() {
        return anyNull;
    }

    public boolean isNull(int row) {
        return (nulls[row >>> 6] >>> row & 1) != 0;
    }

    private static final class Booleans extends AppendableColumn implements Column.Booleans {
        private final boolean[] values;

        Booleans(int capacity) {
            super(capacity);
            this.values = new boolean[capacity];
        }

        @Override
        Column column() {
            return this;
        }

        @Override
        void set(int row, Column source, int from) {
            values[row] = ((Column.Booleans) source).get(from);
        }

        @Override
        public boolean get(int row) {
            return values[row];
        }
    }

    private static final class Longs extends AppendableColumn implements Column.Longs {
        private final DataType type;
        private final long[] values;

        Longs(DataType type, int capacity) {
            super(capacity);
            this.type = type;
            this.values = new long[capacity];
        }

        @Override
        Column column() {
            return this;
        }

        @Override
        void set(int row, Column source, int from) {
            values[row] = ((Column.Longs) source).get(from);
        }

        @Override
        public DataType type() {
            return type;
        }

        @Override
        public long get(int row) {
            return values[row];
        }
    }

    private static final class Doubles extends AppendableColumn implements Column.Doubles {
        private final DataType type;
        private final double[] values;

        Doubles(DataType type, int capacity) {
            super(capacity);
            this.type = type;
            this.values = new double[capacity];
        }

        @Override
        Column column() {
            return this;
        }

        @Override
        void set(int row, Column source, int from) {
            values[row] = ((Column.Doubles) source).get(from);
        }

        @Override
        public DataType type() {
            return type;
        }

        @Override
        public double get(int row) {
            return values[row];
        }
    }

    private static final class Texts extends AppendableColumn implements Column.Texts {
        private final String[] values;

        Texts(int capacity) {
            super(capacity);
            this.values = new String[capacity];
        }

        @Override
        Column column() {
            return this;
        }

        @Override
        void set(int row, Column source, int from) {
            values[row] = ((Column.Texts) source).get(from);
        }

        @Override
        public String get(int row) {
            return values[row];
        }
    }

    private static final class Documents extends AppendableColumn implements Column.Documents {
        private final byte[][] values;

        Documents(int capacity) {
            super(capacity);
            this.values = new byte[capacity][];
        }

        @Override
        Column column() {
            return this;
        }

        @Override
        void set(int row, Column source, int from) {
            values[row] = ((Column.Documents) source).get(from);
        }

        @Override
        public byte[] get(int row) {
            return values[row];
        }
    }

    private static final class Arrays extends AppendableColumn implements Column.Arrays {
        private final DataType elementType;
        private final ArrayValue[] values;

        Arrays(DataType elementType, int capacity) {
            super(capacity);
            this.elementType = elementType;
            this.values = new ArrayValue[capacity];
        }

        @Override
        Column column() {
            return this;
        }

        @Override
        void set(int row, Column source, int from) {
            values[row] = ((Column.Arrays) source).get(from);
        }

        @Override
        public DataType elementType() {
            return elementType;
        }

        @Override
        public ArrayValue get(int row) {
            return values[row];
        }
    }

    /** Outside the heap, so that a block of vectors costs the collector nothing; coded as they come, for their search. */
    private static final class Vectors extends AppendableColumn implements Column.Vectors, SearchableVectors {
        private static final ValueLayout.OfFloat FLOAT =
                ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
        private final GrowingVectors vectors;
        private final float[] row;

        Vectors(int dimension, int capacity, Arena arena) {
            super(capacity);
            this.vectors = new GrowingVectors(dimension, capacity, arena);
            this.row = new float[dimension];
        }

        @Override
        Column column() {
            return this;
        }

        @Override
        void set(int at, Column source, int from) {
            ((Column.Vectors) source).copy(from, row, 0);
            vectors.set(at, row);
        }

        @Override
        public int dimension() {
            return vectors.dimension();
        }

        @Override
        public void copy(int from, float[] target, int offset) {
            int dimension = vectors.dimension();
            MemorySegment.copy(vectors.rows(), FLOAT, 4L * dimension * from, target, offset, dimension);
        }

        @Override
        public Hits[] search(
                Metric metric, float[] queries, int count, int k, int rows, Acceptance accepted, float[] limits) {
            return vectors.search(metric, queries, count, k, rows, accepted, limits);
        }
    }
}
