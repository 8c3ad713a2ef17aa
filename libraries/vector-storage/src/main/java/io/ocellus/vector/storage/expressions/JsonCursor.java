package io.ocellus.vector.storage.expressions;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Walks a JSON document without building it: what lies beside the path is skipped byte by byte. Documents were checked when they were
 * inserted; a damaged one reads as if the place were missing. Skipping uses no stack, so depth costs nothing.
 */
final class JsonCursor {
    private static final int DEEPEST_ARRAY = 64;

    private final byte[] bytes;
    private int at;

    JsonCursor(byte[] bytes) {
        this.bytes = bytes;
        skipSpace();
    }

    /** Moves to a member of the object or an element of the array here; false when there is none. */
    boolean enter(String step, byte[] encoded) {
        if (at >= bytes.length) {
            return false;
        }
        return switch (bytes[at]) {
            case '{' -> enterMember(step, encoded);
            case '[' -> enterElement(step);
            default -> false;
        };
    }

    private boolean enterMember(String step, byte[] encoded) {
        at++;
        while (true) {
            skipSpace();
            if (at >= bytes.length || bytes[at] != '"') {
                return false;
            }
            int start = at + 1;
            skipString();
            int end = at - 1;
            skipSpace();
            if (at >= bytes.length || bytes[at] != ':') {
                return false;
            }
            at++;
            skipSpace();
            if (sameKey(start, end, step, encoded)) {
                return at < bytes.length;
            }
            skipValue();
            if (!skipComma()) {
                return false;
            }
        }
    }

    private boolean sameKey(int start, int end, String step, byte[] encoded) {
        for (int i = start; i < end; i++) {
            if (bytes[i] == '\\') {
                return text(start, end).equals(step);
            }
        }
        return Arrays.equals(bytes, start, end, encoded, 0, encoded.length);
    }

    private boolean enterElement(String step) {
        int index;
        try {
            index = Integer.parseInt(step);
        } catch (NumberFormatException e) {
            return false;
        }
        at++;
        skipSpace();
        if (at < bytes.length && bytes[at] == ']') {
            return false;
        }
        for (int i = 0; i < index; i++) {
            skipValue();
            if (!skipComma()) {
                return false;
            }
        }
        return index >= 0 && at < bytes.length;
    }

    boolean atNull() {
        return at < bytes.length && bytes[at] == 'n';
    }

    /** The value here; empty for null and for damage. */
    Optional<Value> value() {
        return at >= bytes.length || bytes[at] == 'n' ? Optional.empty() : Optional.of(read(0));
    }

    private Value read(int depth) {
        byte first = at < bytes.length ? bytes[at] : 0;
        switch (first) {
            case '"': {
                int start = at + 1;
                skipString();
                return new Value.Text(text(start, Math.max(start, at - 1)));
            }
            case 't', 'f':
                skipValue();
                return new Value.Bool(first == 't');
            case '[':
                if (depth >= DEEPEST_ARRAY) {
                    skipValue();
                    return new Value.Other();
                }
                return items(depth);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
                return number();
            default:
                skipValue();
                return new Value.Other();
        }
    }

    private Value items(int depth) {
        at++;
        skipSpace();
        List<Value> values = new ArrayList<>();
        if (at < bytes.length && bytes[at] == ']') {
            at++;
            return new Value.Items(values);
        }
        do {
            values.add(read(depth + 1));
        } while (skipComma());
        at++;
        return new Value.Items(values);
    }

    private Value number() {
        int start = at;
        boolean whole = true;
        while (at < bytes.length) {
            byte c = bytes[at];
            if (c == '.' || c == 'e' || c == 'E') {
                whole = false;
            } else if ((c < '0' || c > '9') && c != '-' && c != '+') {
                break;
            }
            at++;
        }
        String text = new String(bytes, start, at - start, StandardCharsets.ISO_8859_1);
        try {
            if (whole && text.length() <= 20) {
                return new Value.Int(Long.parseLong(text));
            }
        } catch (NumberFormatException e) {
            // Beyond 64 bits: the nearest double, as Milvus reads it.
        }
        try {
            return new Value.Real(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return new Value.Other();
        }
    }

    private String text(int start, int end) {
        String raw = new String(bytes, start, end - start, StandardCharsets.UTF_8);
        return raw.indexOf('\\') < 0 ? raw : unescape(raw);
    }

    private static String unescape(String raw) {
        StringBuilder out = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\' || i + 1 >= raw.length()) {
                out.append(c);
                continue;
            }
            char kind = raw.charAt(++i);
            switch (kind) {
                case 'b' -> out.append('\b');
                case 'f' -> out.append('\f');
                case 'n' -> out.append('\n');
                case 'r' -> out.append('\r');
                case 't' -> out.append('\t');
                case 'u' -> {
                    if (i + 4 < raw.length()) {
                        out.append((char) Integer.parseInt(raw.substring(i + 1, i + 5), 16));
                        i += 4;
                    }
                }
                default -> out.append(kind);
            }
        }
        return out.toString();
    }

    private void skipSpace() {
        while (at < bytes.length && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
            at++;
        }
    }

    /** Past a comma and to what follows it; false at the end of the container. */
    private boolean skipComma() {
        skipSpace();
        if (at >= bytes.length || bytes[at] != ',') {
            return false;
        }
        at++;
        skipSpace();
        return true;
    }

    private void skipString() {
        at++;
        while (at < bytes.length) {
            byte c = bytes[at++];
            if (c == '\\') {
                at++;
            } else if (c == '"') {
                return;
            }
        }
        at = bytes.length;
    }

    private void skipValue() {
        int depth = 0;
        while (at < bytes.length) {
            byte c = bytes[at];
            if (c == '"') {
                skipString();
            } else if (c == '{' || c == '[') {
                depth++;
                at++;
            } else if (c == '}' || c == ']') {
                if (depth == 0) {
                    return;
                }
                depth--;
                at++;
            } else if (depth == 0 && (c == ',' || c == ' ' || c == '\n' || c == '\r' || c == '\t')) {
                return;
            } else {
                at++;
                if (depth == 0) {
                    continue;
                }
            }
            if (depth == 0 && (c == '"' || c == '}' || c == ']')) {
                return;
            }
        }
    }
}
