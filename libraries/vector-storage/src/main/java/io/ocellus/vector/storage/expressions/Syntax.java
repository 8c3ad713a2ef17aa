package io.ocellus.vector.storage.expressions;

import java.util.List;

/** An expression as it was written, before names and types mean anything. Depth is bounded by the parser. */
sealed interface Syntax {
    record Literal(Value value) implements Syntax {}

    record Variable(String name) implements Syntax {}

    /** A field or a key of the dynamic field, with the subscripts behind it. */
    record Name(String field, List<Subscript> path) implements Syntax {}

    record Subscript(String key, boolean index) {}

    record Items(List<Syntax> elements) implements Syntax {}

    record Unary(String operator, Syntax operand) implements Syntax {}

    /** Arithmetic, comparison, bits and powers. */
    record Binary(String operator, Syntax left, Syntax right) implements Syntax {}

    /** {@code and} or {@code or} of two and more. */
    record Logical(String operator, List<Syntax> operands) implements Syntax {}

    record Range(Syntax left, String first, Name middle, String second, Syntax right) implements Syntax {}

    record In(Syntax operand, boolean negated, Syntax list) implements Syntax {}

    record Like(Syntax operand, String pattern) implements Syntax {}

    record Exists(Syntax operand) implements Syntax {}

    record IsNull(Name field, boolean negated) implements Syntax {}

    record Call(String function, List<Syntax> arguments) implements Syntax {}

    /** The expression as text, for messages. */
    default String print() {
        return switch (this) {
            case Literal literal -> printed(literal.value());
            case Variable variable -> "{" + variable.name() + "}";
            case Name name -> {
                StringBuilder out = new StringBuilder(name.field());
                for (Subscript step : name.path()) {
                    out.append(step.index() ? "[" + step.key() + "]" : "[\"" + step.key() + "\"]");
                }
                yield out.toString();
            }
            case Items items -> "[" + join(items.elements(), ",") + "]";
            case Unary unary -> unary.operator() + unary.operand().print();
            case Binary binary ->
                binary.left().print() + binary.operator() + binary.right().print();
            case Logical logical -> join(logical.operands(), logical.operator());
            case Range range ->
                range.left().print()
                        + range.first()
                        + range.middle().print()
                        + range.second()
                        + range.right().print();
            case In in ->
                in.operand().print()
                        + (in.negated() ? "notin" : "in")
                        + in.list().print();
            case Like like -> like.operand().print() + "like\"" + like.pattern() + "\"";
            case Exists exists -> "exists" + exists.operand().print();
            case IsNull isNull -> isNull.field().print() + (isNull.negated() ? "is not null" : "is null");
            case Call call -> call.function() + "(" + join(call.arguments(), ",") + ")";
        };
    }

    private static String printed(Value value) {
        return switch (value) {
            case Value.Bool(boolean bool) -> String.valueOf(bool);
            case Value.Int(long integer) -> String.valueOf(integer);
            case Value.Real(double real) -> String.valueOf(real);
            case Value.Text(String text) -> "\"" + text + "\"";
            case Value.Items items -> "[" + items.values().size() + " values]";
            case Value.Other ignored -> "null";
        };
    }

    /** At most a few: a message about a list of thousands must stay a message. */
    private static String join(List<Syntax> parts, String separator) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < parts.size() && i < 16; i++) {
            out.append(i == 0 ? "" : separator).append(parts.get(i).print());
        }
        return parts.size() > 16 ? out.append(separator).append('…').toString() : out.toString();
    }
}
