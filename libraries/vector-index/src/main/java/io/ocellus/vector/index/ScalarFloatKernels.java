package io.ocellus.vector.index;

/** Plain loops, for a JVM without the Vector API. */
final class ScalarFloatKernels extends FloatKernels {

    @Override
    public void negativeDots(float[] query, int at, int stride, long rows, int count, float[] out, int outAt) {
        for (int i = 0; i < count; i++) {
            out[outAt + i] = -dot(query, at, stride, rows + 4L * stride * i);
        }
    }

    @Override
    public void squares(float[] query, int at, int stride, long rows, int count, float[] out, int outAt) {
        for (int i = 0; i < count; i++) {
            out[outAt + i] = square(query, at, stride, rows + 4L * stride * i);
        }
    }

    @Override
    public void negativeDots(float[] query, int stride, long base, int[] rows, int count, float[] out) {
        for (int i = 0; i < count; i++) {
            out[i] = -dot(query, 0, stride, base + 4L * stride * rows[i]);
        }
    }

    @Override
    public void squares(float[] query, int stride, long base, int[] rows, int count, float[] out) {
        for (int i = 0; i < count; i++) {
            out[i] = square(query, 0, stride, base + 4L * stride * rows[i]);
        }
    }

    private static float dot(float[] query, int at, int stride, long row) {
        float sum = 0;
        for (int d = 0; d < stride; d++) {
            sum += query[at + d] * Memory.getFloat(row + 4L * d);
        }
        return sum;
    }

    private static float square(float[] query, int at, int stride, long row) {
        float sum = 0;
        for (int d = 0; d < stride; d++) {
            float difference = query[at + d] - Memory.getFloat(row + 4L * d);
            sum += difference * difference;
        }
        return sum;
    }
}
