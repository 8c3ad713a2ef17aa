package io.ocellus.annotation.lists;

import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.wire.JsonBody;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * CVAT's {@code filter} parameter (a part of JSON logic) as SQL: {@code and}, {@code or}, {@code !}, {@code !!}, {@code ==}, {@code !=},
 * {@code <}, {@code <=}, {@code >}, {@code >=}, {@code in} (member of a list, part of a text), {@code var} (is set), and {@code <=} with
 * three arguments (between). A comparison with an unset field is false, its negation true. At most {@value #TERMS} terms,
 * {@value #DEPTH} levels and {@value #MEMBERS} members of a list; more is refused. Stateless.
 */
final class JsonLogic {
    static final int TERMS = 200;
    static final int DEPTH = 24;
    static final int MEMBERS = 2000;

    private final Map<String, Column> columns;
    private int terms;

    private JsonLogic(Map<String, Column> columns) {
        this.columns = columns;
    }

    static Condition parse(String text, Map<String, Column> columns) {
        JsonNode rules;
        try {
            rules = JsonBody.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (Failure.Malformed e) {
            throw new Failure.Invalid("filter: can't parse filter expression: " + e.text(), e);
        }
        if (rules.isEmpty() && !rules.isValueNode()) {
            throw new Failure.Invalid("filter shouldn't be empty");
        }
        return new JsonLogic(columns).rule(rules, 0);
    }

    private Condition rule(@Nullable JsonNode node, int depth) {
        if (++terms > TERMS || depth > DEPTH) {
            throw refuse("it has more than " + TERMS + " terms or " + DEPTH + " levels");
        }
        if (!(node instanceof ObjectNode object) || object.size() != 1) {
            throw refuse("expected an object with one operation, got '" + clip(node) + "'");
        }
        String operation = object.propertyNames().iterator().next();
        JsonNode argument = object.get(operation);
        List<JsonNode> arguments =
                argument instanceof ArrayNode array ? array.valueStream().toList() : List.of(argument);
        return switch (operation) {
            case "and", "or" -> group(operation, argument, arguments, depth);
            case "!" ->
                rule(arguments.size() == 1 ? arguments.getFirst() : argument, depth + 1)
                        .not();
            case "!!" -> rule(arguments.size() == 1 ? arguments.getFirst() : argument, depth + 1);
            case "var" -> Condition.of(column(object).sql() + " IS NOT NULL");
            case "==" -> compare(operation, arguments, "=");
            case "!=" -> compare("==", arguments, "=").not();
            case "<", ">", ">=" -> compare(operation, arguments, operation);
            case "<=" -> arguments.size() == 3 ? between(arguments) : compare(operation, arguments, operation);
            case "in" -> in(arguments);
            default -> throw refuse("operation '" + clip(operation) + "' is not supported");
        };
    }

    private Condition group(String operation, JsonNode argument, List<JsonNode> arguments, int depth) {
        if (!argument.isArray() || arguments.isEmpty()) {
            throw refuse("operation '" + operation + "' requires a non-empty list");
        }
        Condition all = rule(arguments.getFirst(), depth + 1);
        for (JsonNode next : arguments.subList(1, arguments.size())) {
            Condition one = rule(next, depth + 1);
            all = operation.equals("and") ? all.and(one) : all.or(one);
        }
        return all;
    }

    private Condition compare(String operation, List<JsonNode> arguments, String sign) {
        if (arguments.size() != 2) {
            throw refuse("operation '" + operation + "' requires two arguments");
        }
        Column column = column(arguments.get(0));
        JsonNode value = arguments.get(1);
        if (value.isNull() && sign.equals("=")) {
            return Condition.of(column.sql() + " IS NULL");
        }
        return known(column, column.sql() + " " + sign + " ?", column.parameter(value));
    }

    private Condition between(List<JsonNode> arguments) {
        Column column = column(arguments.get(1));
        return known(
                column,
                column.sql() + " >= ? AND " + column.sql() + " <= ?",
                column.parameter(arguments.get(0)),
                column.parameter(arguments.get(2)));
    }

    private Condition in(List<JsonNode> arguments) {
        if (arguments.size() != 2) {
            throw refuse("operation 'in' requires two arguments");
        }
        if (arguments.get(0).isObject()) {
            Column column = column(arguments.get(0));
            if (!(arguments.get(1) instanceof ArrayNode members) || members.size() > MEMBERS) {
                throw refuse("operation 'in' requires a list of at most " + MEMBERS + " values");
            }
            if (members.isEmpty()) {
                return Condition.NONE;
            }
            List<Object> values = new ArrayList<>();
            members.forEach(member -> values.add(column.parameter(member)));
            String marks = "?" + ", ?".repeat(values.size() - 1);
            return known(column, column.sql() + " IN (" + marks + ")", values.toArray());
        }
        Column column = column(arguments.get(1));
        String part = arguments.get(0).asString("");
        return known(column, "position(? IN (" + column.sql() + ")::text) > 0", part);
    }

    /** False, not unknown, for an unset field, so that a negation is true. */
    private static Condition known(Column column, String sql, Object... parameters) {
        return Condition.of(column.sql() + " IS NOT NULL AND " + sql, parameters);
    }

    private Column column(JsonNode node) {
        JsonNode name = node.get("var");
        if (name == null || !name.isString()) {
            throw refuse("expected {\"var\": \"field\"}, got '" + clip(node) + "'");
        }
        Column column = columns.get(name.asString());
        if (column == null) {
            throw refuse("term '" + clip(name.asString()) + "' is not supported");
        }
        return column;
    }

    private static Failure refuse(String why) {
        return new Failure.Invalid("filter: " + why);
    }

    private static String clip(@Nullable Object value) {
        String text = String.valueOf(value);
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
