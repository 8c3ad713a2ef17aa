package io.ocellus.vector.index.kernel;

import io.ocellus.vector.index.memory.Memory;

/** Plain loops, for a JVM without the Vector API. */
final class ScalarColumnKernels implements ColumnKernels {

    @Override
    public int columns() {
        return 16;
    }

    @Override
    public void columnDots(
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
    public int greatest(float[] values, int at, float[] less, int count) {
        int best = 0;
        for (int i = 1; i < count; i++) {
            if (values[at + i] - less[i] > values[at + best] - less[best]) {
                best = i;
            }
        }
        return best;
    }

    @Override
    public int reaching(float[] values, int at, int count, float[] bars, int barsAt, float less, int[] places) {
        int found = 0;
        for (int i = 0; i < count; i++) {
            if (!(values[at + i] - less < bars[barsAt + i])) {
                places[found++] = i;
            }
        }
        return found;
    }
}
