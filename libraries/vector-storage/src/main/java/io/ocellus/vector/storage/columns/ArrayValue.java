package io.ocellus.vector.storage.columns;

import java.util.List;

/** One value of an ARRAY field. */
public sealed interface ArrayValue {
    int length();

    record Booleans(boolean[] values) implements ArrayValue {
        @Override
        public int length() {
            return values.length;
        }
    }

    /** Elements of any integer type. */
    record Longs(long[] values) implements ArrayValue {
        @Override
        public int length() {
            return values.length;
        }
    }

    /** Elements of FLOAT or DOUBLE. */
    record Doubles(double[] values) implements ArrayValue {
        @Override
        public int length() {
            return values.length;
        }
    }

    record Texts(List<String> values) implements ArrayValue {
        public Texts {
            values = List.copyOf(values);
        }

        @Override
        public int length() {
            return values.size();
        }
    }
}
