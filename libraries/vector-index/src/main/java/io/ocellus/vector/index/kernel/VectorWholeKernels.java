package io.ocellus.vector.index.kernel;

import io.ocellus.vector.index.memory.Memory;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * A product of two bytes fits 16 bits, the square of a difference 16 bits without a sign: both are widened at once, so that
 * sums are exact where {@link VectorByteKernels} keeps its query small instead.
 */
final class VectorWholeKernels extends WholeKernels {

    private static final VectorSpecies<Short> H = ShortVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Byte> B =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(H.vectorBitSize() / 2));
    private static final int WIDTH = H.length();
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private static ShortVector numbers(long at) {
        return (ShortVector)
                ByteVector.fromMemorySegment(B, Memory.ALL, at, ORDER).convertShape(VectorOperators.B2S, H, 0);
    }

    /** Adds both halves of each lane, signed. */
    private static IntVector addSigned(IntVector sum, ShortVector products) {
        IntVector pairs = products.reinterpretAsInts();
        return sum.add(pairs.lanewise(VectorOperators.ASHR, 16))
                .add(pairs.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16));
    }

    /** Adds both halves of each lane, without a sign. */
    private static IntVector addUnsigned(IntVector sum, ShortVector squares) {
        IntVector pairs = squares.reinterpretAsInts();
        return sum.add(pairs.lanewise(VectorOperators.LSHR, 16)).add(pairs.and(0xffff));
    }

    @Override
    public void dots(long query, int rowBytes, long base, int[] rows, int count, int[] out) {
        int i = 0;
        for (; i + 3 < count; i += 4) {
            fourDots(
                    query,
                    rowBytes,
                    base + (long) rowBytes * rows[i],
                    base + (long) rowBytes * rows[i + 1],
                    base + (long) rowBytes * rows[i + 2],
                    base + (long) rowBytes * rows[i + 3],
                    out,
                    i);
        }
        for (; i < count; i++) {
            out[i] = dot(query, rowBytes, base + (long) rowBytes * rows[i]);
        }
    }

    private static void fourDots(long query, int rowBytes, long r0, long r1, long r2, long r3, int[] out, int at) {
        IntVector s0 = IntVector.zero(I);
        IntVector s1 = IntVector.zero(I);
        IntVector s2 = IntVector.zero(I);
        IntVector s3 = IntVector.zero(I);
        for (int d = 0; d < rowBytes; d += WIDTH) {
            ShortVector q = ShortVector.fromMemorySegment(H, Memory.ALL, query + 2L * d, ORDER);
            s0 = addSigned(s0, q.mul(numbers(r0 + d)));
            s1 = addSigned(s1, q.mul(numbers(r1 + d)));
            s2 = addSigned(s2, q.mul(numbers(r2 + d)));
            s3 = addSigned(s3, q.mul(numbers(r3 + d)));
        }
        out[at] = s0.reduceLanes(VectorOperators.ADD);
        out[at + 1] = s1.reduceLanes(VectorOperators.ADD);
        out[at + 2] = s2.reduceLanes(VectorOperators.ADD);
        out[at + 3] = s3.reduceLanes(VectorOperators.ADD);
    }

    private static int dot(long query, int rowBytes, long row) {
        IntVector sum = IntVector.zero(I);
        for (int d = 0; d < rowBytes; d += WIDTH) {
            ShortVector q = ShortVector.fromMemorySegment(H, Memory.ALL, query + 2L * d, ORDER);
            sum = addSigned(sum, q.mul(numbers(row + d)));
        }
        return sum.reduceLanes(VectorOperators.ADD);
    }

    @Override
    public void squares(long query, int rowBytes, long base, int[] rows, int count, int[] out) {
        int i = 0;
        for (; i + 3 < count; i += 4) {
            fourSquares(
                    query,
                    rowBytes,
                    base + (long) rowBytes * rows[i],
                    base + (long) rowBytes * rows[i + 1],
                    base + (long) rowBytes * rows[i + 2],
                    base + (long) rowBytes * rows[i + 3],
                    out,
                    i);
        }
        for (; i < count; i++) {
            out[i] = square(query, rowBytes, base + (long) rowBytes * rows[i]);
        }
    }

    private static void fourSquares(long query, int rowBytes, long r0, long r1, long r2, long r3, int[] out, int at) {
        IntVector s0 = IntVector.zero(I);
        IntVector s1 = IntVector.zero(I);
        IntVector s2 = IntVector.zero(I);
        IntVector s3 = IntVector.zero(I);
        for (int d = 0; d < rowBytes; d += WIDTH) {
            ShortVector q = ShortVector.fromMemorySegment(H, Memory.ALL, query + 2L * d, ORDER);
            ShortVector d0 = q.sub(numbers(r0 + d));
            s0 = addUnsigned(s0, d0.mul(d0));
            ShortVector d1 = q.sub(numbers(r1 + d));
            s1 = addUnsigned(s1, d1.mul(d1));
            ShortVector d2 = q.sub(numbers(r2 + d));
            s2 = addUnsigned(s2, d2.mul(d2));
            ShortVector d3 = q.sub(numbers(r3 + d));
            s3 = addUnsigned(s3, d3.mul(d3));
        }
        out[at] = s0.reduceLanes(VectorOperators.ADD);
        out[at + 1] = s1.reduceLanes(VectorOperators.ADD);
        out[at + 2] = s2.reduceLanes(VectorOperators.ADD);
        out[at + 3] = s3.reduceLanes(VectorOperators.ADD);
    }

    private static int square(long query, int rowBytes, long row) {
        IntVector sum = IntVector.zero(I);
        for (int d = 0; d < rowBytes; d += WIDTH) {
            ShortVector q = ShortVector.fromMemorySegment(H, Memory.ALL, query + 2L * d, ORDER);
            ShortVector difference = q.sub(numbers(row + d));
            sum = addUnsigned(sum, difference.mul(difference));
        }
        return sum.reduceLanes(VectorOperators.ADD);
    }
}
