package io.ocellus.vector.index.kernel;

import io.ocellus.vector.index.memory.Memory;

/** Plain loops, for a JVM without the Vector API or a processor without 64-byte permutations. */
final class ScalarPackedKernels extends PackedKernels {

    @Override
    public void dots(long query, int stride, int bits, long base, int rowBytes, int[] rows, int count, float[] out) {
        int mask = (1 << bits) - 1;
        for (int i = 0; i < count; i++) {
            long row = base + (long) rowBytes * rows[i];
            float sum = 0;
            for (int d = 0; d < stride; d++) {
                int at = d * bits;
                int code = (Memory.getShort(row + (at >> 3)) >> (at & 7)) & mask;
                sum += Memory.getFloat(query + 4L * d) * code;
            }
            out[i] = sum;
        }
    }

    @Override
    public void signedDots(long query, int stride, long base, int[] rows, int count, float[] out) {
        for (int i = 0; i < count; i++) {
            long row = base + (long) stride * rows[i];
            float sum = 0;
            for (int d = 0; d < stride; d++) {
                sum += Memory.getFloat(query + 4L * d) * Memory.getByte(row + d);
            }
            out[i] = sum;
        }
    }

    @Override
    public void halfDots(long query, int stride, long base, int rowBytes, int[] rows, int count, float[] out) {
        for (int i = 0; i < count; i++) {
            long row = base + (long) rowBytes * rows[i];
            float sum = 0;
            for (int d = 0; d < rowBytes / 2; d++) {
                sum += Memory.getFloat(query + 4L * d) * Float.float16ToFloat(Memory.getShort(row + 2L * d));
            }
            out[i] = sum;
        }
    }

    @Override
    public void brainDots(long query, int stride, long base, int rowBytes, int[] rows, int count, float[] out) {
        for (int i = 0; i < count; i++) {
            long row = base + (long) rowBytes * rows[i];
            float sum = 0;
            for (int d = 0; d < rowBytes / 2; d++) {
                sum += Memory.getFloat(query + 4L * d) * Float.intBitsToFloat(Memory.getShort(row + 2L * d) << 16);
            }
            out[i] = sum;
        }
    }
}
