package io.ocellus.annotation.formats;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.OptionalDouble;

/** Numbers as the formats write them: two or six decimals, or the shortest text that has a decimal point. */
public final class Decimals {
    private static final double EXACT = 1e13;

    private Decimals() {}

    /** To two decimals, half to even, as the dataset library of the peers keeps coordinates. */
    public static double rounded(double value) {
        if (Math.abs(value) >= EXACT || !Double.isFinite(value)) {
            return value;
        }
        return Math.rint(value * 100) / 100;
    }

    /** The shortest text that reads back the same, always with a point: {@code 12.0}. */
    public static String shortest(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return (long) value + ".0";
        }
        double magnitude = Math.abs(value);
        if (magnitude >= 1e-3 && magnitude < 1e7) {
            return Double.toString(value);
        }
        String plain = new BigDecimal(Double.toString(value)).toPlainString();
        return plain.indexOf('.') < 0 ? plain + ".0" : plain;
    }

    /** With exactly two decimals. */
    public static void two(StringBuilder out, double value) {
        fixed(out, value, 2, 100);
    }

    /** With exactly six decimals. */
    public static void six(StringBuilder out, double value) {
        fixed(out, value, 6, 1_000_000);
    }

    private static void fixed(StringBuilder out, double value, int digits, long unit) {
        double scaled = value * unit;
        if (!(Math.abs(scaled) < EXACT)) {
            out.append(new BigDecimal(value)
                    .setScale(digits, RoundingMode.HALF_EVEN)
                    .toPlainString());
            return;
        }
        long number = (long) Math.rint(scaled);
        if (number < 0 || (number == 0 && value < 0)) {
            out.append('-');
            number = -number;
        }
        out.append(number / unit).append('.');
        long fraction = number % unit;
        for (long place = unit / 10; place > 1 && fraction < place; place /= 10) {
            out.append('0');
        }
        out.append(fraction);
    }

    public static String two(double value) {
        StringBuilder out = new StringBuilder(12);
        two(out, value);
        return out.toString();
    }

    /** A finite number, or nothing for anything else: text, NaN, infinity, hexadecimal, type suffixes. */
    public static OptionalDouble finite(String text) {
        String number = text.strip();
        if (number.isEmpty() || number.length() > 400) {
            return OptionalDouble.empty();
        }
        for (byte c : number.getBytes(StandardCharsets.UTF_8)) {
            if ((c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
                return OptionalDouble.empty();
            }
        }
        try {
            double value = Double.parseDouble(number);
            return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
        } catch (NumberFormatException notANumber) {
            return OptionalDouble.empty();
        }
    }
}
