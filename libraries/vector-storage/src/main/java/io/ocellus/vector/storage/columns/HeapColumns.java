package io.ocellus.vector.storage.columns;

import io.ocellus.vector.storage.schema.DataType;
import java.util.BitSet;
import java.util.List;

/** Columns over plain arrays. They keep the arrays they are given: whoever hands one over must not change it any more. */
public final class HeapColumns {
    private static final BitSet NONE = new BitSet(0);

    private HeapColumns() {}

    /** For columns without nulls. */
    public static BitSet noNulls() {
        return (BitSet) NONE.clone();
    }

    public static Column.Booleans booleans(boolean[] values, BitSet nulls) {
        return new BooleanArray(values, nulls);
    }

    public static Column.Longs longs(DataType type, long[] values, BitSet nulls) {
        return new LongArray(type, values, nulls);
    }

    public static Column.Longs longs(long... values) {
        return new LongArray(DataType.INT64, values, NONE);
    }

    public static Column.Doubles doubles(DataType type, double[] values, BitSet nulls) {
        return new DoubleArray(type, values, nulls);
    }

    public static Column.Texts texts(String[] values, BitSet nulls) {
        return new TextArray(values, nulls);
    }

    public static Column.Texts texts(String... values) {
        return new TextArray(values, NONE);
    }

    public static Column.Documents documents(byte[][] values, BitSet nulls) {
        return new DocumentArray(values, nulls);
    }

    public static Column.Arrays arrays(DataType elementType, List<ArrayValue> values, BitSet nulls) {
        return new ArrayArray(elementType, List.copyOf(values), nulls);
    }

    /** {@code flat} holds {@code dimension} components a row; a null row holds any. */
    public static Column.Vectors vectors(int dimension, float[] flat, BitSet nulls) {
        return new FlatVectors(dimension, flat, nulls);
    }

    public static Column.Vectors vectors(int dimension, float[] flat) {
        return new FlatVectors(dimension, flat, NONE);
    }

    private record BooleanArray(boolean[] values, BitSet nulls) implements Column.Booleans {
        @Override
        public int size() {
            return values.length;
        }

        @Override
        public boolean hasNulls() {
            return !nulls.isEmpty();
        }

        @Override
        public boolean isNull(int row) {
            return nulls.get(row);
        }

        @Override
        public boolean get(int row) {
            return values[row];
        }
    }

    private record LongArray(DataType type, long[] values, BitSet nulls) implements Column.Longs {
        @Override
        public int size() {
            return values.length;
        }

        @Override
        public boolean hasNulls() {
            return !nulls.isEmpty();
        }

        @Override
        public boolean isNull(int row) {
            return nulls.get(row);
        }

        @Override
        public long get(int row) {
            return values[row];
        }
    }

    private record DoubleArray(DataType type, double[] values, BitSet nulls) implements Column.Doubles {
        @Override
        public int size() {
            return values.length;
        }

        @Override
        public boolean hasNulls() {
            return !nulls.isEmpty();
        }

        @Override
        public boolean isNull(int row) {
            return nulls.get(row);
        }

        @Override
        public double get(int row) {
            return values[row];
        }
    }

    private record TextArray(String[] values, BitSet nulls) implements Column.Texts {
        @Override
        public int size() {
            return values.length;
        }

        @Override
        public boolean hasNulls() {
            return !nulls.isEmpty();
        }

        @Override
        public boolean isNull(int row) {
            return nulls.get(row);
        }

        @Override
        public String get(int row) {
            return values[row];
        }
    }

    private record DocumentArray(byte[][] values, BitSet nulls) implements Column.Documents {
        @Override
        public int size() {
            return values.length;
        }

        @Override
        public boolean hasNulls() {
            return !nulls.isEmpty();
        }

        @Override
        public boolean isNull(int row) {
            return nulls.get(row);
        }

        @Override
        public byte[] get(int row) {
            return values[row];
        }
    }

    private record ArrayArray(DataType elementType, List<ArrayValue> values, BitSet nulls) implements Column.Arrays {
        @Override
        public int size() {
            return values.size();
        }

        @Override
        public boolean hasNulls() {
            return !nulls.isEmpty();
        }

        @Override
        public boolean isNull(int row) {
            return nulls.get(row);
        }

        @Override
        public ArrayValue get(int row) {
            return values.get(row);
        }
    }

    private record FlatVectors(int dimension, float[] flat, BitSet nulls) implements Column.Vectors {
        @Override
        public int size() {
            return flat.length / dimension;
        }

        @Override
        public boolean hasNulls() {
            return !nulls.isEmpty();
        }

        @Override
        public boolean isNull(int row) {
            return nulls.get(row);
        }

        @Override
        public void copy(int row, float[] target, int offset) {
            System.arraycopy(flat, row * dimension, target, offset, dimension);
        }
    }
}
