package io.ocellus.vector.index.kernel;

import io.ocellus.vector.index.memory.Memory;

/** Plain loops, for a JVM without the Vector API. */
final class ScalarFloatKernels extends FloatKernels {

    @Override
    public void negativeDots(long query, int stride, long rows, int count, float[] out, int outAt) {
        for (int i = 0; i < count; i++) {
            out[outAt + i] = -dot(query, stride, rows + 4L * stride * i);
        }
    }

    @Override
    public void squares(long query, int stride, long rows, int count, float[] out, int outAt) {
        for (int i = 0; i < count; i++) {
            out[outAt + i] = square(query, stride, rows + 4L * stride * i);
        }
    }

    @Override
    public void negativeDots(long query, int stride, long base, int[] rows, int count, float[] out) {
        for (int i = 0; i < count; i++) {
            out[i] = -dot(query, stride, base + 4L * stride * rows[i]);
        }
    }

    @Override
    public void squares(long query, int stride, long base, int[] rows, int count, float[] out) {
        for (int i = 0; i < count; i++) {
            out[i] = square(query, stride, base + 4L * stride * rows[i]);
        }
    }

    private static float dot(long query, int stride, long row) {
        float sum = 0;
        for (int d = 0; d < stride; d++) {
            sum += Memory.getFloat(query + 4L * d) * Memory.getFloat(row + 4L * d);
        }
        return sum;
    }

    private static float square(long query, int stride, long row) {
        float sum = 0;
        for (int d = 0; d < stride; d++) {
            float difference = Memory.getFloat(query + 4L * d) - Memory.getFloat(row + 4L * d);
            sum += difference * difference;
        }
        return sum;
    }
}
