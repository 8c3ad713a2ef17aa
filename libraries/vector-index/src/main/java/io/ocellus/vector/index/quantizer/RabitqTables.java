package io.ocellus.vector.index.quantizer;

import io.ocellus.vector.index.kernel.Kernels;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.SearchParameters;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The query turned as the rows were; sums of its numbers by the bits of {@link RabitqCode}. */
public final class RabitqTables implements EstimateTables {

    private final int dimension;
    private final float[] middle;
    private final Rotation rotation;
    private final float[] turned;
    private final float[] products;
    private final MemorySegment table;
    private final float[] scale = new float[2];
    private float total;

    /** @param middle what is taken off queries first, as it was off rows */
    public RabitqTables(int dimension, float[] middle) {
        this.dimension = dimension;
        this.middle = middle;
        int groups = RabitqCode.groups(dimension);
        this.rotation = new Rotation(groups * RabitqCode.GROUP);
        this.turned = new float[rotation.length()];
        this.products = new float[64 * groups];
        this.table = Memory.allocate(Arena.ofAuto(), 64L * groups);
    }

    @Override
    public void query(long address, SearchParameters parameters) {
        java.util.Arrays.fill(turned, 0);
        Memory.read(address, turned, 0, dimension);
        for (int d = 0; d < dimension; d++) {
            turned[d] -= middle[d];
        }
        rotation.apply(turned);
        int bits = parameters.integer("rbq_query_bits", 0, 0);
        if (bits > 0) {
            round(bits);
        }
        total = 0;
        for (float number : turned) {
            total += number;
        }
        Kernels.ESTIMATES.subsetTables(turned, rotation.length() / RabitqCode.GROUP, products, table.address(), scale);
    }

    private void round(int bits) {
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (float number : turned) {
            least = Math.min(least, number);
            most = Math.max(most, number);
        }
        float unit = (most - least) / ((1 << bits) - 1);
        for (int i = 0; i < turned.length && unit > 0; i++) {
            turned[i] = least + unit * Math.round((turned[i] - least) / unit);
        }
    }

    /** The turned query. */
    float[] turned() {
        return turned;
    }

    float total() {
        return total;
    }

    @Override
    public long table() {
        return table.address();
    }

    @Override
    public float offset() {
        return 2 * scale[0] - total;
    }

    @Override
    public float step() {
        return 2 * scale[1];
    }

    /** The same as lists give. */
    @Override
    public float sum(EstimateBlocks blocks, int list, int index) {
        int steps = 0;
        for (int group = 0; group < blocks.groups(); group++) {
            steps += Memory.getByte(table.address() + 64L * group + blocks.code(list, index, group));
        }
        return offset() + step() * steps;
    }
}
