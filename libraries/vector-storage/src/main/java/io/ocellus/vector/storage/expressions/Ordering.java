package io.ocellus.vector.storage.expressions;

import java.math.BigDecimal;

/** Order of numbers across kinds, exact also beyond 2^53, and of texts by code point, which is the order of their UTF-8 bytes. */
final class Ordering {
    /** What {@link #numbers} answers when one of them is not a number. */
    static final int UNORDERED = 2;

    private static final double EXACT_LONGS = 0x1p53;

    private Ordering() {}

    static int numbers(Value left, Value right) {
        if (left instanceof Value.Int(long a) && right instanceof Value.Int(long b)) {
            return Long.compare(a, b);
        }
        double a = left.toDouble();
        double b = right.toDouble();
        if (Double.isNaN(a) || Double.isNaN(b)) {
            return UNORDERED;
        }
        if (Double.isInfinite(a) || Double.isInfinite(b) || (Math.abs(a) < EXACT_LONGS && Math.abs(b) < EXACT_LONGS)) {
            return a < b ? -1 : a > b ? 1 : 0;
        }
        return exact(left).compareTo(exact(right));
    }

    private static BigDecimal exact(Value number) {
        return number instanceof Value.Int(long value) ? BigDecimal.valueOf(value) : new BigDecimal(number.toDouble());
    }

    static int texts(String left, String right) {
        int shared = Math.min(left.length(), right.length());
        for (int i = 0; i < shared; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean surrogateA = Character.isSurrogate(a);
                return surrogateA == Character.isSurrogate(b) ? Character.compare(a, b) : surrogateA ? 1 : -1;
            }
        }
        return Integer.compare(left.length(), right.length());
    }
}
