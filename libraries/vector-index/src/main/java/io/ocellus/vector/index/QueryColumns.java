package io.ocellus.vector.index;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Queries turned into columns, in blocks two registers wide and at the end one, for products with rows as they lie. What
 * would fill less than half of a last register is left over, to be compared query by query. Immutable; its memory is freed
 * with it.
 */
final class QueryColumns {

    private final MemorySegment columns;
    private final int lanes = Kernels.DENSE.lanes();
    private final int dimension;
    private final int registers;
    private final int count;

    /**
     * @param queries {@code count} rows of {@code stride} floats
     */
    QueryColumns(float[] queries, int count, int dimension, int stride) {
        this.dimension = dimension;
        this.registers = count / lanes + (2 * (count % lanes) > lanes ? 1 : 0);
        this.count = Math.min(count, registers * lanes);
        this.columns = Memory.allocate(Arena.ofAuto(), 4L * registers * lanes * dimension);
        for (int q = 0; q < this.count; q++) {
            int block = q / (2 * lanes);
            long at = address(block) + 4L * (q % (2 * lanes));
            long step = 4L * lanes * registers(block);
            for (int d = 0; d < dimension; d++) {
                Memory.setFloat(at + step * d, queries[q * stride + d]);
            }
        }
    }

    /** How many queries are columns: the first. */
    int count() {
        return count;
    }

    /** The columns with those that are empty. */
    int width() {
        return registers * lanes;
    }

    int blocks() {
        return (registers + 1) / 2;
    }

    /** The first query of a block. */
    int first(int block) {
        return 2 * lanes * block;
    }

    int registers(int block) {
        return Math.min(2, registers - 2 * block);
    }

    /** Where a block lies: one dimension after the other, the queries' numbers in each. */
    long address(int block) {
        return columns.address() + 8L * lanes * dimension * block;
    }
}
