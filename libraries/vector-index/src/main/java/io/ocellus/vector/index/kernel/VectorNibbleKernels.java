package io.ocellus.vector.index.kernel;

import io.ocellus.vector.index.memory.Memory;
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
    private static final int HALVES = NibbleLayout.HALVES;

    /** How far codes are shifted, lane by lane: shifts of all lanes by one number take two instructions. */
    private static final ShortVector BY4 = ShortVector.broadcast(H, 4);

    private static final ShortVector BY8 = ShortVector.broadcast(H, 8);
    private static final ShortVector BY12 = ShortVector.broadcast(H, 12);

    @Override
    public void encode(NibbleLayout layout, long row, int place, long codes) {
        VectorNibbleEncoder.encode(layout, row, place, codes);
    }

    @Override
    public void bounds(NibbleQuery query, long groups, int count, float[] out, int outAt) {
        NibbleLayout layout = query.layout;
        int groupBytes = layout.groupBytes();
        int[] sums = new int[4 * WIDTH];
        for (int half = 0; half < 16; half += WIDTH) {
            int group = 0;
            for (; group + 1 < count; group += 2) {
                long at = groups + (long) groupBytes * group;
                two(query, layout, at, half, sums);
                bound(query, sums, 0, at, half, out, outAt + GROUP * group + half);
                bound(query, sums, 2 * WIDTH, at + groupBytes, half, out, outAt + GROUP * group + GROUP + half);
            }
            if (group < count) {
                long at = groups + (long) groupBytes * group;
                one(query, layout, at, half, sums);
                bound(query, sums, 0, at, half, out, outAt + GROUP * group + half);
            }
        }
    }

    private static void two(NibbleQuery query, NibbleLayout layout, long group, int half, int[] sums) {
        ShortVector by4 = BY4;
        ShortVector by8 = BY8;
        ShortVector by12 = BY12;
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
                a = a.add(x.lanewise(VectorOperators.LSHR, by4).mul(q1));
                b = b.add(y.lanewise(VectorOperators.LSHR, by4).mul(q1));
                ShortVector q2 = IntVector.broadcast(I, Memory.getInt(steps + 16L * quad + 8))
                        .reinterpretAsShorts();
                a = a.add(x.lanewise(VectorOperators.LSHR, by8).mul(q2));
                b = b.add(y.lanewise(VectorOperators.LSHR, by8).mul(q2));
                ShortVector q3 = IntVector.broadcast(I, Memory.getInt(steps + 16L * quad + 12))
                        .reinterpretAsShorts();
                a = a.add(x.lanewise(VectorOperators.LSHR, by12).mul(q3));
                b = b.add(y.lanewise(VectorOperators.LSHR, by12).mul(q3));
            }
            IntVector wideA = a.reinterpretAsInts();
            a0 = a0.add(wideA.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16));
            a1 = a1.add(wideA.lanewise(VectorOperators.ASHR, 16));
            IntVector wideB = b.reinterpretAsInts();
            b0 = b0.add(wideB.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16));
            b1 = b1.add(wideB.lanewise(VectorOperators.ASHR, 16));
        }
        a0.intoArray(sums, 0);
        a1.intoArray(sums, WIDTH);
        b0.intoArray(sums, 2 * WIDTH);
        b1.intoArray(sums, 3 * WIDTH);
    }

    private static void one(NibbleQuery query, NibbleLayout layout, long group, int half, int[] sums) {
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
        a0.intoArray(sums, 0);
        a1.intoArray(sums, WIDTH);
    }

    /**
     * Of {@code half ..} and of {@code 16 + half ..}, whose numbers of 16 bits lie in pairs. Apart from the sums of products,
     * because the compiler gives up on larger methods.
     */
    private static void bound(NibbleQuery query, int[] sums, int sumsAt, long group, int half, float[] out, int at) {
        IntVector products = IntVector.fromArray(I, sums, sumsAt);
        IntVector otherProducts = IntVector.fromArray(I, sums, sumsAt + WIDTH);
        NibbleLayout layout = query.layout;
        long numbers = layout.numbers(group) + 4L * half;
        IntVector scales = IntVector.fromMemorySegment(I, Memory.ALL, numbers, ORDER);
        IntVector offsets = IntVector.fromMemorySegment(I, Memory.ALL, numbers + HALVES, ORDER);
        IntVector errors = IntVector.fromMemorySegment(I, Memory.ALL, numbers + 2L * HALVES, ORDER);
        IntVector lengths = IntVector.fromMemorySegment(I, Memory.ALL, numbers + 3L * HALVES, ORDER);
        FloatVector most = most(query, products, first(scales), first(offsets), first(errors), first(lengths));
        // Where a number may only be too small, what lies below it need not be cleared.
        FloatVector otherMost = most(
                query,
                otherProducts,
                second(scales),
                second(offsets),
                errors.reinterpretAsFloats(),
                lengths.reinterpretAsFloats());
        switch (query.metric) {
            case L2 -> {
                FloatVector base = FloatVector.broadcast(F, query.base);
                FloatVector bySquare = FloatVector.broadcast(F, query.bySquare);
                long squares = layout.squares(group) + 4L * half;
                read(squares).fma(bySquare, base).sub(most).intoArray(out, at);
                read(squares + 64).fma(bySquare, base).sub(otherMost).intoArray(out, at + 16);
            }
            case COSINE -> {
                long inverses = layout.inverses(group) + 4L * half;
                most.neg().mul(read(inverses)).intoArray(out, at);
                otherMost.neg().mul(read(inverses + 64)).intoArray(out, at + 16);
            }
            default -> {
                most.neg().intoArray(out, at);
                otherMost.neg().intoArray(out, at + 16);
            }
        }
    }

    private static FloatVector read(long at) {
        return FloatVector.fromMemorySegment(F, Memory.ALL, at, ORDER);
    }

    private static FloatVector first(IntVector pairs) {
        return pairs.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
    }

    private static FloatVector second(IntVector pairs) {
        return pairs.and(0xffff0000).reinterpretAsFloats();
    }

    private static FloatVector most(
            NibbleQuery query,
            IntVector products,
            FloatVector scale,
            FloatVector offset,
            FloatVector error,
            FloatVector length) {
        FloatVector most = ((FloatVector) products.convert(VectorOperators.I2F, 0))
                .mul(scale)
                .mul(query.byProduct);
        most = offset.fma(FloatVector.broadcast(F, query.byOffset), most);
        most = error.fma(FloatVector.broadcast(F, query.byError), most);
        return length.fma(FloatVector.broadcast(F, query.byLength), most);
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
