package io.ocellus.vector.index.kernel;

import io.ocellus.vector.index.memory.Memory;

/** Plain loops, for a JVM without the Vector API. */
final class ScalarBitKernels extends BitKernels {

    @Override
    public void differing(long query, int rowBytes, long base, int[] rows, int count, int[] out) {
        for (int i = 0; i < count; i++) {
            long row = base + (long) rowBytes * rows[i];
            int sum = 0;
            for (int at = 0; at < rowBytes; at += 8) {
                sum += Long.bitCount(Memory.getLong(query + at) ^ Memory.getLong(row + at));
            }
            out[i] = sum;
        }
    }

    @Override
    public void shared(long query, int rowBytes, long base, int[] rows, int count, int[] both, int[] either) {
        for (int i = 0; i < count; i++) {
            long row = base + (long) rowBytes * rows[i];
            int and = 0;
            int or = 0;
            for (int at = 0; at < rowBytes; at += 8) {
                long a = Memory.getLong(query + at);
                long b = Memory.getLong(row + at);
                and += Long.bitCount(a & b);
                or += Long.bitCount(a | b);
            }
            both[i] = and;
            either[i] = or;
        }
    }

    @Override
    public void weighted(
            long planes, int planeBytes, long base, int rowBytes, int[] rows, int from, int count, int[] out) {
        for (int i = 0; i < count; i++) {
            long row = base + (long) rowBytes * rows[from + i];
            int sum = 0;
            for (int at = 0; at < planeBytes; at += 8) {
                long bits = Memory.getLong(row + at);
                sum += Long.bitCount(bits & Memory.getLong(planes + at))
                        - Long.bitCount(bits & Memory.getLong(planes + planeBytes + at));
            }
            out[i] = sum;
        }
    }
}
