package io.ocellus.vector.index.kernel;

import io.ocellus.vector.index.memory.Memory;

/** Plain loops, for a JVM without the Vector API. */
final class ScalarDenseKernels implements DenseKernels {

    @Override
    public void distances(
            boolean squared, long query, int dimension, long rows, int pitch, int count, float[] out, int outAt) {
        for (int i = 0; i < count; i++) {
            out[outAt + i] = distance(squared, query, dimension, rows + 4L * pitch * i);
        }
    }

    @Override
    public void distances(
            boolean squared, long query, int dimension, long base, int pitch, int[] rows, int count, float[] out) {
        for (int i = 0; i < count; i++) {
            out[i] = distance(squared, query, dimension, base + 4L * pitch * rows[i]);
        }
    }

    @Override
    public float distance(boolean squared, long query, int dimension, long row) {
        float sum = 0;
        for (int d = 0; d < dimension; d++) {
            float x = Memory.getFloat(query + 4L * d);
            float y = Memory.getFloat(row + 4L * d);
            sum += squared ? (x - y) * (x - y) : x * y;
        }
        return squared ? sum : -sum;
    }

    @Override
    public void normalise(int dimension, long rows, int pitch, int count, long target, int targetPitch) {
        for (int i = 0; i < count; i++) {
            normalise(dimension, rows + 4L * pitch * i, target + 4L * targetPitch * i);
        }
    }

    static void normalise(int dimension, long row, long target) {
        double squares = 0;
        for (int d = 0; d < dimension; d++) {
            double value = Memory.getFloat(row + 4L * d);
            squares += value * value;
        }
        double factor = squares == 0 ? 0 : 1 / Math.sqrt(squares);
        for (int d = 0; d < dimension; d++) {
            Memory.setFloat(target + 4L * d, (float) (Memory.getFloat(row + 4L * d) * factor));
        }
    }
}
