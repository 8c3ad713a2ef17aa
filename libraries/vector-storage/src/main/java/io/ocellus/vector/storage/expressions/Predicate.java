package io.ocellus.vector.storage.expressions;

import io.ocellus.vector.storage.columns.ArrayValue;
import io.ocellus.vector.storage.columns.Column;
import io.ocellus.vector.storage.columns.ColumnSource;
import io.ocellus.vector.storage.columns.RowSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;

/** A condition bound to a schema. Immutable; evaluation is vectorised: one loop over a column per condition. */
sealed interface Predicate {
    Truth evaluate(ColumnSource rows);

    /** Adds the ids of the fields that are read. */
    void collectFields(Set<Integer> fields);

    /** Every row, or none. */
    record Constant(boolean value) implements Predicate {
        @Override
        public Truth evaluate(ColumnSource rows) {
            return Truth.known(value ? RowSet.all(rows.rowCount()) : RowSet.none(rows.rowCount()));
        }

        @Override
        public void collectFields(Set<Integer> fields) {}
    }

    record Not(Predicate operand) implements Predicate {
        @Override
        public Truth evaluate(ColumnSource rows) {
            return operand.evaluate(rows).not();
        }

        @Override
        public void collectFields(Set<Integer> fields) {
            operand.collectFields(fields);
        }
    }

    record And(List<Predicate> operands) implements Predicate {
        @Override
        public Truth evaluate(ColumnSource rows) {
            Truth truth = operands.getFirst().evaluate(rows);
            for (int i = 1; i < operands.size(); i++) {
                truth.and(operands.get(i).evaluate(rows));
            }
            return truth;
        }

        @Override
        public void collectFields(Set<Integer> fields) {
            operands.forEach(operand -> operand.collectFields(fields));
        }
    }

    record Or(List<Predicate> operands) implements Predicate {
        @Override
        public Truth evaluate(ColumnSource rows) {
            Truth truth = operands.getFirst().evaluate(rows);
            for (int i = 1; i < operands.size(); i++) {
                truth.or(operands.get(i).evaluate(rows));
            }
            return truth;
        }

        @Override
        public void collectFields(Set<Integer> fields) {
            operands.forEach(operand -> operand.collectFields(fields));
        }
    }

    /** A random share of the rows that meet {@code of}. Two evaluations with one seed choose alike. */
    record Sample(double share, long seed, Predicate of) implements Predicate {
        @Override
        public Truth evaluate(ColumnSource rows) {
            RowSet yes = of.evaluate(rows).yes();
            SplittableRandom random = new SplittableRandom(seed);
            for (int row = yes.next(0); row >= 0; row = yes.next(row + 1)) {
                if (random.nextDouble() >= share) {
                    yes.remove(row);
                }
            }
            return Truth.known(yes);
        }

        @Override
        public void collectFields(Set<Integer> fields) {
            of.collectFields(fields);
        }
    }

    /** {@code is null}: never unknown itself. */
    record IsNull(int field) implements Predicate {
        @Override
        public Truth evaluate(ColumnSource rows) {
            return Truth.known(rows.column(field)
                    .map(column -> Truth.nulls(column, rows.rowCount()))
                    .orElseGet(() -> RowSet.all(rows.rowCount())));
        }

        @Override
        public void collectFields(Set<Integer> fields) {
            fields.add(field);
        }
    }

    /** An integer field, after {@code arithmetic}, between two bounds, both included. */
    record Integers(int field, IntegerArithmetic arithmetic, long low, long high) implements Predicate {
        @Override
        public Truth evaluate(ColumnSource rows) {
            return overColumn(rows, field, Column.Longs.class, column -> {
                if (arithmetic.operator() == IntegerArithmetic.Operator.NONE) {
                    return row -> {
                        long value = column.get(row);
                        return value >= low && value <= high;
                    };
                }
                return row -> {
                    long value = arithmetic.apply(column.get(row));
                    return value >= low && value <= high;
                };
            });
        }

        @Override
        public void collectFields(Set<Integer> fields) {
            fields.add(field);
        }
    }

    /** An integer field in a sorted list. */
    record IntegersIn(int field, long[] sorted) implements Predicate {
        @Override
        public Truth evaluate(ColumnSource rows) {
            return overColumn(
                    rows,
                    field,
                    Column.Longs.class,
                    column -> row -> java.util.Arrays.binarySearch(sorted, column.get(row)) >= 0);
        }

        @Override
        public void collectFields(Set<Integer> fields) {
            fields.add(field);
        }
    }

    /** A FLOAT or DOUBLE field that meets {@code test}. */
    record Reals(int field, RealTest test) implements Predicate {
        @Override
        public Truth evaluate(ColumnSource rows) {
            return overColumn(rows, field, Column.Doubles.class, column -> row -> test.test(column.get(row)));
        }

        @Override
        public void collectFields(Set<Integer> fields) {
            fields.add(field);
        }
    }

    record Booleans(int field, boolean wanted) implements Predicate {
        @Override
        public Truth evaluate(ColumnSource rows) {
            return overColumn(rows, field, Column.Booleans.class, column -> row -> column.get(row) == wanted);
        }

        @Override
        public void collectFields(Set<Integer> fields) {
            fields.add(field);
        }
    }

    record Texts(int field, ValueTest test) implements Predicate {
        @Override
        public Truth evaluate(ColumnSource rows) {
            return overColumn(rows, field, Column.Texts.class, column -> row -> test.testText(column.get(row)));
        }

        @Override
        public void collectFields(Set<Integer> fields) {
            fields.add(field);
        }
    }

    /** A place in a JSON document. A missing place meets only {@code test.ofMissing()}; a null document is unknown. */
    record Json(int field, JsonPath path, ValueTest test) implements Predicate {
        @Override
        public Truth evaluate(ColumnSource rows) {
            boolean missing = test.ofMissing();
            return overColumn(rows, field, Column.Documents.class, column -> row -> {
                Optional<Value> value = path.find(column.get(row));
                return value.isPresent() ? test.test(value.get()) : missing;
            });
        }

        @Override
        public void collectFields(Set<Integer> fields) {
            fields.add(field);
        }
    }

    /** {@code exists}: false for a null document, never unknown. */
    record Exists(int field, JsonPath path) implements Predicate {
        @Override
        public Truth evaluate(ColumnSource rows) {
            return Truth.known(overColumn(
                            rows,
                            field,
                            Column.Documents.class,
                            column -> row -> !column.isNull(row) && path.exists(column.get(row)))
                    .yes());
        }

        @Override
        public void collectFields(Set<Integer> fields) {
            fields.add(field);
        }
    }

    /** An array field as a whole: contains, length. */
    record Arrays(int field, ValueTest test) implements Predicate {
        @Override
        public Truth evaluate(ColumnSource rows) {
            return overColumn(
                    rows, field, Column.Arrays.class, column -> row -> test.test(ArrayValues.whole(column.get(row))));
        }

        @Override
        public void collectFields(Set<Integer> fields) {
            fields.add(field);
        }
    }

    /** One element of an array field. A row whose array is too short does not match. */
    record Element(int field, int index, ValueTest test) implements Predicate {
        @Override
        public Truth evaluate(ColumnSource rows) {
            return overColumn(rows, field, Column.Arrays.class, column -> row -> {
                ArrayValue array = column.get(row);
                return index < array.length() && test.test(ArrayValues.element(array, index));
            });
        }

        @Override
        public void collectFields(Set<Integer> fields) {
            fields.add(field);
        }
    }

    /** Two fields of one row against each other. */
    record TwoFields(int left, int right, Comparison comparison) implements Predicate {
        @Override
        public Truth evaluate(ColumnSource rows) {
            Optional<Column> first = rows.column(left);
            Optional<Column> second = rows.column(right);
            if (first.isEmpty() || second.isEmpty()) {
                return Truth.unknown(rows.rowCount());
            }
            RowSet yes = RowSet.none(rows.rowCount());
            IntPredicate test = FieldPair.test(first.get(), second.get(), comparison);
            for (int row = 0; row < rows.rowCount(); row++) {
                if (!first.get().isNull(row) && !second.get().isNull(row) && test.test(row)) {
                    yes.add(row);
                }
            }
            Truth truth = Truth.of(yes, first.get());
            return truth.and(Truth.of(RowSet.all(rows.rowCount()), second.get()));
        }

        @Override
        public void collectFields(Set<Integer> fields) {
            fields.add(left);
            fields.add(right);
        }
    }

    /** Makes the test of one row from a column. */
    interface RowTest<C> {
        IntPredicate of(C column);
    }

    private static <C extends Column> Truth overColumn(ColumnSource rows, int field, Class<C> kind, RowTest<C> test) {
        Optional<Column> column = rows.column(field);
        if (column.isEmpty()) {
            return Truth.unknown(rows.rowCount());
        }
        C typed = kind.cast(column.get());
        IntPredicate rowTest = test.of(typed);
        int count = rows.rowCount();
        RowSet yes = RowSet.none(count);
        long[] words = yes.words();
        boolean nulls = typed.hasNulls();
        for (int first = 0; first < count; first += 64) {
            long word = 0;
            int end = Math.min(64, count - first);
            for (int bit = 0; bit < end; bit++) {
                if (!(nulls && typed.isNull(first + bit)) && rowTest.test(first + bit)) {
                    word |= 1L << bit;
                }
            }
            words[first >>> 6] = word;
        }
        return Truth.of(yes, typed);
    }
}
