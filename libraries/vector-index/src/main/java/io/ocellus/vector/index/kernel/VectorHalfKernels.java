package io.ocellus.vector.index.kernel;

import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.ElementType;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Four rows a step: one load of the query serves four. */
final class VectorHalfKernels extends HalfKernels {

    private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Short> H =
            VectorSpecies.of(short.class, VectorShape.forBitSize(F.vectorBitSize() / 2));
    private static final int WIDTH = F.length();
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    VectorHalfKernels(ElementType element) {
        super(element);
    }

    private static FloatVector numbers(long at, int shift, int mask, float factor) {
        return ((IntVector)
                        ShortVector.fromMemorySegment(H, Memory.ALL, at, ORDER).convertShape(VectorOperators.S2I, I, 0))
                .lanewise(VectorOperators.LSHL, shift)
                .and(mask)
                .reinterpretAsFloats()
                .mul(factor);
    }

    @Override
    public void dots(long query, int stride, long base, int[] rows, int count, float[] out) {
        long bytes = 2L * stride;
        int i = 0;
        for (; i + 3 < count; i += 4) {
            fourDots(
                    query,
                    stride,
                    base + bytes * rows[i],
                    base + bytes * rows[i + 1],
                    base + bytes * rows[i + 2],
                    base + bytes * rows[i + 3],
                    out,
                    i);
        }
        for (; i < count; i++) {
            out[i] = dot(query, stride, base + bytes * rows[i]);
        }
    }

    private void fourDots(long query, int stride, long r0, long r1, long r2, long r3, float[] out, int at) {
        int shift = shift();
        int mask = mask();
        float factor = factor();
        FloatVector s0 = FloatVector.zero(F);
        FloatVector s1 = FloatVector.zero(F);
        FloatVector s2 = FloatVector.zero(F);
        FloatVector s3 = FloatVector.zero(F);
        for (int d = 0; d < stride; d += WIDTH) {
            FloatVector x = FloatVector.fromMemorySegment(F, Memory.ALL, query + 4L * d, ORDER);
            s0 = x.fma(numbers(r0 + 2L * d, shift, mask, factor), s0);
            s1 = x.fma(numbers(r1 + 2L * d, shift, mask, factor), s1);
            s2 = x.fma(numbers(r2 + 2L * d, shift, mask, factor), s2);
            s3 = x.fma(numbers(r3 + 2L * d, shift, mask, factor), s3);
        }
        out[at] = s0.reduceLanes(VectorOperators.ADD);
        out[at + 1] = s1.reduceLanes(VectorOperators.ADD);
        out[at + 2] = s2.reduceLanes(VectorOperators.ADD);
        out[at + 3] = s3.reduceLanes(VectorOperators.ADD);
    }

    private float dot(long query, int stride, long row) {
        int shift = shift();
        int mask = mask();
        float factor = factor();
        FloatVector sum = FloatVector.zero(F);
        for (int d = 0; d < stride; d += WIDTH) {
            FloatVector x = FloatVector.fromMemorySegment(F, Memory.ALL, query + 4L * d, ORDER);
            sum = x.fma(numbers(row + 2L * d, shift, mask, factor), sum);
        }
        return sum.reduceLanes(VectorOperators.ADD);
    }

    @Override
    public void squares(long query, int stride, long base, int[] rows, int count, float[] out) {
        long bytes = 2L * stride;
        int i = 0;
        for (; i + 3 < count; i += 4) {
            fourSquares(
                    query,
                    stride,
                    base + bytes * rows[i],
                    base + bytes * rows[i + 1],
                    base + bytes * rows[i + 2],
                    base + bytes * rows[i + 3],
                    out,
                    i);
        }
        for (; i < count; i++) {
            out[i] = square(query, stride, base + bytes * rows[i]);
        }
    }

    private void fourSquares(long query, int stride, long r0, long r1, long r2, long r3, float[] out, int at) {
        int shift = shift();
        int mask = mask();
        float factor = factor();
        FloatVector s0 = FloatVector.zero(F);
        FloatVector s1 = FloatVector.zero(F);
        FloatVector s2 = FloatVector.zero(F);
        FloatVector s3 = FloatVector.zero(F);
        for (int d = 0; d < stride; d += WIDTH) {
            FloatVector x = FloatVector.fromMemorySegment(F, Memory.ALL, query + 4L * d, ORDER);
            FloatVector d0 = x.sub(numbers(r0 + 2L * d, shift, mask, factor));
            s0 = d0.fma(d0, s0);
            FloatVector d1 = x.sub(numbers(r1 + 2L * d, shift, mask, factor));
            s1 = d1.fma(d1, s1);
            FloatVector d2 = x.sub(numbers(r2 + 2L * d, shift, mask, factor));
            s2 = d2.fma(d2, s2);
            FloatVector d3 = x.sub(numbers(r3 + 2L * d, shift, mask, factor));
            s3 = d3.fma(d3, s3);
        }
        out[at] = s0.reduceLanes(VectorOperators.ADD);
        out[at + 1] = s1.reduceLanes(VectorOperators.ADD);
        out[at + 2] = s2.reduceLanes(VectorOperators.ADD);
        out[at + 3] = s3.reduceLanes(VectorOperators.ADD);
    }

    private float square(long query, int stride, long row) {
        int shift = shift();
        int mask = mask();
        float factor = factor();
        FloatVector sum = FloatVector.zero(F);
        for (int d = 0; d < stride; d += WIDTH) {
            FloatVector x = FloatVector.fromMemorySegment(F, Memory.ALL, query + 4L * d, ORDER);
            FloatVector difference = x.sub(numbers(row + 2L * d, shift, mask, factor));
            sum = difference.fma(difference, sum);
        }
        return sum.reduceLanes(VectorOperators.ADD);
    }
}
