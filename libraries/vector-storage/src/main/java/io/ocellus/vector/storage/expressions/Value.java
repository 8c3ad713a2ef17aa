package io.ocellus.vector.storage.expressions;

import io.ocellus.vector.storage.schema.DataType;
import java.util.List;

/** A constant of the language, a bound template value, or a value found in a JSON document or an array. Immutable. */
public sealed interface Value {
    record Bool(boolean value) implements Value {}

    record Int(long value) implements Value {}

    record Real(double value) implements Value {}

    record Text(String value) implements Value {}

    record Items(List<Value> values) implements Value {
        public Items {
            values = List.copyOf(values);
        }
    }

    /** A JSON object or null inside an array: equal to nothing. */
    record Other() implements Value {}

    /** The type that Milvus gives the constant in its messages. */
    default DataType type() {
        return switch (this) {
            case Bool ignored -> DataType.BOOL;
            case Int ignored -> DataType.INT64;
            case Real ignored -> DataType.DOUBLE;
            case Text ignored -> DataType.VARCHAR;
            case Items ignored -> DataType.ARRAY;
            case Other ignored -> DataType.JSON;
        };
    }

    /** The constant as Milvus prints it in its messages. */
    default String print() {
        return switch (this) {
            case Bool bool -> "bool_val:" + bool.value();
            case Int integer -> "int64_val:" + integer.value();
            case Real real -> "float_val:" + real.value();
            case Text text -> "string_val:\"" + text.value() + "\"";
            case Items items -> "array_val:{" + items.values().size() + " elements}";
            case Other ignored -> "null";
        };
    }

    default boolean isNumber() {
        return this instanceof Int || this instanceof Real;
    }

    /** The number as a double; only for numbers. */
    default double toDouble() {
        return this instanceof Int integer ? integer.value() : ((Real) this).value();
    }

    /** Equality by value: 1 equals 1.0, arrays equal element by element, other kinds never equal each other. */
    default boolean sameAs(Value other) {
        if (isNumber() && other.isNumber()) {
            return Ordering.numbers(this, other) == 0;
        }
        return switch (this) {
            case Bool bool -> other instanceof Bool(boolean value) && bool.value() == value;
            case Text text ->
                other instanceof Text(String value) && text.value().equals(value);
            case Items items -> other instanceof Items(List<Value> values) && sameItems(items.values(), values);
            case Int ignored -> false;
            case Real ignored -> false;
            case Other ignored -> false;
        };
    }

    private static boolean sameItems(List<Value> left, List<Value> right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!left.get(i).sameAs(right.get(i))) {
                return false;
            }
        }
        return true;
    }
}
