package io.ocellus.vector.storage.expressions;

import io.ocellus.vector.storage.expressions.IntegerArithmetic.Operator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A condition on one value of any kind: an element of an array, a place in a JSON document, a text. */
sealed interface ValueTest {
    boolean test(Value value);

    default boolean testText(String text) {
        return test(new Value.Text(text));
    }

    /** Whether it holds where a JSON document has no such place. */
    default boolean ofMissing() {
        return false;
    }

    /** A value of another kind than the constant is unequal to it and neither less nor greater. */
    record Compare(Comparison comparison, Value with) implements ValueTest {
        @Override
        public boolean test(Value value) {
            if (value.isNumber() && with.isNumber()) {
                int order = Ordering.numbers(value, with);
                return order == Ordering.UNORDERED ? comparison == Comparison.NOT_EQUAL : comparison.holds(order);
            }
            if (value instanceof Value.Text(String text) && with instanceof Value.Text) {
                return testText(text);
            }
            return switch (comparison) {
                case EQUAL -> value.sameAs(with);
                case NOT_EQUAL -> !value.sameAs(with);
                case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> false;
            };
        }

        @Override
        public boolean testText(String text) {
            if (!(with instanceof Value.Text(String wanted))) {
                return comparison == Comparison.NOT_EQUAL;
            }
            return switch (comparison) {
                case EQUAL -> wanted.equals(text);
                case NOT_EQUAL -> !wanted.equals(text);
                case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> comparison.holds(Ordering.texts(text, wanted));
            };
        }

        @Override
        public boolean ofMissing() {
            return comparison == Comparison.NOT_EQUAL;
        }
    }

    record Between(Value low, boolean lowIncluded, Value high, boolean highIncluded) implements ValueTest {
        @Override
        public boolean test(Value value) {
            return new Compare(lowIncluded ? Comparison.GREATER_OR_EQUAL : Comparison.GREATER, low).test(value)
                    && new Compare(highIncluded ? Comparison.LESS_OR_EQUAL : Comparison.LESS, high).test(value);
        }
    }

    /** In a list; texts and whole numbers by hash, the rest one by one. */
    record In(Set<String> texts, Set<Long> integers, List<Value> others) implements ValueTest {
        static In of(List<Value> values) {
            Set<String> texts = new HashSet<>();
            Set<Long> integers = new HashSet<>();
            for (Value value : values) {
                if (value instanceof Value.Text(String text)) {
                    texts.add(text);
                } else if (value instanceof Value.Int(long integer)) {
                    integers.add(integer);
                }
            }
            List<Value> others = values.stream()
                    .filter(value -> !(value instanceof Value.Text) && !(value instanceof Value.Int))
                    .toList();
            return new In(Set.copyOf(texts), Set.copyOf(integers), others);
        }

        @Override
        public boolean test(Value value) {
            if (value instanceof Value.Text(String text)) {
                return texts.contains(text);
            }
            if (value instanceof Value.Int(long integer) && integers.contains(integer)) {
                return true;
            }
            if (value instanceof Value.Real(double real)
                    && real == Math.rint(real)
                    && Math.abs(real) < 0x1p53
                    && integers.contains((long) real)) {
                return true;
            }
            return others.stream().anyMatch(value::sameAs);
        }

        @Override
        public boolean testText(String text) {
            return texts.contains(text);
        }
    }

    record Like(LikePattern pattern) implements ValueTest {
        @Override
        public boolean test(Value value) {
            return value instanceof Value.Text(String text) && pattern.matches(text);
        }

        @Override
        public boolean testText(String text) {
            return pattern.matches(text);
        }
    }

    /** Whole numbers stay whole as long as both are. */
    record Calculated(Operator operator, Value operand, Comparison comparison, Value with) implements ValueTest {
        @Override
        public boolean test(Value value) {
            if (!value.isNumber()) {
                return false;
            }
            Value result = value instanceof Value.Int(long a) && operand instanceof Value.Int(long b)
                    ? new Value.Int(new IntegerArithmetic(operator, b).apply(a))
                    : new Value.Real(RealTest.calculate(operator, value.toDouble(), operand.toDouble()));
            return new Compare(comparison, with).test(result);
        }
    }

    /** An array with at least one of the values. */
    record ContainsAny(List<Value> values) implements ValueTest {
        @Override
        public boolean test(Value value) {
            return value instanceof Value.Items(List<Value> items)
                    && items.stream().anyMatch(item -> values.stream().anyMatch(item::sameAs));
        }
    }

    /** An array with each of the values. */
    record ContainsAll(List<Value> values) implements ValueTest {
        @Override
        public boolean test(Value value) {
            return value instanceof Value.Items(List<Value> items)
                    && values.stream().allMatch(wanted -> items.stream().anyMatch(wanted::sameAs));
        }
    }

    /** An array whose length compares so. */
    record Length(Comparison comparison, long with) implements ValueTest {
        @Override
        public boolean test(Value value) {
            return value instanceof Value.Items(List<Value> items)
                    && comparison.holds(Long.compare(items.size(), with));
        }
    }

    record StartsWith(String prefix) implements ValueTest {
        @Override
        public boolean test(Value value) {
            return value instanceof Value.Text(String text) && text.startsWith(prefix);
        }
    }
}
