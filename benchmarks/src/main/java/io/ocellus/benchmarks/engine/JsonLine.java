package io.ocellus.benchmarks.engine;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** One JSON object in one line, its members in the order they were put. */
final class JsonLine {

    private final Map<String, String> members = new LinkedHashMap<>();

    JsonLine put(String name, String value) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ') {
                text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        members.put(name, text.append('"').toString());
        return this;
    }

    JsonLine put(String name, long value) {
        members.put(name, Long.toString(value));
        return this;
    }

    JsonLine put(String name, double value) {
        members.put(name, number(value));
        return this;
    }

    JsonLine put(String name, double[] values) {
        members.put(name, Arrays.stream(values).mapToObj(JsonLine::number).collect(Collectors.joining(", ", "[", "]")));
        return this;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    @Override
    public String toString() {
        return members.entrySet().stream()
                .map(member -> "\"" + member.getKey() + "\": " + member.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
