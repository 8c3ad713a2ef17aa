package io.ocellus.vector.storage.expressions;

import java.util.Arrays;

/** A condition on a floating-point number. A comparison with NaN holds only for {@code !=}. */
sealed interface RealTest {
    boolean test(double value);

    record Compare(Comparison comparison, double with) implements RealTest {
        @Override
        public boolean test(double value) {
            return comparison.holds(value, with);
        }
    }

    record Between(double low, boolean lowIncluded, double high, boolean highIncluded) implements RealTest {
        @Override
        public boolean test(double value) {
            return (lowIncluded ? value >= low : value > low) && (highIncluded ? value <= high : value < high);
        }
    }

    record In(double[] sorted) implements RealTest {
        @Override
        public boolean test(double value) {
            return Arrays.binarySearch(sorted, value == 0 ? 0.0 : value) >= 0;
        }
    }

    record Calculated(IntegerArithmetic.Operator operator, double operand, Comparison comparison, double with)
            implements RealTest {
        @Override
        public boolean test(double value) {
            return comparison.holds(calculate(operator, value, operand), with);
        }
    }

    static double calculate(IntegerArithmetic.Operator operator, double value, double operand) {
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
