package io.ocellus.vector.storage.expressions;

import io.ocellus.vector.storage.schema.DataType;
import io.ocellus.vector.storage.schema.FieldSchema;
import java.util.List;

/** A part of an expression that knows its field and type. */
sealed interface Bound {
    record Constant(Value value) implements Bound {}

    /** A field, a place in a JSON field, or an element of an array field. */
    record Field(FieldSchema schema, List<Syntax.Subscript> path) implements Bound {
        boolean isArray() {
            return schema.type() == DataType.ARRAY;
        }

        boolean isWholeArray() {
            return isArray() && path.isEmpty();
        }

        DataType elementType() {
            return schema.elementType().orElse(DataType.JSON);
        }

        /** The type of the value that is compared. */
        DataType valueType() {
            return isArray() && !path.isEmpty() ? elementType() : schema.type();
        }

        JsonPath jsonPath() {
            return new JsonPath(path.stream().map(Syntax.Subscript::key).toList());
        }
    }

    /** A field and one arithmetic step with a constant. */
    record Calculation(Field field, IntegerArithmetic.Operator operator, Value operand) implements Bound {}

    record Length(Field field) implements Bound {}

    record Condition(Predicate predicate) implements Bound {}

    /** Stands alone or last in a conjunction. */
    record Sampling(double share) implements Bound {}

    /** As Milvus names the type in its messages. */
    default String typeName() {
        return switch (this) {
            case Constant constant -> constant.value().type().label();
            case Field field ->
                field.isArray()
                        ? "Array[" + field.elementType().label() + "]"
                        : field.schema().type().label();
            case Calculation calculation -> calculation.field().typeName();
            case Length ignored -> DataType.INT64.label();
            case Condition ignored -> DataType.BOOL.label();
            case Sampling ignored -> DataType.BOOL.label();
        };
    }
}
