package io.ocellus.vector.index.kernel;

import io.ocellus.vector.index.memory.Memory;

/** Plain loops, for a JVM without the Vector API. */
final class ScalarWholeKernels extends WholeKernels {

    @Override
    public void dots(long query, int rowBytes, long base, int[] rows, int count, int[] out) {
        for (int i = 0; i < count; i++) {
            long row = base + (long) rowBytes * rows[i];
            int sum = 0;
            for (int d = 0; d < rowBytes; d++) {
                sum += Memory.getShort(query + 2L * d) * Memory.getByte(row + d);
            }
            out[i] = sum;
        }
    }

    @Override
    public void squares(long query, int rowBytes, long base, int[] rows, int count, int[] out) {
        for (int i = 0; i < count; i++) {
            long row = base + (long) rowBytes * rows[i];
            int sum = 0;
            for (int d = 0; d < rowBytes; d++) {
                int difference = Memory.getShort(query + 2L * d) - Memory.getByte(row + d);
                sum += difference * difference;
            }
            out[i] = sum;
        }
    }
}
