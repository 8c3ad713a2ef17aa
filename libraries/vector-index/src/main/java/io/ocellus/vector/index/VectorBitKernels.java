package io.ocellus.vector.index;

import java.nio.ByteOrder;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Bits of as many words as a register has are counted at once, words left over one by one. */
final class VectorBitKernels extends BitKernels {

    private static final VectorSpecies<Long> L = LongVector.SPECIES_PREFERRED;
    private static final int WIDTH = 8 * L.length();
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    @Override
    void differing(long query, int rowBytes, long base, int[] rows, int count, int[] out) {
        int whole = rowBytes / WIDTH * WIDTH;
        for (int i = 0; i < count; i++) {
            long row = base + (long) rowBytes * rows[i];
            int sum = whole == 0 ? 0 : differing(query, row, whole);
            for (int at = whole; at < rowBytes; at += 8) {
                sum += Long.bitCount(Memory.getLong(query + at) ^ Memory.getLong(row + at));
            }
            out[i] = sum;
        }
    }

    private static int differing(long query, long row, int bytes) {
        LongVector sum = LongVector.zero(L);
        for (int at = 0; at < bytes; at += WIDTH) {
            LongVector a = LongVector.fromMemorySegment(L, Memory.ALL, query + at, ORDER);
            LongVector b = LongVector.fromMemorySegment(L, Memory.ALL, row + at, ORDER);
            sum = sum.add(a.lanewise(VectorOperators.XOR, b).lanewise(VectorOperators.BIT_COUNT));
        }
        return (int) sum.reduceLanes(VectorOperators.ADD);
    }

    @Override
    void shared(long query, int rowBytes, long base, int[] rows, int count, int[] both, int[] either) {
        int whole = rowBytes / WIDTH * WIDTH;
        for (int i = 0; i < count; i++) {
            long row = base + (long) rowBytes * rows[i];
            both[i] = 0;
            either[i] = 0;
            if (whole > 0) {
                shared(query, row, whole, both, either, i);
            }
            for (int at = whole; at < rowBytes; at += 8) {
                long a = Memory.getLong(query + at);
                long b = Memory.getLong(row + at);
                both[i] += Long.bitCount(a & b);
                either[i] += Long.bitCount(a | b);
            }
        }
    }

    private static void shared(long query, long row, int bytes, int[] both, int[] either, int i) {
        LongVector and = LongVector.zero(L);
        LongVector or = LongVector.zero(L);
        for (int at = 0; at < bytes; at += WIDTH) {
            LongVector a = LongVector.fromMemorySegment(L, Memory.ALL, query + at, ORDER);
            LongVector b = LongVector.fromMemorySegment(L, Memory.ALL, row + at, ORDER);
            and = and.add(a.and(b).lanewise(VectorOperators.BIT_COUNT));
            or = or.add(a.or(b).lanewise(VectorOperators.BIT_COUNT));
        }
        both[i] = (int) and.reduceLanes(VectorOperators.ADD);
        either[i] = (int) or.reduceLanes(VectorOperators.ADD);
    }
}
