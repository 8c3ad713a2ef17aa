package io.ocellus.vector.index;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Estimates by all bits of {@link RabitqRows}. */
final class RabitqScorer implements FineScorer {

    private final RabitqRows rows;
    private final RabitqTables tables;
    private final int stride;
    private final MemorySegment turned;

    RabitqScorer(RabitqRows rows, RabitqTables tables) {
        this.rows = rows;
        this.tables = tables;
        this.stride = FloatKernels.stride(rows.length());
        this.turned = Memory.allocate(Arena.ofAuto(), 4L * stride);
    }

    @Override
    public void score(int[] places, int count, float[] distances) {
        Memory.write(tables.turned(), 0, rows.length(), turned.address());
        Kernels.PACKED.dots(
                turned.address(), stride, rows.bits(), rows.base(), rows.rowBytes(), places, count, distances);
        float halves = rows.half() * tables.total();
        for (int i = 0; i < count; i++) {
            long factor = rows.factors() + 8L * places[i];
            distances[i] = Memory.getFloat(factor) + Memory.getFloat(factor + 4) * (distances[i] - halves);
        }
    }
}
