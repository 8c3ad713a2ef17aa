package io.ocellus.annotation.lists;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A boolean SQL expression with its parameters, in the order of its question marks. Values never stand in the text. Immutable.
 *
 * @param sql complete in itself: combining adds the brackets
 */
public record Condition(String sql, List<Object> parameters) {
    public static final Condition ALL = new Condition("true", List.of());
    public static final Condition NONE = new Condition("false", List.of());

    public Condition {
        parameters = List.copyOf(parameters);
    }

    public static Condition of(String sql, Object... parameters) {
        return new Condition(sql, Arrays.asList(parameters));
    }

    public Condition and(Condition other) {
        if (sql.equals("true")) {
            return other;
        }
        return other.sql.equals("true") ? this : join(" AND ", other);
    }

    public Condition or(Condition other) {
        if (sql.equals("false")) {
            return other;
        }
        return other.sql.equals("false") ? this : join(" OR ", other);
    }

    public Condition not() {
        return new Condition("NOT (" + sql + ")", parameters);
    }

    private Condition join(String operator, Condition other) {
        List<Object> all = new ArrayList<>(parameters);
        Collections.addAll(all, other.parameters.toArray());
        return new Condition("(" + sql + ")" + operator + "(" + other.sql + ")", all);
    }
}
