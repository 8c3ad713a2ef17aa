package io.ocellus.vector.index.row;

import io.ocellus.vector.index.kernel.Kernels;
import io.ocellus.vector.index.memory.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Vectors turned into columns, in blocks as wide as two registers: many inner products without a sum across lanes. Half
 * the squared norms lie beside them, so that the nearest of them is the greatest product less that. Immutable; its memory is
 * freed with it.
 */
public final class ColumnBlocks {

    private final MemorySegment blocks;
    private final float[] halfNorms;
    private final int count;
    private final int blockCount;
    private final int dimension;
    private final int stride;

    /**
     * @param vectors {@code count} rows of {@code stride} floats
     */
    public ColumnBlocks(float[] vectors, int count, int dimension, int stride) {
        int columns = Kernels.COLUMNS.columns();
        this.count = count;
        this.dimension = dimension;
        this.stride = stride;
        this.blockCount = (count + columns - 1) / columns;
        this.blocks = Memory.allocate(Arena.ofAuto(), 4L * blockCount * columns * dimension);
        this.halfNorms = new float[blockCount * columns];
        float[] block = new float[columns * dimension];
        for (int first = 0; first < count; first += columns) {
            Arrays.fill(block, 0);
            for (int i = first; i < Math.min(count, first + columns); i++) {
                double norm = 0;
                for (int d = 0; d < dimension; d++) {
                    float value = vectors[i * stride + d];
                    norm += (double) value * value;
                    block[columns * d + i - first] = value;
                }
                halfNorms[i] = (float) (norm / 2);
            }
            Memory.write(block, 0, block.length, blocks.address() + 4L * first * dimension);
        }
        Arrays.fill(halfNorms, count, halfNorms.length, Float.POSITIVE_INFINITY);
    }

    int count() {
        return count;
    }

    /** The count rounded up to whole blocks: how much room a row of {@link #dots} needs. */
    public int width() {
        return halfNorms.length;
    }

    public float halfNorm(int i) {
        return halfNorms[i];
    }

    /** {@code out[q * width + i]}; columns beyond the count give 0. */
    public void dots(long queries, int queryCount, float[] out) {
        Kernels.COLUMNS.columnDots(
                queries, queryCount, stride, dimension, blocks.address(), blockCount, out, halfNorms.length);
    }

    /** The nearest column of each query, by Euclidean distance. */
    public void nearest(long queries, int queryCount, float[] scratch, int[] nearest, int at) {
        dots(queries, queryCount, scratch);
        for (int q = 0; q < queryCount; q++) {
            nearest[at + q] = Kernels.COLUMNS.greatest(scratch, q * halfNorms.length, halfNorms, halfNorms.length);
        }
    }
}
