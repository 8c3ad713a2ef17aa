package io.ocellus.vector.storage.expressions;

import io.ocellus.vector.storage.schema.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes the predicate that fits a field's kind: a column loop for plain fields, a value test for JSON places and array elements. */
final class Conditions {
    private Conditions() {}

    static Predicate compare(Bound.Field field, Comparison comparison, Value with) {
        int id = field.schema().id();
        if (isTested(field)) {
            return tested(field, new ValueTest.Compare(comparison, with));
        }
        DataType type = field.schema().type();
        if (type.isInteger()) {
            return integers(id, IntegerArithmetic.NONE, comparison, ((Value.Int) with).value());
        }
        if (type.isFloating()) {
            return new Predicate.Reals(id, new RealTest.Compare(comparison, with.toDouble()));
        }
        if (type == DataType.BOOL) {
            boolean wanted = ((Value.Bool) with).value();
            return switch (comparison) {
                case EQUAL -> new Predicate.Booleans(id, wanted);
                case NOT_EQUAL -> new Predicate.Booleans(id, !wanted);
                case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                    throw new InvalidExpression("invalid range operations on boolean expr");
            };
        }
        return new Predicate.Texts(id, new ValueTest.Compare(comparison, with));
    }

    static Predicate integers(int id, IntegerArithmetic arithmetic, Comparison comparison, long with) {
        long least = Long.MIN_VALUE;
        long most = Long.MAX_VALUE;
        return switch (comparison) {
            case EQUAL -> new Predicate.Integers(id, arithmetic, with, with);
            case NOT_EQUAL -> new Predicate.Not(new Predicate.Integers(id, arithmetic, with, with));
            case LESS ->
                with == least
                        ? new Predicate.Integers(id, arithmetic, most, least)
                        : new Predicate.Integers(id, arithmetic, least, with - 1);
            case LESS_OR_EQUAL -> new Predicate.Integers(id, arithmetic, least, with);
            case GREATER ->
                with == most
                        ? new Predicate.Integers(id, arithmetic, most, least)
                        : new Predicate.Integers(id, arithmetic, with + 1, most);
            case GREATER_OR_EQUAL -> new Predicate.Integers(id, arithmetic, with, most);
        };
    }

    static Predicate between(Bound.Field field, Value low, boolean lowIncluded, Value high, boolean highIncluded) {
        int id = field.schema().id();
        if (isTested(field) || field.schema().type().isText()) {
            ValueTest test = new ValueTest.Between(low, lowIncluded, high, highIncluded);
            return isTested(field) ? tested(field, test) : new Predicate.Texts(id, test);
        }
        if (field.schema().type().isInteger()) {
            long from = ((Value.Int) low).value();
            long to = ((Value.Int) high).value();
            boolean empty = (!lowIncluded && from == Long.MAX_VALUE) || (!highIncluded && to == Long.MIN_VALUE);
            return empty
                    ? new Predicate.Integers(id, IntegerArithmetic.NONE, 1, 0)
                    : new Predicate.Integers(
                            id, IntegerArithmetic.NONE, lowIncluded ? from : from + 1, highIncluded ? to : to - 1);
        }
        return new Predicate.Reals(
                id, new RealTest.Between(low.toDouble(), lowIncluded, high.toDouble(), highIncluded));
    }

    static Predicate in(Bound.Field field, List<Value> values) {
        int id = field.schema().id();
        DataType type = field.schema().type();
        if (isTested(field)) {
            return tested(field, ValueTest.In.of(values));
        }
        if (type.isInteger()) {
            long[] sorted = values.stream()
                    .mapToLong(value -> ((Value.Int) value).value())
                    .sorted()
                    .toArray();
            return new Predicate.IntegersIn(id, sorted);
        }
        if (type.isFloating()) {
            double[] sorted = values.stream()
                    .mapToDouble(value -> value.toDouble() == 0 ? 0.0 : value.toDouble())
                    .toArray();
            Arrays.sort(sorted);
            return new Predicate.Reals(id, new RealTest.In(sorted));
        }
        if (type == DataType.BOOL) {
            List<Predicate> any = new ArrayList<>();
            any.add(new Predicate.And(List.of(new Predicate.Booleans(id, true), new Predicate.Booleans(id, false))));
            for (Value value : values) {
                any.add(new Predicate.Booleans(id, ((Value.Bool) value).value()));
            }
            return new Predicate.Or(any);
        }
        return new Predicate.Texts(id, ValueTest.In.of(values));
    }

    static Predicate like(Bound.Field field, String pattern) {
        ValueTest test = new ValueTest.Like(LikePattern.of(pattern));
        return isTested(field)
                ? tested(field, test)
                : new Predicate.Texts(field.schema().id(), test);
    }

    static Predicate calculated(Bound.Calculation calculation, Comparison comparison, Value with) {
        Bound.Field field = calculation.field();
        if (isTested(field)) {
            return tested(
                    field, new ValueTest.Calculated(calculation.operator(), calculation.operand(), comparison, with));
        }
        int id = field.schema().id();
        if (field.schema().type().isInteger()) {
            long operand = ((Value.Int) calculation.operand()).value();
            return integers(
                    id, new IntegerArithmetic(calculation.operator(), operand), comparison, ((Value.Int) with).value());
        }
        return new Predicate.Reals(
                id,
                new RealTest.Calculated(
                        calculation.operator(), calculation.operand().toDouble(), comparison, with.toDouble()));
    }

    /** Whether single values are tested instead of a column. */
    private static boolean isTested(Bound.Field field) {
        return field.schema().type() == DataType.JSON || field.isArray();
    }

    static Predicate tested(Bound.Field field, ValueTest test) {
        int id = field.schema().id();
        if (!field.isArray()) {
            return new Predicate.Json(id, field.jsonPath(), test);
        }
        if (field.isWholeArray()) {
            return new Predicate.Arrays(id, test);
        }
        if (field.path().size() > 1 || !field.path().getFirst().index()) {
            throw new InvalidExpression("can only access array field with integer index");
        }
        return new Predicate.Element(id, index(field.path().getFirst().key()), test);
    }

    private static int index(String digits) {
        long index = Numerals.integer(digits);
        return (int) Math.min(index, Integer.MAX_VALUE);
    }
}
