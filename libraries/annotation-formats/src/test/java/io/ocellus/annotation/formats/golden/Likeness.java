package io.ocellus.annotation.formats.golden;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Deep equality with a tolerance; lists of objects or lists are compared whatever their order. */
final class Likeness {
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?");

    private Likeness() {}

    /** What differs, or nothing. */
    static Optional<String> difference(JsonNode want, JsonNode got, double tolerance, String path) {
        if (want.isObject() && got.isObject()) {
            TreeSet<String> keys = new TreeSet<>(want.propertyNames());
            TreeSet<String> others = new TreeSet<>(got.propertyNames());
            if (!keys.equals(others)) {
                return Optional.of(path + ": keys " + keys + " != " + others);
            }
            for (String key : keys) {
                Optional<String> found = difference(want.get(key), got.get(key), tolerance, path + "." + key);
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }
        if (want.isArray() && got.isArray()) {
            return arrays(want, got, tolerance, path);
        }
        Double a = number(want);
        Double b = number(got);
        boolean same = a != null && b != null ? Math.abs(a - b) <= tolerance : want.equals(got);
        return same ? Optional.empty() : Optional.of(path + ": " + want + " != " + got);
    }

    private static Optional<String> arrays(JsonNode want, JsonNode got, double tolerance, String path) {
        if (want.size() != got.size()) {
            return Optional.of(path + ": length " + want.size() + " != " + got.size());
        }
        if (want.isEmpty() || !want.get(0).isContainer()) {
            for (int i = 0; i < want.size(); i++) {
                Optional<String> found = difference(want.get(i), got.get(i), tolerance, path + "[" + i + "]");
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }
        List<JsonNode> rest = new ArrayList<>();
        got.forEach(rest::add);
        for (int i = 0; i < want.size(); i++) {
            JsonNode one = want.get(i);
            Optional<JsonNode> match = rest.stream()
                    .filter(other -> difference(one, other, tolerance, "").isEmpty())
                    .findFirst();
            if (match.isEmpty()) {
                StringBuilder why = new StringBuilder(path + "[" + i + "]: no match for " + one);
                rest.forEach(other -> why.append("\n   ")
                        .append(difference(one, other, tolerance, "").orElse("")));
                return Optional.of(why.toString());
            }
            JsonNode found = match.get();
            rest.removeIf(other -> other == found);
        }
        return Optional.empty();
    }

    private static Double number(JsonNode node) {
        if (node.isNumber()) {
            return node.asDouble();
        }
        return node.isString() && NUMBER.matcher(node.asString()).matches() ? Double.valueOf(node.asString()) : null;
    }
}
