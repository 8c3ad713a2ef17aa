package io.ocellus.vector.storage.columns;

import io.ocellus.vector.storage.schema.DataType;

/**
 * The values of one field for rows 0 to {@link #size()} - 1, read only. Implementations lie in the heap ({@link HeapColumns}), in a growing
 * segment or in a mapped file. A value of a null row is unspecified: ask {@link #isNull} first where {@link #hasNulls}.
 */
public sealed interface Column {
    DataType type();

    int size();

    /** False guarantees that no row is null. */
    boolean hasNulls();

    boolean isNull(int row);

    /** BOOL. */
    non-sealed interface Booleans extends Column {
        boolean get(int row);

        @Override
        default DataType type() {
            return DataType.BOOL;
        }
    }

    /** INT8, INT16, INT32 and INT64. */
    non-sealed interface Longs extends Column {
        long get(int row);
    }

    /** FLOAT (widened exactly) and DOUBLE. */
    non-sealed interface Doubles extends Column {
        double get(int row);
    }

    /** VARCHAR. */
    non-sealed interface Texts extends Column {
        String get(int row);

        @Override
        default DataType type() {
            return DataType.VARCHAR;
        }
    }

    /** JSON, also the dynamic field: a document as UTF-8. */
    non-sealed interface Documents extends Column {
        byte[] get(int row);

        @Override
        default DataType type() {
            return DataType.JSON;
        }
    }

    /** ARRAY. */
    non-sealed interface Arrays extends Column {
        DataType elementType();

        ArrayValue get(int row);

        @Override
        default DataType type() {
            return DataType.ARRAY;
        }
    }

    /** FLOAT_VECTOR. */
    non-sealed interface Vectors extends Column {
        int dimension();

        /** Copies one row's components to {@code target} from {@code offset} on. */
        void copy(int row, float[] target, int offset);

        @Override
        default DataType type() {
            return DataType.FLOAT_VECTOR;
        }
    }
}
