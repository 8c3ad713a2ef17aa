package io.ocellus.vector.storage.expressions;

/** What is done to an integer before it is compared. Wraps on overflow; dividing by zero is refused when the expression is bound. */
record IntegerArithmetic(Operator operator, long operand) {
    static final IntegerArithmetic NONE = new IntegerArithmetic(Operator.NONE, 0);

    enum Operator {
        NONE,
        ADD,
        SUBTRACT,
        MULTIPLY,
        DIVIDE,
        MODULO;

        static Operator of(String symbol) {
            return switch (symbol) {
                case "+" -> ADD;
                case "-" -> SUBTRACT;
                case "*" -> MULTIPLY;
                case "/" -> DIVIDE;
                case "%" -> MODULO;
                default -> throw new IllegalArgumentException("no arithmetic operator: " + symbol);
            };
        }
    }

    long apply(long value) {
        return switch (operator) {
            case NONE -> value;
            case ADD -> value + operand;
            case SUBTRACT -> value - operand;
            case MULTIPLY -> value * operand;
            case DIVIDE -> value / operand;
            case MODULO -> value % operand;
        };
    }
}
