package io.ocellus.vector.index.kernel;

import io.ocellus.vector.index.memory.Memory;

/** Plain loops, for a JVM without the Vector API. */
public final class ScalarWideningKernels implements WideningKernels {

    @Override
    public void halves(HalfKernels form, long at, int count, float times, float[] target, int to) {
        int shift = form.shift();
        int mask = form.mask();
        float factor = form.factor();
        for (int i = 0; i < count; i++) {
            target[to + i] = Float.intBitsToFloat((Memory.getShort(at + 2L * i) << shift) & mask) * factor * times;
        }
    }

    @Override
    public void bytes(long at, int count, float times, float[] target, int to) {
        for (int i = 0; i < count; i++) {
            target[to + i] = Memory.getByte(at + i) * times;
        }
    }
}
