package io.ocellus.vector.index.kernel;

import io.ocellus.vector.index.memory.Memory;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Codes rows in four bits a dimension with the Vector API, in two passes: one finds the range, cut where few numbers lie, the
 * other codes and adds up what the codes miss. Rows whose squares leave the range of floats go through the plain loops.
 * Stateless.
 */
final class VectorNibbleEncoder {

    private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
    private static final int WIDTH = F.length();
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private static final VectorShuffle<Integer> SWAP1 = VectorShuffle.fromOp(I, lane -> lane ^ 1);
    private static final VectorShuffle<Integer> SWAP2 = VectorShuffle.fromOp(I, lane -> lane ^ 2);

    /** Where four codes lie in 16 bits. */
    private static final IntVector PLACES = IntVector.zero(I).addIndex(4).and(15);

    private VectorNibbleEncoder() {}

    /** {@link NibbleKernels#encode}. */
    static void encode(NibbleLayout layout, long row, int place, long codes) {
        int dimension = layout.dimension();
        int whole = (dimension - 1) & -WIDTH;
        VectorMask<Float> some = VectorMask.fromLong(F, -1L >>> (64 - (dimension - whole)));
        float origin = Memory.getFloat(row);
        FloatVector least = FloatVector.broadcast(F, Float.POSITIVE_INFINITY);
        FloatVector most = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
        FloatVector sums = FloatVector.zero(F);
        FloatVector spreads = FloatVector.zero(F);
        FloatVector lengths = FloatVector.zero(F);
        for (int d = 0; d < whole; d += WIDTH) {
            FloatVector x = FloatVector.fromMemorySegment(F, Memory.ALL, row + 4L * d, ORDER);
            least = least.blend(x, x.compare(VectorOperators.LT, least));
            most = most.blend(x, x.compare(VectorOperators.GT, most));
            FloatVector from = x.sub(origin);
            sums = sums.add(from);
            spreads = from.fma(from, spreads);
            lengths = x.fma(x, lengths);
        }
        FloatVector end = FloatVector.fromMemorySegment(F, Memory.ALL, row + 4L * whole, ORDER, some);
        least = least.blend(end, end.compare(VectorOperators.LT, least).and(some));
        most = most.blend(end, end.compare(VectorOperators.GT, most).and(some));
        FloatVector from = end.sub(origin).blend(0f, some.not());
        float squares = end.fma(end, lengths).reduceLanes(VectorOperators.ADD);
        if (!(squares > 1e-30f && squares < 1e30f)) {
            ScalarNibbleKernels.code(layout, row, place, codes);
            return;
        }
        float mean = sums.add(from).reduceLanes(VectorOperators.ADD) / dimension;
        float spread = from.fma(from, spreads).reduceLanes(VectorOperators.ADD) / dimension - mean * mean;
        float reach = (float) (NibbleLayout.CUT * Math.sqrt(Math.max(0, spread)));
        float low = Math.max(least.reduceLanes(VectorOperators.MIN), origin + mean - reach);
        float high = Math.min(most.reduceLanes(VectorOperators.MAX), origin + mean + reach);
        float offset = NibbleLayout.half(low);
        float scale = NibbleLayout.above(Math.max(0, (high - offset) / NibbleLayout.LEVELS));
        float perScale = scale > 0 ? 1 / scale : 0;
        long lane = layout.lane(codes, place);
        FloatVector missing = FloatVector.zero(F);
        FloatVector kept = FloatVector.zero(F);
        for (int d = 0; d < whole; d += WIDTH) {
            FloatVector x = FloatVector.fromMemorySegment(F, Memory.ALL, row + 4L * d, ORDER);
            IntVector code = code(x, offset, perScale);
            FloatVector stands = stands(code, offset, scale);
            FloatVector less = x.sub(stands);
            missing = less.fma(less, missing);
            kept = stands.fma(stands, kept);
            pack(code, lane + 16L * d, WIDTH / 4);
        }
        IntVector code = code(end, offset, perScale).blend(0, some.not().cast(I));
        FloatVector stands = stands(code, offset, scale).blend(0f, some.not());
        FloatVector less = end.sub(stands);
        pack(code, lane + 16L * whole, layout.quads() - whole / 4);
        layout.numbers(
                codes,
                place,
                scale,
                offset,
                less.fma(less, missing).reduceLanes(VectorOperators.ADD),
                stands.fma(stands, kept).reduceLanes(VectorOperators.ADD),
                squares);
    }

    /** How many steps a number lies above the offset. */
    static IntVector code(FloatVector x, float offset, float perScale) {
        IntVector code = (IntVector) x.sub(offset).mul(perScale).add(0.5f).convert(VectorOperators.F2I, 0);
        return code.max(0).min(NibbleLayout.LEVELS);
    }

    /** What a code stands for. */
    static FloatVector stands(IntVector code, float offset, float scale) {
        return ((FloatVector) code.convert(VectorOperators.I2F, 0))
                .fma(FloatVector.broadcast(F, scale), FloatVector.broadcast(F, offset));
    }

    /** Four codes each go into 16 bits. */
    private static void pack(IntVector code, long lane, int quads) {
        IntVector placed = code.lanewise(VectorOperators.LSHL, PLACES);
        placed = placed.or(placed.rearrange(SWAP1));
        placed = placed.or(placed.rearrange(SWAP2));
        Memory.setShort(lane, (short) placed.lane(0));
        if (WIDTH > 4 && quads > 1) {
            Memory.setShort(lane + 64, (short) placed.lane(4));
        }
        if (WIDTH > 8 && quads > 2) {
            Memory.setShort(lane + 128, (short) placed.lane(8));
            if (quads > 3) {
                Memory.setShort(lane + 192, (short) placed.lane(12));
            }
        }
    }
}
