package io.ocellus.annotation.store;

import io.ocellus.annotation.model.AttributeValue;
import java.util.ArrayList;
import java.util.List;

/**
 * Attribute values as the JSON object of the column {@code attributes}: <code>{"12": "true"}</code>. Reads only what {@link #write} or
 * PostgreSQL wrote: keys are numbers, values strings.
 */
final class AttributeText {
    private AttributeText() {}

    static String write(List<AttributeValue> attributes) {
        StringBuilder out = new StringBuilder(24 * attributes.size()).append('{');
        for (AttributeValue attribute : attributes) {
            if (out.length() > 1) {
                out.append(',');
            }
            out.append('"').append(attribute.specId()).append("\":\"");
            escape(attribute.value(), out);
            out.append('"');
        }
        return out.append('}').toString();
    }

    private static void escape(String value, StringBuilder out) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
    }

    static List<AttributeValue> read(String json) {
        List<AttributeValue> found = new ArrayList<>(2);
        StringBuilder value = new StringBuilder();
        int at = json.indexOf('"');
        while (at >= 0) {
            int end = json.indexOf('"', at + 1);
            long specId = Long.parseLong(json, at + 1, end, 10);
            value.setLength(0);
            at = unescape(json, json.indexOf('"', end + 1) + 1, value);
            found.add(new AttributeValue(specId, value.toString()));
            at = json.indexOf('"', at);
        }
        return found;
    }

    /** Gives where the text after the closing quote begins. */
    private static int unescape(String json, int from, StringBuilder out) {
        int at = from;
        while (true) {
            char c = json.charAt(at++);
            if (c == '"') {
                return at;
            }
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char escaped = json.charAt(at++);
            switch (escaped) {
                case 'n' -> out.append('\n');
                case 't' -> out.append('\t');
                case 'r' -> out.append('\r');
                case 'b' -> out.append('\b');
                case 'f' -> out.append('\f');
                case 'u' -> {
                    out.append((char) Integer.parseInt(json, at, at + 4, 16));
                    at += 4;
                }
                default -> out.append(escaped);
            }
        }
    }
}
