package io.ocellus.vector.storage.expressions;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocellus.vector.storage.columns.ColumnBatch;
import io.ocellus.vector.storage.columns.HeapColumns;
import io.ocellus.vector.storage.columns.RowSet;
import io.ocellus.vector.storage.schema.CollectionSchema;
import io.ocellus.vector.storage.schema.DataType;
import io.ocellus.vector.storage.schema.FieldSchema;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Random conditions over random rows with nulls: the bitmaps agree with a row-by-row evaluation in three-valued logic. */
class ExpressionsProperties {
    private static final CollectionSchema SCHEMA = new CollectionSchema(List.of(
            FieldSchema.primaryKey("id", DataType.INT64).withId(100),
            FieldSchema.of("a", DataType.INT64).asNullable().withId(101),
            FieldSchema.of("d", DataType.DOUBLE).asNullable().withId(102),
            FieldSchema.text("s", 8).asNullable().withId(103)));

    /** One row; null where the value is. */
    record Row(Optional<Long> a, Optional<Double> d, Optional<String> s) {}

    /** A condition as text, and what it says of one row: empty for unknown. */
    record Condition(String text, java.util.function.Function<Row, Optional<Boolean>> naive) {}

    @Provide
    Arbitrary<List<Row>> rows() {
        Arbitrary<Optional<Long>> a = Arbitraries.longs().between(-3, 3).optional(0.8);
        Arbitrary<Optional<Double>> d =
                Arbitraries.integers().between(-4, 4).map(i -> i * 0.5).optional(0.8);
        Arbitrary<Optional<String>> s = Arbitraries.of("", "a", "ab", "b", "%").optional(0.8);
        return Combinators.combine(a, d, s).as(Row::new).list().ofMaxSize(150);
    }

    @Provide
    Arbitrary<Condition> conditions() {
        return condition(3);
    }

    private static Arbitrary<Condition> condition(int depth) {
        Arbitrary<String> operators = Arbitraries.of("==", "!=", "<", "<=", ">", ">=");
        Arbitrary<Condition> onLong = Combinators.combine(
                        operators, Arbitraries.longs().between(-3, 3))
                .as((op, with) -> new Condition(
                        "a " + op + " " + with,
                        row -> row.a().map(value -> Comparison.of(op).holds(Long.compare(value, with)))));
        Arbitrary<Condition> onDouble = Combinators.combine(
                        operators, Arbitraries.integers().between(-4, 4))
                .as((op, half) -> new Condition(
                        half * 0.5 + " " + op + " d",
                        row -> row.d().map(value -> Comparison.of(op).holds(half * 0.5, value))));
        Arbitrary<Condition> onText = Combinators.combine(operators, Arbitraries.of("", "a", "ab", "b"))
                .as((op, with) -> new Condition(
                        "s " + op + " '" + with + "'",
                        row -> row.s().map(value -> Comparison.of(op).holds(value.compareTo(with)))));
        Arbitrary<Condition> inList = Arbitraries.longs()
                .between(-3, 3)
                .list()
                .ofMaxSize(4)
                .map(list -> new Condition("a in " + list, row -> row.a().map(list::contains)));
        Arbitrary<Condition> calculated = Combinators.combine(
                        Arbitraries.longs().between(1, 3), Arbitraries.longs().between(-2, 2))
                .as((by, with) -> new Condition(
                        "a % " + by + " == " + with, row -> row.a().map(value -> value % by == with)));
        Arbitrary<Condition> ranges = Combinators.combine(
                        Arbitraries.longs().between(-3, 0), Arbitraries.longs().between(1, 3))
                .as((low, high) -> new Condition(
                        low + " < a <= " + high, row -> row.a().map(value -> low < value && value <= high)));
        Arbitrary<Condition> like = Arbitraries.of("a%", "%b", "_", "%", "a")
                .map(pattern ->
                        new Condition("s like '" + pattern + "'", row -> row.s().map(value -> like(value, pattern))));
        Arbitrary<Condition> isNull = Arbitraries.of(
                new Condition("d is null", row -> Optional.of(row.d().isEmpty())),
                new Condition("s is not null", row -> Optional.of(row.s().isPresent())));
        Arbitrary<Condition> leaves =
                Arbitraries.oneOf(onLong, onDouble, onText, inList, calculated, ranges, like, isNull);
        if (depth == 0) {
            return leaves;
        }
        Arbitrary<Condition> inner = condition(depth - 1);
        Arbitrary<Condition> not = inner.map(c -> new Condition(
                "not (" + c.text() + ")", row -> c.naive().apply(row).map(truth -> !truth)));
        Arbitrary<Condition> and = Combinators.combine(inner, inner)
                .as((x, y) -> new Condition(
                        "(" + x.text() + ") and (" + y.text() + ")",
                        row -> both(x.naive().apply(row), y.naive().apply(row), false)));
        Arbitrary<Condition> or = Combinators.combine(inner, inner)
                .as((x, y) -> new Condition(
                        "(" + x.text() + ") || (" + y.text() + ")",
                        row -> both(x.naive().apply(row), y.naive().apply(row), true)));
        return Arbitraries.oneOf(leaves, not, and, or);
    }

    private static boolean like(String value, String pattern) {
        return switch (pattern) {
            case "a%" -> value.startsWith("a");
            case "%b" -> value.endsWith("b");
            case "_" -> value.length() == 1;
            case "%" -> true;
            default -> value.equals(pattern);
        };
    }

    /** Kleene's and (deciding value false) and or (deciding value true). */
    private static Optional<Boolean> both(Optional<Boolean> x, Optional<Boolean> y, boolean deciding) {
        if (x.equals(Optional.of(deciding)) || y.equals(Optional.of(deciding))) {
            return Optional.of(deciding);
        }
        return x.isEmpty() || y.isEmpty() ? Optional.empty() : Optional.of(!deciding);
    }

    @Property(tries = 400)
    void bitmapsAgreeWithTheNaiveEvaluation(@ForAll("conditions") Condition condition, @ForAll("rows") List<Row> rows) {
        BitSet noA = new BitSet();
        BitSet noD = new BitSet();
        BitSet noS = new BitSet();
        for (int i = 0; i < rows.size(); i++) {
            noA.set(i, rows.get(i).a().isEmpty());
            noD.set(i, rows.get(i).d().isEmpty());
            noS.set(i, rows.get(i).s().isEmpty());
        }
        ColumnBatch batch = new ColumnBatch(
                rows.size(),
                Map.of(
                        101,
                        HeapColumns.longs(
                                DataType.INT64,
                                rows.stream()
                                        .mapToLong(row -> row.a().orElse(0L))
                                        .toArray(),
                                noA),
                        102,
                        HeapColumns.doubles(
                                DataType.DOUBLE,
                                rows.stream()
                                        .mapToDouble(row -> row.d().orElse(0.0))
                                        .toArray(),
                                noD),
                        103,
                        HeapColumns.texts(
                                rows.stream().map(row -> row.s().orElse("")).toArray(String[]::new), noS)));
        RowSet found = new Expressions(new Random(1))
                .compile(condition.text(), SCHEMA, Map.of())
                .orElseThrow()
                .evaluate(batch);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(found.contains(i))
                    .as(condition.text() + " for " + rows.get(i))
                    .isEqualTo(condition.naive().apply(rows.get(i)).orElse(false));
        }
    }

    @Property(tries = 1000)
    void anyTextIsUnderstoodOrRefused(@ForAll("texts") String text) {
        try {
            new Expressions(new Random(1)).compile(text, SCHEMA, Map.of());
        } catch (InvalidExpression e) {
            assertThat(e.text()).startsWith("cannot parse expression: ");
        }
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "a", "d", "s", "id", "(", ")", "[", "]", ",", "==", "<", ">=", "and", "or", "not", "in", "like",
                        "'x'", "\"y", "1", "-", "1.5e3", "0x", "{v}", "is", "null", "exists", "**", "%", "\\", "é")
                .list()
                .ofMaxSize(12)
                .map(words -> String.join(" ", words));
    }
}
