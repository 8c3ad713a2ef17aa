package io.ocellus.vector.index;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Memory of up to 8,192 rows that are appended to: exact numbers, and codes beside them. Freed when nobody holds it. */
record GrowingBlock(MemorySegment rows, MemorySegment codes, int room) {

    private static final int LEAST = 128;

    /** A block with at least that much room, with what lies in the present one, if there is one. */
    static GrowingBlock grown(@Nullable GrowingBlock present, int needed, long rowBytes, NibbleLayout layout) {
        int room = present == null ? LEAST : present.room();
        while (room < needed) {
            room *= 2;
        }
        MemorySegment rows = Memory.allocate(Arena.ofAuto(), room * rowBytes);
        MemorySegment codes = Memory.allocate(Arena.ofAuto(), layout.bytes(room));
        if (present != null) {
            MemorySegment.copy(present.rows, 0, rows, 0, present.room * rowBytes);
            MemorySegment.copy(present.codes, 0, codes, 0, layout.bytes(present.room));
        }
        return new GrowingBlock(rows, codes, room);
    }
}
