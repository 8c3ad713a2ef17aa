package io.ocellus.benchmarks.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A kind of number in a .npy file, read as float32; what is not of that precision is rounded. */
enum NumpyType {
    F2("f2", 2) {
        @Override
        float read(ByteBuffer from, int at) {
            return Float.float16ToFloat(from.getShort(at));
        }
    },
    F4("f4", 4) {
        @Override
        float read(ByteBuffer from, int at) {
            return from.getFloat(at);
        }
    },
    F8("f8", 8) {
        @Override
        float read(ByteBuffer from, int at) {
            return (float) from.getDouble(at);
        }
    },
    I1("i1", 1) {
        @Override
        float read(ByteBuffer from, int at) {
            return from.get(at);
        }
    },
    U1("u1", 1) {
        @Override
        float read(ByteBuffer from, int at) {
            return from.get(at) & 0xff;
        }
    },
    I2("i2", 2) {
        @Override
        float read(ByteBuffer from, int at) {
            return from.getShort(at);
        }
    },
    U2("u2", 2) {
        @Override
        float read(ByteBuffer from, int at) {
            return from.getShort(at) & 0xffff;
        }
    },
    I4("i4", 4) {
        @Override
        float read(ByteBuffer from, int at) {
            return from.getInt(at);
        }
    },
    I8("i8", 8) {
        @Override
        float read(ByteBuffer from, int at) {
            return from.getLong(at);
        }
    };

    private static final Pattern DESCRIPTION = Pattern.compile("([<>|=])(\\w+)");

    private final String code;
    private final int bytes;

    NumpyType(String code, int bytes) {
        this.code = code;
        this.bytes = bytes;
    }

    int bytes() {
        return bytes;
    }

    /** The number at that byte. */
    abstract float read(ByteBuffer from, int at);

    /** A type with the order of its bytes. */
    record Ordered(NumpyType type, ByteOrder order) {}

    /** Reads NumPy's words, like {@code <f4} or {@code |u1}. */
    static Ordered of(String description) {
        Matcher matcher = DESCRIPTION.matcher(description);
        if (matcher.matches()) {
            for (NumpyType type : values()) {
                if (type.code.equals(matcher.group(2))) {
                    ByteOrder order = matcher.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
                    return new Ordered(type, order);
                }
            }
        }
        String codes =
                String.join(" ", Arrays.stream(values()).map(type -> type.code).toList());
        throw new BenchmarkFailure("numbers of type '" + description + "' cannot be read, only " + codes);
    }
}
