package io.ocellus.vector.storage.expressions;

/** Operations on constants, done once when the expression is bound. */
final class Folding {
    private Folding() {}

    static Value arithmetic(String symbol, Value left, Value right) {
        String name = switch (symbol) {
            case "+" -> "add";
            case "-" -> "subtract";
            case "*" -> "multiply";
            case "/" -> "divide";
            default -> "modulo";
        };
        if (symbol.equals("%") && !(left instanceof Value.Int && right instanceof Value.Int)) {
            throw new InvalidExpression("modulo can only apply on integer");
        }
        for (Value value : new Value[] {left, right}) {
            if (!value.isNumber()) {
                String kind = value instanceof Value.Bool ? "bool" : value instanceof Value.Text ? "string" : "array";
                throw new InvalidExpression(name + " cannot apply on " + kind + " field");
            }
        }
        boolean divides = symbol.equals("/") || symbol.equals("%");
        if (divides && right.toDouble() == 0) {
            throw new InvalidExpression("cannot " + name + " by zero");
        }
        IntegerArithmetic.Operator operator = IntegerArithmetic.Operator.of(symbol);
        return left instanceof Value.Int(long a) && right instanceof Value.Int(long b)
                ? new Value.Int(new IntegerArithmetic(operator, b).apply(a))
                : new Value.Real(RealTest.calculate(operator, left.toDouble(), right.toDouble()));
    }

    static Value power(Value left, Value right) {
        if (!left.isNumber() || !right.isNumber()) {
            throw new InvalidExpression("power can only apply on constants");
        }
        double result = Math.pow(left.toDouble(), right.toDouble());
        boolean whole = left instanceof Value.Int && right instanceof Value.Int(long exponent) && exponent >= 0;
        return whole && Math.abs(result) < 0x1p63 ? new Value.Int((long) result) : new Value.Real(result);
    }

    static Value negative(Value value) {
        return switch (value) {
            case Value.Int(long integer) -> new Value.Int(-integer);
            case Value.Real(double real) -> new Value.Real(-real);
            case Value.Bool ignored -> throw unexpectedMinus();
            case Value.Text ignored -> throw unexpectedMinus();
            case Value.Items ignored -> throw unexpectedMinus();
            case Value.Other ignored -> throw unexpectedMinus();
        };
    }

    private static InvalidExpression unexpectedMinus() {
        return new InvalidExpression("unexpected op: - can only apply on numbers");
    }

    static Value compare(Comparison comparison, Value left, Value right, String text) {
        boolean alike = (left.isNumber() && right.isNumber())
                || (left instanceof Value.Text && right instanceof Value.Text)
                || (left instanceof Value.Bool
                        && right instanceof Value.Bool
                        && (comparison == Comparison.EQUAL || comparison == Comparison.NOT_EQUAL));
        if (!alike) {
            throw new InvalidExpression(
                    "comparison operations cannot be applied to two incompatible operands: " + text);
        }
        return new Value.Bool(new ValueTest.Compare(comparison, right).test(left));
    }

    static boolean truth(Value value, String operator) {
        if (value instanceof Value.Bool(boolean truth)) {
            return truth;
        }
        throw new InvalidExpression("'" + operator + "' can only be used between boolean expressions");
    }
}
