package io.ocellus.annotation.store;

import io.ocellus.annotation.model.AttributeValue;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads one row in PostgreSQL's binary COPY form, field by field. Not thread-safe. */
final class RowDecoder {
    private static final double[] NO_POINTS = {};

    private byte[] bytes = {};
    private int at;
    private String lastText = "";
    private byte[] lastTextBytes = {};

    /** @param from where the row's field count stands */
    void begin(byte[] row, int from) {
        bytes = row;
        at = from + 2;
    }

    long bigint() {
        long value = (long) RowEncoder.LONG.get(bytes, at + 4);
        at += 12;
        return value;
    }

    /** 0 for null. */
    long bigintOrAbsent() {
        if (absent()) {
            return 0;
        }
        return bigint();
    }

    int integer() {
        int value = (int) RowEncoder.INT.get(bytes, at + 4);
        at += 8;
        return value;
    }

    int smallint() {
        short value = (short) RowEncoder.SHORT.get(bytes, at + 4);
        at += 6;
        return value;
    }

    boolean bool() {
        boolean value = bytes[at + 4] != 0;
        at += 5;
        return value;
    }

    double float8() {
        double value = (double) RowEncoder.DOUBLE.get(bytes, at + 4);
        at += 12;
        return value;
    }

    /** Skips a null field and says so; leaves any other. */
    boolean absent() {
        if ((int) RowEncoder.INT.get(bytes, at) < 0) {
            at += 4;
            return true;
        }
        return false;
    }

    /** Texts of one column are mostly the same: the last one is given again without a copy. */
    String text() {
        int size = (int) RowEncoder.INT.get(bytes, at);
        at += 4;
        if (!java.util.Arrays.equals(bytes, at, at + size, lastTextBytes, 0, lastTextBytes.length)) {
            lastTextBytes = java.util.Arrays.copyOfRange(bytes, at, at + size);
            lastText = new String(lastTextBytes, StandardCharsets.UTF_8);
        }
        at += size;
        return lastText;
    }

    double[] points() {
        at += 4;
        int dimensions = (int) RowEncoder.INT.get(bytes, at);
        if (dimensions == 0) {
            at += 12;
            return NO_POINTS;
        }
        int count = (int) RowEncoder.INT.get(bytes, at + 12);
        at += 20;
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = (double) RowEncoder.DOUBLE.get(bytes, at + 4);
            at += 12;
        }
        return values;
    }

    List<AttributeValue> attributes() {
        if (absent()) {
            return List.of();
        }
        int size = (int) RowEncoder.INT.get(bytes, at);
        String json = new String(bytes, at + 5, size - 1, StandardCharsets.UTF_8);
        at += 4 + size;
        return AttributeText.read(json);
    }
}
