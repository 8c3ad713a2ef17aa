package io.ocellus.vector.index.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Native memory by plain address. Kernels read mapped files and blocks of their own through one constant segment, so that
 * the compiler sees one kind of memory and hoists its checks. Whoever passes an address holds a lease on what lies there.
 */
public final class Memory {

    /** The whole address space. */
    @SuppressWarnings("restricted")
    public static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    public static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(java.nio.ByteOrder.LITTLE_ENDIAN);
    public static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(java.nio.ByteOrder.LITTLE_ENDIAN);
    public static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(java.nio.ByteOrder.LITTLE_ENDIAN);
    public static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(java.nio.ByteOrder.LITTLE_ENDIAN);
    public static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    private Memory() {}

    public static long getLong(long address) {
        return ALL.get(LONG, address);
    }

    public static void setLong(long address, long value) {
        ALL.set(LONG, address, value);
    }

    public static float getFloat(long address) {
        return ALL.get(FLOAT, address);
    }

    public static void setFloat(long address, float value) {
        ALL.set(FLOAT, address, value);
    }

    public static int getInt(long address) {
        return ALL.get(INT, address);
    }

    public static void setInt(long address, int value) {
        ALL.set(INT, address, value);
    }

    public static short getShort(long address) {
        return ALL.get(SHORT, address);
    }

    public static void setShort(long address, short value) {
        ALL.set(SHORT, address, value);
    }

    public static byte getByte(long address) {
        return ALL.get(BYTE, address);
    }

    public static void setByte(long address, byte value) {
        ALL.set(BYTE, address, value);
    }

    public static void write(float[] source, int from, int count, long address) {
        MemorySegment.copy(source, from, ALL, FLOAT, address, count);
    }

    public static void read(long address, float[] target, int from, int count) {
        MemorySegment.copy(ALL, FLOAT, address, target, from, count);
    }

    public static void write(byte[] source, int from, int count, long address) {
        MemorySegment.copy(source, from, ALL, BYTE, address, count);
    }

    public static void copy(long from, long to, long bytes) {
        MemorySegment.copy(ALL, from, ALL, to, bytes);
    }

    /** Zeroed memory on a cache line, freed when its arena is. */
    public static MemorySegment allocate(Arena arena, long bytes) {
        return arena.allocate(Math.max(64, bytes), 64);
    }
}
