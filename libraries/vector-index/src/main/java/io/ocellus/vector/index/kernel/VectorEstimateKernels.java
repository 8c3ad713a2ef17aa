package io.ocellus.vector.index.kernel;

import io.ocellus.vector.index.memory.Memory;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Registers of 64 bytes: one permutation looks up 64 rows in 64 entries, four and three choices in 256. */
final class VectorEstimateKernels extends EstimateKernels {

    private static final VectorSpecies<Byte> B = ByteVector.SPECIES_512;
    private static final VectorSpecies<Byte> QUARTER = ByteVector.SPECIES_128;
    private static final VectorSpecies<Short> H = ShortVector.SPECIES_512;
    private static final VectorSpecies<Float> F = FloatVector.SPECIES_512;
    private static final VectorSpecies<Integer> I = IntVector.SPECIES_512;
    private static final int[] EVERY_FOURTH = {0, 4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60};
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    /** Which of sixteen subsets hold the number, for the four lowest bits. */
    private static final float[] HELD = new float[64];

    static {
        for (int i = 0; i < 64; i++) {
            HELD[i] = (((i & 15) >> (i >> 4)) & 1) != 0 ? 1 : 0;
        }
    }

    @Override
    public int scan(
            long blocks,
            int rows,
            int groups,
            int factors,
            int entries,
            long table,
            float offset,
            float step,
            float share,
            float limit,
            int[] places,
            float[] estimates) {
        // Sums of a list first, estimates then: in one loop the compiler gives up inlining and boxes vectors.
        int blockBytes = blockBytes(groups, factors);
        if (entries == 64) {
            sums64(blocks, rows, groups, blockBytes, table, estimates);
        } else {
            sums256(blocks, rows, groups, blockBytes, table, estimates);
        }
        return within(blocks, rows, groups, factors, offset, step, share, limit, places, estimates);
    }

    /** Sums of 16 bits: those of a block's even rows, then those of its odd ones. */
    private static void sums64(long blocks, int rows, int groups, int blockBytes, long table, float[] sums) {
        for (int first = 0; first < rows; first += BLOCK) {
            long at = blocks + (long) blockBytes * (first / BLOCK);
            int width = width(rows - first);
            ShortVector even = ShortVector.zero(H);
            ShortVector odd = ShortVector.zero(H);
            int group = 0;
            for (; group + 3 < groups; group += 4) {
                long o = at + (long) group * width;
                long entries = table + 64L * group;
                ByteVector s = look(o, entries);
                ByteVector t = look(o + width, entries + 64);
                ByteVector u = look(o + 2L * width, entries + 128);
                ByteVector v = look(o + 3L * width, entries + 192);
                ShortVector four = s.add(t).add(u.add(v)).reinterpretAsShorts();
                even = even.add(four.and((short) 0xff));
                odd = odd.add(four.lanewise(VectorOperators.LSHR, 8));
            }
            for (; group < groups; group++) {
                ShortVector one =
                        look(at + (long) group * width, table + 64L * group).reinterpretAsShorts();
                even = even.add(one.and((short) 0xff));
                odd = odd.add(one.lanewise(VectorOperators.LSHR, 8));
            }
            keep(even, sums, first);
            keep(odd, sums, first + 32);
        }
    }

    /** Into the second quarter of a half: the first one is where estimates go that are made of the lower sums. */
    private static void keep(ShortVector half, float[] sums, int at) {
        half.reinterpretAsFloats().intoArray(sums, at + 16);
    }

    private static ByteVector look(long codes, long table) {
        return ByteVector.fromMemorySegment(B, Memory.ALL, codes, ORDER)
                .selectFrom(ByteVector.fromMemorySegment(B, Memory.ALL, table, ORDER));
    }

    /** Estimates take the place of the sums, those within the limit first. */
    private static int within(
            long blocks,
            int rows,
            int groups,
            int factors,
            float offset,
            float step,
            float share,
            float limit,
            int[] places,
            float[] estimates) {
        int hits = 0;
        for (int at = 0; at < rows; at += BLOCK) {
            int width = width(rows - at);
            long factor = blocks + (long) blockBytes(groups, factors) * (at / BLOCK) + (long) groups * width;
            for (int part = 0; part < BLOCK; part += 16) {
                IntVector sums = FloatVector.fromArray(F, estimates, at + part | 16)
                        .reinterpretAsInts()
                        .lanewise(VectorOperators.LSHR, part & 16)
                        .and(0xffff);
                FloatVector estimate = ((FloatVector) sums.convertShape(VectorOperators.I2F, F, 0))
                        .mul(step)
                        .add(offset);
                if (factors > 0) {
                    long own = factor + (long) part * width / 16;
                    FloatVector add = FloatVector.fromMemorySegment(F, Memory.ALL, own, ORDER)
                            .mul(share);
                    estimate = factors == 1
                            ? estimate.add(add)
                            : estimate.fma(FloatVector.fromMemorySegment(F, Memory.ALL, own + 4L * width, ORDER), add);
                }
                VectorMask<Float> found = estimate.compare(VectorOperators.LE, limit);
                if (found.anyTrue()) {
                    estimate.compress(found).intoArray(estimates, hits);
                    IntVector.fromArray(I, EVERY_FOURTH, 0)
                            .add(at + (part & 16) / 8 + part / 32)
                            .compress(found.cast(I))
                            .intoArray(places, hits);
                    hits += found.trueCount();
                }
            }
        }
        return hits;
    }

    private static void sums256(long blocks, int rows, int groups, int blockBytes, long table, float[] sums) {
        for (int first = 0; first < rows; first += BLOCK) {
            long at = blocks + (long) blockBytes * (first / BLOCK);
            int width = width(rows - first);
            ShortVector even = ShortVector.zero(H);
            ShortVector odd = ShortVector.zero(H);
            for (int group = 0; group < groups; group++) {
                ByteVector codes = ByteVector.fromMemorySegment(B, Memory.ALL, at + (long) group * width, ORDER);
                long entries = table + 256L * group;
                VectorMask<Byte> second = codes.and((byte) 64).compare(VectorOperators.NE, (byte) 0);
                ByteVector low = codes.selectFrom(ByteVector.fromMemorySegment(B, Memory.ALL, entries, ORDER))
                        .blend(
                                codes.selectFrom(ByteVector.fromMemorySegment(B, Memory.ALL, entries + 64, ORDER)),
                                second);
                ByteVector high = codes.selectFrom(ByteVector.fromMemorySegment(B, Memory.ALL, entries + 128, ORDER))
                        .blend(
                                codes.selectFrom(ByteVector.fromMemorySegment(B, Memory.ALL, entries + 192, ORDER)),
                                second);
                ShortVector one = low.blend(high, codes.compare(VectorOperators.LT, (byte) 0))
                        .reinterpretAsShorts();
                even = even.add(one.and((short) 0xff));
                odd = odd.add(one.lanewise(VectorOperators.LSHR, 8));
            }
            keep(even, sums, first);
            keep(odd, sums, first + 32);
        }
    }

    @Override
    public void subsetTables(float[] numbers, int groups, float[] products, long table, float[] scale) {
        FloatVector h0 = FloatVector.fromArray(F, HELD, 0);
        FloatVector h1 = FloatVector.fromArray(F, HELD, 16);
        FloatVector h2 = FloatVector.fromArray(F, HELD, 32);
        FloatVector h3 = FloatVector.fromArray(F, HELD, 48);
        float base = 0;
        float range = 0;
        for (int group = 0; group < groups; group++) {
            int at = 6 * group;
            float least = 0;
            float most = 0;
            for (int i = at; i < at + 6; i++) {
                least += Math.min(0, numbers[i]);
                most += Math.max(0, numbers[i]);
            }
            base += least;
            range = Math.max(range, most - least);
            FloatVector sums = h0.mul(numbers[at])
                    .add(h1.mul(numbers[at + 1]))
                    .add(h2.mul(numbers[at + 2]))
                    .add(h3.mul(numbers[at + 3]))
                    .sub(least);
            sums.intoArray(products, 64 * group);
            sums.add(numbers[at + 4]).intoArray(products, 64 * group + 16);
            sums.add(numbers[at + 5]).intoArray(products, 64 * group + 32);
            sums.add(numbers[at + 4] + numbers[at + 5]).intoArray(products, 64 * group + 48);
        }
        int levels = levels(groups);
        float steps = range > 0 ? levels / range : 0;
        for (int i = 0; i < 64 * groups; i += 16) {
            round(FloatVector.fromArray(F, products, i), steps, table + i);
        }
        scale[0] = base;
        scale[1] = range / levels;
    }

    private static void round(FloatVector values, float steps, long to) {
        ((ByteVector) values.mul(steps).add(0.5f).convertShape(VectorOperators.F2B, QUARTER, 0))
                .intoMemorySegment(Memory.ALL, to, ORDER);
    }

    @Override
    public void productTables(
            float[] centres,
            int groups,
            int width,
            int entries,
            long query,
            float[] products,
            long table,
            float[] scale) {
        float base = 0;
        float range = 0;
        float[] least = new float[groups];
        for (int group = 0; group < groups; group++) {
            FloatVector min = FloatVector.broadcast(F, Float.POSITIVE_INFINITY);
            FloatVector max = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
            for (int entry = 0; entry < entries; entry += 16) {
                FloatVector sum = FloatVector.zero(F);
                for (int d = 0; d < width; d++) {
                    int place = group * width + d;
                    sum = FloatVector.fromArray(F, centres, place * entries + entry)
                            .fma(FloatVector.broadcast(F, Memory.getFloat(query + 4L * place)), sum);
                }
                sum.intoArray(products, group * entries + entry);
                min = min.min(sum);
                max = max.max(sum);
            }
            least[group] = min.reduceLanes(VectorOperators.MIN);
            base += least[group];
            range = Math.max(range, max.reduceLanes(VectorOperators.MAX) - least[group]);
        }
        int levels = levels(groups);
        float steps = range > 0 ? levels / range : 0;
        for (int i = 0; i < entries * groups; i += 16) {
            round(FloatVector.fromArray(F, products, i).sub(least[i / entries]), steps, table + i);
        }
        scale[0] = base;
        scale[1] = range / levels;
    }
}
