package io.ocellus.vector.storage.expressions;

import io.ocellus.vector.storage.expressions.IntegerArithmetic.Operator;
import io.ocellus.vector.storage.schema.DataType;

/** Arithmetic and comparisons of what is bound already: which sides fit together, with Milvus' messages. Stateless. */
final class OperatorBinder {
    private OperatorBinder() {}

    static Bound arithmetic(String symbol, Bound left, Bound right) {
        if (left instanceof Bound.Constant(Value a) && right instanceof Bound.Constant(Value b)) {
            return new Bound.Constant(Folding.arithmetic(symbol, a, b));
        }
        if (left instanceof Bound.Field && right instanceof Bound.Field) {
            throw new InvalidExpression("not supported to do arithmetic operations between multiple fields");
        }
        boolean reversed = left instanceof Bound.Constant;
        Bound fieldSide = reversed ? right : left;
        Bound constantSide = reversed ? left : right;
        if (!(fieldSide instanceof Bound.Field field) || !(constantSide instanceof Bound.Constant(Value operand))) {
            throw new InvalidExpression("complicated arithmetic operations are not supported");
        }
        refuseWholeArray(field);
        if (reversed && !symbol.equals("+") && !symbol.equals("*")) {
            throw new InvalidExpression("module field is not yet supported");
        }
        DataType type = field.valueType();
        if (!Casting.calculable(type, operand.type())) {
            throw new InvalidExpression("'" + symbol + "' cannot perform arithmetic between " + type.label()
                    + " field and " + operand.type().label());
        }
        boolean wholeNumbers = (type.isInteger() || type == DataType.JSON) && operand instanceof Value.Int;
        if (symbol.equals("%") && !wholeNumbers) {
            throw new InvalidExpression("modulo can only apply on integer types");
        }
        if ((symbol.equals("/") || symbol.equals("%")) && operand.toDouble() == 0) {
            throw new InvalidExpression("division or modulus by zero");
        }
        // Arithmetic on FLOAT is done in doubles; only what is compared directly is narrowed.
        Value typed = type.isFloating() ? new Value.Real(operand.toDouble()) : operand;
        return new Bound.Calculation(field, Operator.of(symbol), typed);
    }

    static Bound comparison(Comparison comparison, Bound left, Bound right, Syntax.Binary text) {
        if (left instanceof Bound.Constant(Value a) && right instanceof Bound.Constant(Value b)) {
            return new Bound.Constant(Folding.compare(comparison, a, b, text.print()));
        }
        if (left instanceof Bound.Constant(Value constant)) {
            return new Bound.Condition(withConstant(comparison.swapped(), right, constant));
        }
        if (right instanceof Bound.Constant(Value constant)) {
            return new Bound.Condition(withConstant(comparison, left, constant));
        }
        if (!(left instanceof Bound.Field a) || !(right instanceof Bound.Field b)) {
            throw new InvalidExpression("only comparison between two fields is supported");
        }
        refuseWholeArray(a);
        refuseWholeArray(b);
        if (a.schema().type() == DataType.JSON || b.schema().type() == DataType.JSON) {
            throw new InvalidExpression("two column comparison with JSON type is not supported");
        }
        if (a.isArray() || b.isArray()) {
            throw new InvalidExpression("two column comparison with array elements is not supported");
        }
        if (!Casting.comparable(a.schema().type(), b.schema().type())) {
            throw incomparable(a, b);
        }
        return new Bound.Condition(
                new Predicate.TwoFields(a.schema().id(), b.schema().id(), comparison));
    }

    private static InvalidExpression incomparable(Bound left, Bound right) {
        return new InvalidExpression(
                "comparisons between " + left.typeName() + " and " + right.typeName() + " are not supported");
    }

    static void refuseWholeArray(Bound.Field field) {
        if (field.isWholeArray()) {
            throw new InvalidExpression("can not comparisons array fields directly");
        }
    }

    private static Predicate withConstant(Comparison comparison, Bound side, Value constant) {
        return switch (side) {
            case Bound.Field field -> {
                refuseWholeArray(field);
                if (!Casting.comparable(field.valueType(), constant.type())) {
                    throw incomparable(field, new Bound.Constant(constant));
                }
                yield Conditions.compare(field, comparison, Casting.to(field.valueType(), constant));
            }
            case Bound.Calculation calculation -> {
                DataType type = calculation.field().valueType();
                DataType wide = type == DataType.FLOAT ? DataType.DOUBLE : type;
                if (!Casting.comparable(wide, constant.type())) {
                    throw incomparable(calculation, new Bound.Constant(constant));
                }
                yield Conditions.calculated(calculation, comparison, Casting.to(wide, constant));
            }
            case Bound.Length length -> {
                Value value = Casting.to(DataType.INT64, constant);
                yield Conditions.tested(length.field(), new ValueTest.Length(comparison, ((Value.Int) value).value()));
            }
            case Bound.Condition ignored -> throw new InvalidExpression("not supported to combine multiple fields");
            case Bound.Sampling ignored -> throw new InvalidExpression("not supported to combine multiple fields");
            case Bound.Constant ignored ->
                throw new InvalidExpression("comparison operations cannot be applied to two incompatible operands");
        };
    }
}
