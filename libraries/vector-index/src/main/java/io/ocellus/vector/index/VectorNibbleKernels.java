package io.ocellus.vector.index;

import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Rows lie in lanes, so nothing is summed across lanes: four dimensions of 32 rows are one load, and a product of 16 bits
 * serves as many rows as a register has lanes. Two groups run side by side and share the query.
 */
final class VectorNibbleKernels implements NibbleKernels {

    private static final VectorSpecies<Short> H = ShortVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
    private static final int WIDTH = F.length();
    private static final int GROUP = NibbleLayout.GROUP;
    private static final int SEGMENT_QUADS = NibbleLayout.SEGMENT / 4;
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    @Override
    public void bounds(NibbleQuery query, long groups, int count, float[] out) {
        NibbleLayout layout = query.layout();
        int groupBytes = layout.groupBytes();
        for (int half = 0; half < 16; half += WIDTH) {
            int group = 0;
            for (; group + 1 < count; group += 2) {
                two(query, layout, groups + (long) groupBytes * group, half, out, GROUP * group);
            }
            if (group < count) {
                one(query, layout, groups + (long) groupBytes * group, half, out, GROUP * group);
            }
        }
    }

    private static void two(NibbleQuery query, NibbleLayout layout, long group, int half, float[] out, int at) {
        long other = group + layout.groupBytes();
        long lanes = 4L * half;
        IntVector a0 = IntVector.zero(I);
        IntVector a1 = IntVector.zero(I);
        IntVector b0 = IntVector.zero(I);
        IntVector b1 = IntVector.zero(I);
        int quads = layout.quads();
        long steps = query.steps;
        for (int first = 0; first < quads; first += SEGMENT_QUADS) {
            ShortVector a = ShortVector.zero(H);
            ShortVector b = ShortVector.zero(H);
            int end = Math.min(quads, first + SEGMENT_QUADS);
            for (int quad = first; quad < end; quad++) {
                ShortVector x = ShortVector.fromMemorySegment(H, Memory.ALL, group + 64L * quad + lanes, ORDER);
                ShortVector y = ShortVector.fromMemorySegment(H, Memory.ALL, other + 64L * quad + lanes, ORDER);
                ShortVector q0 = IntVector.broadcast(I, Memory.getInt(steps + 16L * quad))
                        .reinterpretAsShorts();
                a = a.add(x.mul(q0));
                b = b.add(y.mul(q0));
                ShortVector q1 = IntVector.broadcast(I, Memory.getInt(steps + 16L * quad + 4))
                        .reinterpretAsShorts();
                a = a.add(x.lanewise(VectorOperators.LSHR, 4).mul(q1));
                b = b.add(y.lanewise(VectorOperators.LSHR, 4).mul(q1));
                ShortVector q2 = IntVector.broadcast(I, Memory.getInt(steps + 16L * quad + 8))
                        .reinterpretAsShorts();
                a = a.add(x.lanewise(VectorOperators.LSHR, 8).mul(q2));
                b = b.add(y.lanewise(VectorOperators.LSHR, 8).mul(q2));
                ShortVector q3 = IntVector.broadcast(I, Memory.getInt(steps + 16L * quad + 12))
                        .reinterpretAsShorts();
                a = a.add(x.lanewise(VectorOperators.LSHR, 12).mul(q3));
                b = b.add(y.lanewise(VectorOperators.LSHR, 12).mul(q3));
            }
            IntVector wideA = a.reinterpretAsInts();
            a0 = a0.add(wideA.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16));
            a1 = a1.add(wideA.lanewise(VectorOperators.ASHR, 16));
            IntVector wideB = b.reinterpretAsInts();
            b0 = b0.add(wideB.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16));
            b1 = b1.add(wideB.lanewise(VectorOperators.ASHR, 16));
        }
        boolean normed = layout.metric() == Metric.L2;
        bound(query, normed, a0, group + 64L * quads + lanes, out, at + half);
        bound(query, normed, a1, group + 64L * quads + lanes + 64, out, at + half + 16);
        bound(query, normed, b0, other + 64L * quads + lanes, out, at + GROUP + half);
        bound(query, normed, b1, other + 64L * quads + lanes + 64, out, at + GROUP + half + 16);
    }

    private static void one(NibbleQuery query, NibbleLayout layout, long group, int half, float[] out, int at) {
        long lanes = 4L * half;
        IntVector a0 = IntVector.zero(I);
        IntVector a1 = IntVector.zero(I);
        int quads = layout.quads();
        long steps = query.steps;
        for (int first = 0; first < quads; first += SEGMENT_QUADS) {
            ShortVector a = ShortVector.zero(H);
            int end = Math.min(quads, first + SEGMENT_QUADS);
            for (int quad = first; quad < end; quad++) {
                ShortVector x = ShortVector.fromMemorySegment(H, Memory.ALL, group + 64L * quad + lanes, ORDER);
                for (int j = 0; j < 4; j++) {
                    ShortVector q = IntVector.broadcast(I, Memory.getInt(steps + 16L * quad + 4L * j))
                            .reinterpretAsShorts();
                    a = a.add(x.lanewise(VectorOperators.LSHR, 4L * j).mul(q));
                }
            }
            IntVector wide = a.reinterpretAsInts();
            a0 = a0.add(wide.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16));
            a1 = a1.add(wide.lanewise(VectorOperators.ASHR, 16));
        }
        boolean normed = layout.metric() == Metric.L2;
        bound(query, normed, a0, group + 64L * quads + lanes, out, at + half);
        bound(query, normed, a1, group + 64L * quads + lanes + 64, out, at + half + 16);
    }

    private static void bound(
            NibbleQuery query, boolean normed, IntVector products, long numbers, float[] out, int at) {
        FloatVector scaled = ((FloatVector) products.convert(VectorOperators.I2F, 0))
                .mul(FloatVector.fromMemorySegment(F, Memory.ALL, numbers, ORDER))
                .mul(query.byProduct);
        FloatVector most = FloatVector.fromMemorySegment(F, Memory.ALL, numbers + 4L * GROUP, ORDER)
                .fma(FloatVector.broadcast(F, query.byOffset), scaled);
        most = FloatVector.fromMemorySegment(F, Memory.ALL, numbers + 8L * GROUP, ORDER)
                .fma(FloatVector.broadcast(F, query.byError), most);
        most = FloatVector.fromMemorySegment(F, Memory.ALL, numbers + 12L * GROUP, ORDER)
                .fma(FloatVector.broadcast(F, query.byLength), most);
        FloatVector bound = FloatVector.broadcast(F, query.base);
        if (normed) {
            bound = bound.add(FloatVector.fromMemorySegment(F, Memory.ALL, numbers + 16L * GROUP, ORDER));
        }
        bound.sub(most).intoArray(out, at);
    }

    @Override
    public int within(float[] bounds, int from, int count, float bar, int[] places) {
        int found = 0;
        int i = from;
        int end = from + count;
        for (; i + WIDTH <= end; i += WIDTH) {
            VectorMask<Float> above = FloatVector.fromArray(F, bounds, i).compare(VectorOperators.GT, bar);
            long kept = ~above.toLong() & (1L << WIDTH) - 1;
            while (kept != 0) {
                places[found++] = i + Long.numberOfTrailingZeros(kept);
                kept &= kept - 1;
            }
        }
        for (; i < end; i++) {
            if (!(bounds[i] > bar)) {
                places[found++] = i;
            }
        }
        return found;
    }
}
