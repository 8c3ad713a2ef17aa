package io.ocellus.vector.storage.expressions;

import io.ocellus.vector.storage.schema.DataType;

/** Which constants a type takes, and as what. */
final class Casting {
    private Casting() {}

    static Value to(DataType type, Value value) {
        if (type == DataType.JSON
                || (type == DataType.ARRAY && value instanceof Value.Items)
                || (type.isText() && value instanceof Value.Text)
                || (type == DataType.BOOL && value instanceof Value.Bool)
                || (type.isInteger() && value instanceof Value.Int)) {
            return value;
        }
        if (type.isFloating() && value.isNumber()) {
            // A FLOAT field holds the nearest float of 0.1, so 0.1 must mean the same.
            return new Value.Real(type == DataType.FLOAT ? (float) value.toDouble() : value.toDouble());
        }
        throw new InvalidExpression("cannot cast value to " + type.label() + ", value: " + value.print());
    }

    static Value bound(DataType type, Value value) {
        if (type == DataType.BOOL) {
            throw new InvalidExpression("invalid range operations on boolean expr");
        }
        boolean fits = type == DataType.JSON
                ? value.isNumber() || value instanceof Value.Text
                : type.isText()
                        ? value instanceof Value.Text
                        : type.isInteger() ? value instanceof Value.Int : value.isNumber();
        if (!fits) {
            throw new InvalidExpression("invalid range operations");
        }
        return to(type, value);
    }

    static boolean comparable(DataType left, DataType right) {
        if (left == DataType.JSON) {
            return true;
        }
        if (left == DataType.BOOL) {
            return right == DataType.BOOL || right == DataType.JSON;
        }
        if (left.isNumeric()) {
            return right.isNumeric() || right == DataType.JSON;
        }
        return left.isText() && (right.isText() || right == DataType.JSON);
    }

    static boolean calculable(DataType left, DataType right) {
        if (left.isInteger()) {
            return right.isInteger() || right == DataType.JSON;
        }
        if (left.isFloating()) {
            return right.isNumeric() || right == DataType.JSON;
        }
        return left == DataType.JSON && right.isNumeric();
    }
}
