package io.ocellus.vector.index;

/** Plain loops, for a JVM without the Vector API. */
final class ScalarDenseKernels implements DenseKernels {

    private static final int LANES = 16;

    @Override
    public int lanes() {
        return LANES;
    }

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

    @Override
    public boolean reaches(
            int registers,
            long rows,
            int pitch,
            int dimension,
            long block,
            float[] bars,
            int barsAt,
            float[] less,
            int lessAt) {
        int width = LANES * registers;
        float[] products = new float[8 * width];
        add(registers, rows, pitch, dimension, block, products, 0);
        for (int i = 0; i < products.length; i++) {
            if (!(products[i] - less[lessAt + i / width] < bars[barsAt + i % width])) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void add(int registers, long rows, int pitch, int dimensions, long block, float[] out, int outAt) {
        int width = LANES * registers;
        for (int i = 0; i < 8 * width; i++) {
            for (int d = 0; d < dimensions; d++) {
                out[outAt + i] += Memory.getFloat(rows + 4L * ((long) pitch * (i / width) + d))
                        * Memory.getFloat(block + 4L * ((long) width * d + i % width));
            }
        }
    }
}
