package io.ocellus.vector.storage.expressions;

/** Numbers as the language writes them: decimal, octal, hexadecimal and binary integers; decimal and hexadecimal fractions. */
final class Numerals {
    private static final String SMALLEST = "9223372036854775808";

    private Numerals() {}

    /** Whether the digits are those of -2^63, which has no positive counterpart. */
    static boolean isSmallest(String digits) {
        return digits.equals(SMALLEST);
    }

    static long integer(String text) {
        try {
            if (text.length() > 1 && text.charAt(0) == '0') {
                char mark = text.charAt(1);
                return mark == 'x' || mark == 'X'
                        ? Long.parseLong(text.substring(2), 16)
                        : mark == 'b' || mark == 'B'
                                ? Long.parseLong(text.substring(2), 2)
                                : Long.parseLong(text.substring(1), 8);
            }
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new InvalidExpression("strconv.ParseInt: parsing \"" + text + "\": value out of range");
        }
    }

    static double real(String text) {
        try {
            double value = Double.parseDouble(text);
            if (Double.isInfinite(value)) {
                throw new InvalidExpression("strconv.ParseFloat: parsing \"" + text + "\": value out of range");
            }
            return value;
        } catch (NumberFormatException e) {
            throw new InvalidExpression("strconv.ParseFloat: parsing \"" + text + "\": invalid syntax");
        }
    }
}
