package io.ocellus.vector.storage.expressions;

/** Backslash escapes of string literals: those of C with {@code \\u} and {@code \\U}. An unknown one is an error. */
final class Escapes {
    private Escapes() {}

    static String decode(String raw) {
        if (raw.indexOf('\\') < 0) {
            return raw;
        }
        StringBuilder out = new StringBuilder(raw.length());
        int i = 0;
        while (i < raw.length()) {
            char c = raw.charAt(i++);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            if (i >= raw.length()) {
                throw wrong(raw);
            }
            char kind = raw.charAt(i++);
            switch (kind) {
                case 'a' -> out.append('\u0007');
                case 'b' -> out.append('\b');
                case 'f' -> out.append('\f');
                case 'n' -> out.append('\n');
                case 'r' -> out.append('\r');
                case 't' -> out.append('\t');
                case 'v' -> out.append('\u000b');
                case '\\', '"', '\'', '?' -> out.append(kind);
                case 'x' -> i = code(raw, i, 2, 16, out);
                case 'u' -> i = code(raw, i, 4, 16, out);
                case 'U' -> i = code(raw, i, 8, 16, out);
                case '0', '1', '2', '3', '4', '5', '6', '7' -> i = code(raw, i - 1, 3, 8, out);
                default -> throw wrong(raw);
            }
        }
        return out.toString();
    }

    private static int code(String raw, int from, int digits, int radix, StringBuilder out) {
        if (from + digits > raw.length()) {
            throw wrong(raw);
        }
        int code = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = Character.digit(raw.charAt(i), radix);
            if (digit < 0 || code > Character.MAX_CODE_POINT) {
                throw wrong(raw);
            }
            code = code * radix + digit;
        }
        if (!Character.isValidCodePoint(code)) {
            throw wrong(raw);
        }
        out.appendCodePoint(code);
        return from + digits;
    }

    private static InvalidExpression wrong(String raw) {
        return new InvalidExpression("invalid syntax: string literal '" + raw + "' has an unknown escape");
    }
}
