package io.ocellus.vector.index.quantizer;

import io.ocellus.vector.index.memory.Memory;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Registers of 64 bytes: a table of 64 entries is one register, and one permutation of it looks up 64 rows. Four entries of
 * at most 63 fit a byte, so sums are widened once in four groups.
 */
final class VectorCodeKernels extends CodeKernels {

    private static final VectorSpecies<Byte> B = ByteVector.SPECIES_512;
    private static final VectorSpecies<Byte> QUARTER = ByteVector.SPECIES_128;
    private static final VectorSpecies<Short> H = ShortVector.SPECIES_512;
    private static final VectorSpecies<Float> F = FloatVector.SPECIES_512;
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    @Override
    int nearest(float[] centres, int at, int width, float[] values) {
        FloatVector a = FloatVector.zero(F);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector e = a;
        for (int d = 0; d < width; d++) {
            FloatVector v = FloatVector.broadcast(F, values[d]);
            int from = at + d * CodeBook.CENTRES;
            FloatVector x = FloatVector.fromArray(F, centres, from).sub(v);
            FloatVector y = FloatVector.fromArray(F, centres, from + 16).sub(v);
            FloatVector z = FloatVector.fromArray(F, centres, from + 32).sub(v);
            FloatVector w = FloatVector.fromArray(F, centres, from + 48).sub(v);
            a = x.fma(x, a);
            b = y.fma(y, b);
            c = z.fma(z, c);
            e = w.fma(w, e);
        }
        float least = a.min(b).min(c.min(e)).reduceLanes(VectorOperators.MIN);
        long found = a.compare(VectorOperators.LE, least).toLong()
                | b.compare(VectorOperators.LE, least).toLong() << 16
                | c.compare(VectorOperators.LE, least).toLong() << 32
                | e.compare(VectorOperators.LE, least).toLong() << 48;
        return Long.numberOfTrailingZeros(found) & 63;
    }

    @Override
    public void tables(
            CodeBook book,
            long query,
            int dimension,
            float factor,
            float spread,
            float[] products,
            long table,
            float[] scale) {
        int width = book.width();
        int groups = book.groups();
        float[] centres = book.centres();
        float base = 0;
        float range = spread;
        for (int group = 0; group < groups; group++) {
            FloatVector a = FloatVector.zero(F);
            FloatVector b = a;
            FloatVector c = a;
            FloatVector e = a;
            for (int d = 0; d < width; d++) {
                int place = group * width + d;
                if (place >= dimension) {
                    break;
                }
                FloatVector v = FloatVector.broadcast(F, Memory.getFloat(query + 4L * place) * factor);
                int from = place * CodeBook.CENTRES;
                a = v.fma(FloatVector.fromArray(F, centres, from), a);
                b = v.fma(FloatVector.fromArray(F, centres, from + 16), b);
                c = v.fma(FloatVector.fromArray(F, centres, from + 32), c);
                e = v.fma(FloatVector.fromArray(F, centres, from + 48), e);
            }
            IntVector w = ordered(a);
            IntVector x = ordered(b);
            IntVector y = ordered(c);
            IntVector z = ordered(e);
            float min = of(w.min(x).min(y.min(z)).reduceLanes(VectorOperators.MIN));
            float max = of(w.max(x).max(y.max(z)).reduceLanes(VectorOperators.MAX));
            base += min;
            range = Math.max(range, max - min);
            int to = group * CodeBook.CENTRES;
            a.sub(min).intoArray(products, to);
            b.sub(min).intoArray(products, to + 16);
            c.sub(min).intoArray(products, to + 32);
            e.sub(min).intoArray(products, to + 48);
        }
        int levels = levels(book.groups());
        float steps = range > 0 ? levels / range : 0;
        for (int i = 0; i < groups * CodeBook.CENTRES; i += 16) {
            ByteVector entries = (ByteVector) FloatVector.fromArray(F, products, i)
                    .mul(steps)
                    .add(0.5f)
                    .convertShape(VectorOperators.F2B, QUARTER, 0);
            entries.intoMemorySegment(Memory.ALL, table + i, ORDER);
        }
        scale[0] = base;
        scale[1] = range / levels;
    }

    /** Whole numbers in the order of the floats: the least of these is one instruction, of floats six. */
    private static IntVector ordered(FloatVector floats) {
        IntVector bits = floats.reinterpretAsInts();
        return bits.lanewise(
                VectorOperators.XOR, bits.lanewise(VectorOperators.ASHR, 31).and(Integer.MAX_VALUE));
    }

    private static float of(int ordered) {
        return Float.intBitsToFloat(ordered ^ (ordered >> 31 & Integer.MAX_VALUE));
    }

    @Override
    public int scan(long codes, int blocks, int groups, long table, int limit, int[] places, short[] sums) {
        int count = 0;
        short bar = (short) Math.min(limit, Short.MAX_VALUE);
        for (int block = 0; block < blocks; block++) {
            long at = codes + (long) groups * BLOCK * block;
            ShortVector even = ShortVector.zero(H);
            ShortVector odd = ShortVector.zero(H);
            int group = 0;
            for (; group + 3 < groups; group += 4) {
                long offset = (long) group * BLOCK;
                ByteVector s = ByteVector.fromMemorySegment(B, Memory.ALL, at + offset, ORDER)
                        .selectFrom(ByteVector.fromMemorySegment(B, Memory.ALL, table + offset, ORDER));
                ByteVector t = ByteVector.fromMemorySegment(B, Memory.ALL, at + offset + 64, ORDER)
                        .selectFrom(ByteVector.fromMemorySegment(B, Memory.ALL, table + offset + 64, ORDER));
                ByteVector u = ByteVector.fromMemorySegment(B, Memory.ALL, at + offset + 128, ORDER)
                        .selectFrom(ByteVector.fromMemorySegment(B, Memory.ALL, table + offset + 128, ORDER));
                ByteVector v = ByteVector.fromMemorySegment(B, Memory.ALL, at + offset + 192, ORDER)
                        .selectFrom(ByteVector.fromMemorySegment(B, Memory.ALL, table + offset + 192, ORDER));
                ShortVector four = s.add(t).add(u.add(v)).reinterpretAsShorts();
                even = even.add(four.and((short) 0xff));
                odd = odd.add(four.lanewise(VectorOperators.LSHR, 8));
            }
            for (; group < groups; group++) {
                long offset = (long) group * BLOCK;
                ShortVector one = ByteVector.fromMemorySegment(B, Memory.ALL, at + offset, ORDER)
                        .selectFrom(ByteVector.fromMemorySegment(B, Memory.ALL, table + offset, ORDER))
                        .reinterpretAsShorts();
                even = even.add(one.and((short) 0xff));
                odd = odd.add(one.lanewise(VectorOperators.LSHR, 8));
            }
            VectorMask<Short> evenHits = even.compare(VectorOperators.LE, bar);
            VectorMask<Short> oddHits = odd.compare(VectorOperators.LE, bar);
            long evens = evenHits.toLong();
            long odds = oddHits.toLong();
            if ((evens | odds) != 0) {
                even.intoArray(sums, count);
                int kept = pick(evens, sums, count, places, block * BLOCK);
                odd.intoArray(sums, count + kept);
                count += kept;
                count += pick(odds, sums, count, places, block * BLOCK + 1);
            }
        }
        return count;
    }

    /** Moves the sums that are hits to the front, in place. */
    private static int pick(long hits, short[] sums, int at, int[] places, int first) {
        int kept = 0;
        for (long left = hits; left != 0; left &= left - 1) {
            int lane = Long.numberOfTrailingZeros(left);
            sums[at + kept] = sums[at + lane];
            places[at + kept] = first + 2 * lane;
            kept++;
        }
        return kept;
    }
}
