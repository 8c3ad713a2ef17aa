package io.ocellus.vector.index.kernel;

import io.ocellus.vector.index.memory.Memory;
import java.nio.ByteOrder;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Bits of as many words as a register has are counted at once, words left over one by one. */
final class VectorBitKernels extends BitKernels {

    private static final VectorSpecies<Long> L = LongVector.SPECIES_PREFERRED;
    private static final int WIDTH = 8 * L.length();

    /** Rows whose sums share a word. */
    private static final int QUAD = 4;

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    @Override
    public void differing(long query, int rowBytes, long base, int[] rows, int count, int[] out) {
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
    public void shared(long query, int rowBytes, long base, int[] rows, int count, int[] both, int[] either) {
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

    @Override
    public void weighted(
            long planes, int planeBytes, long base, int rowBytes, int[] rows, int from, int count, int[] out) {
        int first = 0;
        if (planeBytes == WIDTH) {
            first = count & -QUAD;
            quads(planes, base, rowBytes, rows, from, first, out);
        }
        for (int i = first; i < count; i++) {
            out[i] = weighted(planes, planeBytes, base + (long) rowBytes * rows[from + i]);
        }
    }

    private static int weighted(long planes, int planeBytes, long row) {
        LongVector sum = LongVector.zero(L);
        for (int at = 0; at < planeBytes; at += WIDTH) {
            LongVector bits = load(row + at);
            sum = sum.add(bits.and(load(planes + at)).lanewise(VectorOperators.BIT_COUNT))
                    .sub(bits.and(load(planes + planeBytes + at)).lanewise(VectorOperators.BIT_COUNT));
        }
        return (int) sum.reduceLanes(VectorOperators.ADD);
    }

    /** Rows of one register, whose sums have 16 bits: four are added up at once. The query stays in two registers. */
    private static void quads(long planes, long base, int rowBytes, int[] rows, int from, int count, int[] out) {
        LongVector more = load(planes);
        LongVector less = load(planes + WIDTH);
        for (int i = 0; i < count; i += QUAD) {
            LongVector sum = LongVector.zero(L);
            for (int j = QUAD - 1; j >= 0; j--) {
                LongVector bits = load(base + (long) rowBytes * rows[from + i + j]);
                LongVector row = bits.and(more)
                        .lanewise(VectorOperators.BIT_COUNT)
                        .sub(bits.and(less).lanewise(VectorOperators.BIT_COUNT));
                sum = sum.lanewise(VectorOperators.LSHL, 16).add(row);
            }
            long sums = sum.reduceLanes(VectorOperators.ADD);
            for (int j = 0; j < QUAD; j++) {
                out[i + j] = (short) sums;
                // A sum below zero has borrowed from the one above.
                sums = (sums - (short) sums) >> 16;
            }
        }
    }

    private static LongVector load(long address) {
        return LongVector.fromMemorySegment(L, Memory.ALL, address, ORDER);
    }
}
