package io.ocellus.annotation.store;

import io.ocellus.annotation.model.AttributeValue;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Writes one row in PostgreSQL's binary COPY form into a buffer that is used again. Not thread-safe. */
final class RowEncoder {
    static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    static final VarHandle DOUBLE = MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.BIG_ENDIAN);
    static final int FLOAT8 = 701;
    private static final int KEPT = 1 << 20;

    private byte[] bytes = new byte[512];
    private int length;

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void begin(int fields) {
        if (bytes.length > KEPT) {
            bytes = new byte[512];
        }
        length = 0;
        room(2);
        SHORT.set(bytes, 0, (short) fields);
        length = 2;
    }

    void absent() {
        room(4);
        INT.set(bytes, length, -1);
        length += 4;
    }

    void bigint(long value) {
        field(8);
        LONG.set(bytes, length, value);
        length += 8;
    }

    void bigintOrAbsent(long value) {
        if (value == 0) {
            absent();
        } else {
            bigint(value);
        }
    }

    void integer(int value) {
        field(4);
        INT.set(bytes, length, value);
        length += 4;
    }

    void smallint(int value) {
        field(2);
        SHORT.set(bytes, length, (short) value);
        length += 2;
    }

    void bool(boolean value) {
        field(1);
        bytes[length++] = (byte) (value ? 1 : 0);
    }

    void float8(double value) {
        field(8);
        DOUBLE.set(bytes, length, value);
        length += 8;
    }

    void text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        field(utf8.length);
        System.arraycopy(utf8, 0, bytes, length, utf8.length);
        length += utf8.length;
    }

    void points(double[] values) {
        int head = values.length == 0 ? 12 : 20;
        field(head + 12 * values.length);
        INT.set(bytes, length, values.length == 0 ? 0 : 1);
        INT.set(bytes, length + 4, 0);
        INT.set(bytes, length + 8, FLOAT8);
        if (values.length > 0) {
            INT.set(bytes, length + 12, values.length);
            INT.set(bytes, length + 16, 1);
        }
        length += head;
        for (double value : values) {
            INT.set(bytes, length, 8);
            DOUBLE.set(bytes, length + 4, value);
            length += 12;
        }
    }

    /** As jsonb; nothing for no attributes. */
    void attributes(List<AttributeValue> attributes) {
        if (attributes.isEmpty()) {
            absent();
            return;
        }
        byte[] json = AttributeText.write(attributes).getBytes(StandardCharsets.UTF_8);
        field(1 + json.length);
        bytes[length++] = 1;
        System.arraycopy(json, 0, bytes, length, json.length);
        length += json.length;
    }

    private void field(int size) {
        room(4 + size);
        INT.set(bytes, length, size);
        length += 4;
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
