package io.ocellus.vector.storage.expressions;

import io.ocellus.vector.storage.RowFilter;
import io.ocellus.vector.storage.columns.ColumnSource;
import io.ocellus.vector.storage.columns.Keys;
import io.ocellus.vector.storage.columns.RowSet;
import io.ocellus.vector.storage.schema.CollectionSchema;
import io.ocellus.vector.storage.schema.FieldSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** Compiles expressions. Thread-safe; the text's length and nesting are bounded. */
public final class Expressions {
    /** Longer texts are refused; a list of a hundred thousand keys fits. */
    public static final int LONGEST = 4 * 1024 * 1024;

    private final RandomGenerator random;

    /** @param random seeds of {@code random_sample}; must be thread-safe */
    public Expressions(RandomGenerator random) {
        this.random = random;
    }

    /**
     * @param parameters values of the template variables
     * @return empty where the text says nothing, which means all rows
     * @throws InvalidExpression with "cannot parse expression: …, error: …"
     */
    public Optional<RowFilter> compile(String text, CollectionSchema schema, Map<String, Value> parameters) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        if (text.length() > LONGEST) {
            throw new InvalidExpression("cannot parse expression: " + text.substring(0, 100) + "…, error: it has "
                    + text.length() + " characters, at most " + LONGEST + " are read");
        }
        try {
            Syntax syntax = Parser.parse(text);
            Predicate predicate = new Binder(schema, parameters, random::nextLong).predicate(syntax, text);
            return Optional.of(new Compiled(predicate, schema.primaryKey()));
        } catch (InvalidExpression e) {
            throw new InvalidExpression("cannot parse expression: " + text + ", error: " + e.text());
        }
    }

    /** A predicate with what the engine wants to know before it runs. */
    private record Compiled(Predicate predicate, FieldSchema primaryKey) implements RowFilter {
        @Override
        public Set<Integer> fields() {
            Set<Integer> fields = new TreeSet<>();
            predicate.collectFields(fields);
            return fields;
        }

        @Override
        public RowSet evaluate(ColumnSource rows) {
            return predicate.evaluate(rows).yes();
        }

        @Override
        public Optional<Keys> keys() {
            if (predicate instanceof Predicate.And(List<Predicate> operands)) {
                return operands.stream()
                        .map(this::keysOf)
                        .flatMap(Optional::stream)
                        .findFirst();
            }
            return keysOf(predicate);
        }

        @Override
        public boolean keysOnly() {
            return keysOf(predicate).isPresent();
        }

        private Optional<Keys> keysOf(Predicate part) {
            int key = primaryKey.id();
            return switch (part) {
                case Predicate.Integers(int field, IntegerArithmetic arithmetic, long low, long high)
                when field == key && low == high && arithmetic.operator() == IntegerArithmetic.Operator.NONE ->
                    Optional.of(new Keys.Longs(new long[] {low}));
                case Predicate.IntegersIn(int field, long[] sorted)
                when field == key -> Optional.of(new Keys.Longs(sorted.clone()));
                case Predicate.Texts(int field, ValueTest.Compare(Comparison comparison, Value.Text(String text)))
                when field == key && comparison == Comparison.EQUAL -> Optional.of(new Keys.Texts(List.of(text)));
                case Predicate.Texts(int field, ValueTest.In(Set<String> texts, Set<Long> integers, List<Value> others))
                when field == key && integers.isEmpty() && others.isEmpty() ->
                    Optional.of(new Keys.Texts(List.copyOf(texts)));
                default -> Optional.empty();
            };
        }
    }
}
