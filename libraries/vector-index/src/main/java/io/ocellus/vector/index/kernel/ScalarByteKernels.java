package io.ocellus.vector.index.kernel;

import io.ocellus.vector.index.memory.Memory;

/** Plain loops, for a JVM without the Vector API. */
final class ScalarByteKernels extends ByteKernels {

    @Override
    public void dots(long query, int stride, long base, int[] rows, int count, int[] out) {
        for (int i = 0; i < count; i++) {
            long row = base + (long) stride * rows[i];
            int sum = 0;
            for (int d = 0; d < stride; d++) {
                sum += Memory.getShort(query + 2L * d) * Memory.getByte(row + d);
            }
            out[i] = sum;
        }
    }
}
