package io.ocellus.vector.index;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Vectors turned into columns, in blocks as wide as two registers: many inner products without a sum across lanes. Half
 * the squared norms lie beside them, so that the nearest of them is the greatest product less that. Immutable; its memory is
 * freed with it.
 */
final class ColumnBlocks {

    private final MemorySegment blocks;
    private final float[] halfNorms;
    private final int count;
    private final int blockCount;
    private final int dimension;
    private final int stride;

    /**
     * @param vectors {@code count} rows of {@code stride} floats
     */
    ColumnBlocks(float[] vectors, int count, int dimension, int stride) {
        int columns = Kernels.FLOATS.columns();
        this.count = count;
        this.dimension = dimension;
        this.stride = stride;
        this.blockCount = (count + columns - 1) / columns;
        this.blocks = Memory.allocate(Arena.ofAuto(), 4L * blockCount * columns * dimension);
        this.halfNorms = new float[blockCount * columns];
        for (int i = 0; i < halfNorms.length; i++) {
            halfNorms[i] = i < count ? 0 : Float.POSITIVE_INFINITY;
        }
        for (int i = 0; i < count; i++) {
            long at = blocks.address() + 4L * columns * dimension * (i / columns) + 4L * (i % columns);
            double norm = 0;
            for (int d = 0; d < dimension; d++) {
                float value = vectors[i * stride + d];
                norm += (double) value * value;
                Memory.setFloat(at + 4L * columns * d, value);
            }
            halfNorms[i] = (float) (norm / 2);
        }
    }

    int count() {
        return count;
    }

    /** The count rounded up to whole blocks: how much room a row of {@link #dots} needs. */
    int width() {
        return halfNorms.length;
    }

    float halfNorm(int i) {
        return halfNorms[i];
    }

    /** {@code out[q * width + i]}; columns beyond the count give 0. */
    void dots(long queries, int queryCount, float[] out) {
        Kernels.FLOATS.columnDots(
                queries, queryCount, stride, dimension, blocks.address(), blockCount, out, halfNorms.length);
    }

    /** The nearest column of each query, by Euclidean distance. */
    void nearest(long queries, int queryCount, float[] scratch, int[] nearest, int at) {
        dots(queries, queryCount, scratch);
        for (int q = 0; q < queryCount; q++) {
            nearest[at + q] = Kernels.FLOATS.greatest(scratch, q * halfNorms.length, halfNorms, halfNorms.length);
        }
    }
}
