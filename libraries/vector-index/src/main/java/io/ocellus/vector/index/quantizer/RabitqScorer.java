package io.ocellus.vector.index.quantizer;

import io.ocellus.vector.index.kernel.Kernels;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.ElementType;
import io.ocellus.vector.index.partition.Partition;
import io.ocellus.vector.index.search.FineScorer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Estimates by all bits of {@link RabitqRows}. Confined to one search at a time. */
public final class RabitqScorer {

    private final RabitqRows rows;
    private final RabitqTables tables;
    private final int stride;
    private final MemorySegment turned;

    public RabitqScorer(RabitqRows rows, RabitqTables tables) {
        this.rows = rows;
        this.tables = tables;
        this.stride = ElementType.stride(rows.length());
        this.turned = Memory.allocate(Arena.ofAuto(), 4L * stride);
    }

    /** Products of the query with the codes of these rows. */
    void products(int[] places, int count, float[] products) {
        Memory.write(tables.turned(), 0, rows.length(), turned.address());
        Kernels.PACKED.dots(
                turned.address(), stride, rows.bits(), rows.base(), rows.rowBytes(), places, count, products);
        float halves = rows.half() * tables.total();
        for (int i = 0; i < count; i++) {
            products[i] -= halves;
        }
    }

    /** The distance to a row beyond that to its centre. */
    float beyondCentre(int place, float share, float product) {
        long factor = rows.factors() + 8L * place;
        return share * Memory.getFloat(factor) + Memory.getFloat(factor + 4) * product;
    }

    /** For the rows of a partition. */
    public FineScorer of(Partition partition) {
        return (places, count, centreDistances, distances) -> {
            products(places, count, distances);
            for (int i = 0; i < count; i++) {
                int list = partition.list(places[i]);
                float centre = centreDistances[list];
                distances[i] = centre + beyondCentre(places[i], partition.share(list, centre), distances[i]);
            }
        };
    }
}
