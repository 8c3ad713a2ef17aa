package io.ocellus.vector.index;

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

    @Override
    int columns() {
        return 16;
    }

    @Override
    void columnDots(
            long queries,
            int count,
            int stride,
            int dimension,
            long blocks,
            int blockCount,
            float[] out,
            int outStride) {
        for (int q = 0; q < count; q++) {
            for (int column = 0; column < blockCount * 16; column++) {
                long block = blocks + 64L * dimension * (column >> 4) + 4L * (column & 15);
                float sum = 0;
                for (int d = 0; d < dimension; d++) {
                    sum += Memory.getFloat(queries + 4L * ((long) q * stride + d)) * Memory.getFloat(block + 64L * d);
                }
                out[q * outStride + column] = sum;
            }
        }
    }

    @Override
    int greatest(float[] values, int at, float[] less, int count) {
        int best = 0;
        for (int i = 1; i < count; i++) {
            if (values[at + i] - less[i] > values[at + best] - less[best]) {
                best = i;
            }
        }
        return best;
    }

    @Override
    int reaching(float[] values, int at, int count, float[] bars, int barsAt, float less, int[] places) {
        int found = 0;
        for (int i = 0; i < count; i++) {
            if (!(values[at + i] - less < bars[barsAt + i])) {
                places[found++] = i;
            }
        }
        return found;
    }
}
