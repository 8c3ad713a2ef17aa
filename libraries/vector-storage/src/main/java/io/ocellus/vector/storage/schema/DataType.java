package io.ocellus.vector.storage.schema;

import java.util.Arrays;
import java.util.Optional;

/** The types of Milvus 2.6 with their codes on the wire. A type that {@link #stored()} denies is known by name only. */
public enum DataType {
    BOOL(1, "Bool"),
    INT8(2, "Int8"),
    INT16(3, "Int16"),
    INT32(4, "Int32"),
    INT64(5, "Int64"),
    FLOAT(10, "Float"),
    DOUBLE(11, "Double"),
    STRING(20, "String"),
    VARCHAR(21, "VarChar"),
    ARRAY(22, "Array"),
    JSON(23, "JSON"),
    GEOMETRY(24, "Geometry"),
    TEXT(25, "Text"),
    TIMESTAMPTZ(26, "Timestamptz"),
    BINARY_VECTOR(100, "BinaryVector"),
    FLOAT_VECTOR(101, "FloatVector"),
    FLOAT16_VECTOR(102, "Float16Vector"),
    BFLOAT16_VECTOR(103, "BFloat16Vector"),
    SPARSE_FLOAT_VECTOR(104, "SparseFloatVector"),
    INT8_VECTOR(105, "Int8Vector"),
    ARRAY_OF_VECTOR(106, "ArrayOfVector"),
    ARRAY_OF_STRUCT(200, "ArrayOfStruct"),
    STRUCT(201, "Struct");

    private final int code;
    private final String label;

    DataType(int code, String label) {
        this.code = code;
        this.label = label;
    }

    /** The code in Milvus' protocol. */
    public int code() {
        return code;
    }

    /** The name in Milvus' messages and REST bodies. */
    public String label() {
        return label;
    }

    public static Optional<DataType> ofCode(int code) {
        return Arrays.stream(values()).filter(type -> type.code == code).findFirst();
    }

    public static Optional<DataType> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(type -> type.label.equalsIgnoreCase(label))
                .findFirst();
    }

    /** Whether fields of this type can be created today. */
    public boolean stored() {
        return switch (this) {
            case BOOL, INT8, INT16, INT32, INT64, FLOAT, DOUBLE, VARCHAR, ARRAY, JSON, FLOAT_VECTOR -> true;
            case STRING,
                    GEOMETRY,
                    TEXT,
                    TIMESTAMPTZ,
                    BINARY_VECTOR,
                    FLOAT16_VECTOR,
                    BFLOAT16_VECTOR,
                    SPARSE_FLOAT_VECTOR,
                    INT8_VECTOR,
                    ARRAY_OF_VECTOR,
                    ARRAY_OF_STRUCT,
                    STRUCT -> false;
        };
    }

    public boolean isInteger() {
        return this == INT8 || this == INT16 || this == INT32 || this == INT64;
    }

    public boolean isFloating() {
        return this == FLOAT || this == DOUBLE;
    }

    public boolean isNumeric() {
        return isInteger() || isFloating();
    }

    public boolean isText() {
        return this == VARCHAR || this == STRING || this == TEXT;
    }

    public boolean isVector() {
        return code >= BINARY_VECTOR.code && code <= ARRAY_OF_VECTOR.code;
    }

    /** The smallest value of an integer type. */
    public long minimum() {
        return switch (this) {
            case INT8 -> Byte.MIN_VALUE;
            case INT16 -> Short.MIN_VALUE;
            case INT32 -> Integer.MIN_VALUE;
            default -> Long.MIN_VALUE;
        };
    }

    /** The largest value of an integer type. */
    public long maximum() {
        return switch (this) {
            case INT8 -> Byte.MAX_VALUE;
            case INT16 -> Short.MAX_VALUE;
            case INT32 -> Integer.MAX_VALUE;
            default -> Long.MAX_VALUE;
        };
    }
}
