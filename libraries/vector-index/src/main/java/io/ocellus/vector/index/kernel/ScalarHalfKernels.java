package io.ocellus.vector.index.kernel;

import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.ElementType;

/** Plain loops, for a JVM without the Vector API. */
final class ScalarHalfKernels extends HalfKernels {

    ScalarHalfKernels(ElementType element) {
        super(element);
    }

    private float number(long at) {
        return Float.intBitsToFloat((Memory.getShort(at) << shift()) & mask()) * factor();
    }

    @Override
    public void dots(long query, int stride, long base, int[] rows, int count, float[] out) {
        for (int i = 0; i < count; i++) {
            long row = base + 2L * stride * rows[i];
            float sum = 0;
            for (int d = 0; d < stride; d++) {
                sum += Memory.getFloat(query + 4L * d) * number(row + 2L * d);
            }
            out[i] = sum;
        }
    }

    @Override
    public void squares(long query, int stride, long base, int[] rows, int count, float[] out) {
        for (int i = 0; i < count; i++) {
            long row = base + 2L * stride * rows[i];
            float sum = 0;
            for (int d = 0; d < stride; d++) {
                float difference = Memory.getFloat(query + 4L * d) - number(row + 2L * d);
                sum += difference * difference;
            }
            out[i] = sum;
        }
    }
}
