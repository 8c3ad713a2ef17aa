package io.ocellus.vector.index.model;

import java.util.LinkedHashMap;
import java.util.Map;

/** Reads numbers out of Milvus' string parameters; a refusal names the value and the range. */
public record ParameterReader(Map<String, String> values) {

    public static Map<String, String> pairs(String[] parts, int from) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (int i = from; i < parts.length; i++) {
            if (parts[i].isEmpty()) {
                continue;
            }
            int equals = parts[i].indexOf('=');
            if (equals < 1) {
                throw new IndexFailure.InvalidParameter("'" + parts[i] + "' is not of the form name=value");
            }
            pairs.put(parts[i].substring(0, equals), parts[i].substring(equals + 1));
        }
        return pairs;
    }

    int integer(String name, int otherwise, int least, int most) {
        String text = values.get(name);
        if (text == null) {
            return otherwise;
        }
        long value;
        try {
            value = Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw new IndexFailure.InvalidParameter(
                    "param '" + name + "' (" + text + ") should be an integer in range [" + least + ", " + most + "]");
        }
        if (value < least || value > most) {
            throw new IndexFailure.InvalidParameter(
                    "param '" + name + "' (" + text + ") should be in range [" + least + ", " + most + "]");
        }
        return (int) value;
    }

    float number(String name, float otherwise, float least, float most) {
        String text = values.get(name);
        if (text == null) {
            return otherwise;
        }
        float value;
        try {
            value = Float.parseFloat(text.strip());
        } catch (NumberFormatException e) {
            throw new IndexFailure.InvalidParameter(
                    "param '" + name + "' (" + text + ") should be a number in range [" + least + ", " + most + "]");
        }
        if (!(value >= least && value <= most)) {
            throw new IndexFailure.InvalidParameter(
                    "param '" + name + "' (" + text + ") should be in range [" + least + ", " + most + "]");
        }
        return value;
    }

    boolean flag(String name, boolean otherwise) {
        String text = values.get(name);
        if (text == null) {
            return otherwise;
        }
        return switch (text.strip().toLowerCase(java.util.Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new IndexFailure.InvalidParameter("param '" + name + "' (" + text + ") should be a boolean");
        };
    }
}
