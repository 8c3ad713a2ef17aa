package io.ocellus.vector.index.kernel;

import io.ocellus.vector.index.memory.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Native room for queries, kept and grown between searches. Confined to one search at a time. */
public final class QueryBuffer {

    private MemorySegment segment = MemorySegment.NULL;

    /** The address of a copy of the queries. */
    public long put(float[] queries, int floats) {
        long address = room(floats);
        MemorySegment.copy(queries, 0, segment, Memory.FLOAT, 0, floats);
        return address;
    }

    /** The address of room for so many floats, with what was there before. */
    public long room(int floats) {
        long bytes = 4L * floats;
        if (segment.byteSize() < bytes) {
            segment = Memory.allocate(Arena.ofAuto(), bytes);
        }
        return segment.address();
    }
}
