package io.ocellus.benchmarks.engine;

import java.util.LinkedHashMap;
import java.util.Map;

/** Numbers by name, out of words like {@code M=16 efConstruction=200}. */
record Words(Map<String, String> values) {

    static Words of(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String word : text.strip().split("\\s+")) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                values.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        return new Words(values);
    }

    int integer(String name, int otherwise) {
        String value = values.get(name);
        try {
            return value == null ? otherwise : Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new BenchmarkFailure(name + " is '" + value + "', must be a whole number");
        }
    }

    String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }
}
