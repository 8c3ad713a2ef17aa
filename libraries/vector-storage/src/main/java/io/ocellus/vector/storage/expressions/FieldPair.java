package io.ocellus.vector.storage.expressions;

import io.ocellus.vector.storage.columns.Column;
import java.util.function.IntPredicate;

/** Compares two columns row by row, by their kinds. */
final class FieldPair {
    private FieldPair() {}

    static IntPredicate test(Column left, Column right, Comparison comparison) {
        if (left instanceof Column.Longs a && right instanceof Column.Longs b) {
            return row -> comparison.holds(Long.compare(a.get(row), b.get(row)));
        }
        if (left instanceof Column.Texts a && right instanceof Column.Texts b) {
            return row -> comparison.holds(Ordering.texts(a.get(row), b.get(row)));
        }
        if (left instanceof Column.Booleans a && right instanceof Column.Booleans b) {
            return row -> comparison.holds(Boolean.compare(a.get(row), b.get(row)));
        }
        return row -> comparison.holds(number(left, row), number(right, row));
    }

    private static double number(Column column, int row) {
        return switch (column) {
            case Column.Longs longs -> longs.get(row);
            case Column.Doubles doubles -> doubles.get(row);
            default -> throw new IllegalStateException("not a number: " + column.type());
        };
    }
}
