package io.ocellus.vector.index;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Native memory by plain address. Kernels read mapped files and blocks of their own through one constant segment, so that
 * the compiler sees one kind of memory and hoists its checks. Whoever passes an address holds a lease on what lies there.
 */
final class Memory {

    /** The whole address space. */
    @SuppressWarnings("restricted")
    public static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(java.nio.ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(java.nio.ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(java.nio.ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(java.nio.ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    private Memory() {}

    static long getLong(long address) {
        return ALL.get(LONG, address);
    }

    static void setLong(long address, long value) {
        ALL.set(LONG, address, value);
    }

    static float getFloat(long address) {
        return ALL.get(FLOAT, address);
    }

    static void setFloat(long address, float value) {
        ALL.set(FLOAT, address, value);
    }

    static int getInt(long address) {
        return ALL.get(INT, address);
    }

    static void setInt(long address, int value) {
        ALL.set(INT, address, value);
    }

    static short getShort(long address) {
        return ALL.get(SHORT, address);
    }

    static void setShort(long address, short value) {
        ALL.set(SHORT, address, value);
    }

    static byte getByte(long address) {
        return ALL.get(BYTE, address);
    }

    static void setByte(long address, byte value) {
        ALL.set(BYTE, address, value);
    }

    static void write(float[] source, int from, int count, long address) {
        MemorySegment.copy(source, from, ALL, FLOAT, address, count);
    }

    static void read(long address, float[] target, int from, int count) {
        MemorySegment.copy(ALL, FLOAT, address, target, from, count);
    }

    static void write(byte[] source, int from, int count, long address) {
        MemorySegment.copy(source, from, ALL, BYTE, address, count);
    }

    static void copy(long from, long to, long bytes) {
        MemorySegment.copy(ALL, from, ALL, to, bytes);
    }

    /** Zeroed memory on a cache line, freed when its arena is. */
    static MemorySegment allocate(Arena arena, long bytes) {
        return arena.allocate(Math.max(64, bytes), 64);
    }
}
