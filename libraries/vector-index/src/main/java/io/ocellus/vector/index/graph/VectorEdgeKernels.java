package io.ocellus.vector.index.graph;

import io.ocellus.vector.index.memory.Memory;
import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Registers of 64 bytes: one permutation looks up two groups of 32 neighbours, each group in its own half of the table. Four
 * entries of at most 63 fit a byte, so sums are widened once in four look-ups.
 */
final class VectorEdgeKernels extends EdgeKernels {

    private static final VectorSpecies<Byte> B = ByteVector.SPECIES_512;
    private static final VectorSpecies<Byte> QUARTER = ByteVector.SPECIES_128;
    private static final VectorSpecies<Short> H = ShortVector.SPECIES_512;
    private static final VectorSpecies<Integer> I = IntVector.SPECIES_512;
    private static final VectorSpecies<Float> F = FloatVector.SPECIES_512;
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    /** Bit 5 in the upper half: its look-ups go to the upper half of the table. */
    private static final ByteVector HALVES = halves();

    private static ByteVector halves() {
        byte[] halves = new byte[64];
        Arrays.fill(halves, 32, 64, (byte) 32);
        return ByteVector.fromArray(B, halves, 0);
    }

    @Override
    int nearest(float[] centres, int at, int width, float[] values, int from) {
        FloatVector sum = FloatVector.zero(F);
        for (int d = 0; d < width; d++) {
            FloatVector difference = FloatVector.fromArray(F, centres, at + d * EdgeCodes.CENTRES)
                    .sub(FloatVector.broadcast(F, values[from + d]));
            sum = difference.fma(difference, sum);
        }
        float least = sum.reduceLanes(VectorOperators.MIN);
        return Long.numberOfTrailingZeros(sum.compare(VectorOperators.LE, least).toLong()) & 15;
    }

    @Override
    void code(
            EdgeCodes book,
            float[] halfNorms,
            float[] steps,
            float[] origin,
            byte[] codes,
            float[] along,
            float[] fromOrigin) {
        int padded = book.padded();
        int width = book.width();
        int[] slots = new int[F.length()];
        Arrays.setAll(slots, slot -> slot * padded);
        float[] values = new float[width * F.length()];
        float[] origins = new float[EdgeCodes.CENTRES];
        int[] nearest = new int[4 * LANES];
        Arrays.fill(along, 0);
        Arrays.fill(fromOrigin, 0);
        for (int group = 0; group < book.groups(); group++) {
            int place = group * width;
            products(book.centres(), place, width, origin, origins);
            for (int half = 0; half < LANES; half += F.length()) {
                turn(steps, half * padded + place, slots, width, values);
                nearest(book.centres(), halfNorms, group, width, values, origins, nearest, half, along, fromOrigin);
            }
            if ((group & 3) == 3) {
                store(nearest, codes, QUAD * (group >> 2));
            }
        }
    }

    /** The nearest centre for each of sixteen slots. */
    private static void nearest(
            float[] centres,
            float[] halfNorms,
            int group,
            int width,
            float[] values,
            float[] origins,
            int[] nearest,
            int half,
            float[] along,
            float[] fromOrigin) {
        FloatVector best = FloatVector.broadcast(F, Float.POSITIVE_INFINITY);
        FloatVector bestHalf = FloatVector.zero(F);
        FloatVector bestOrigin = FloatVector.zero(F);
        IntVector bestCentre = IntVector.zero(I);
        for (int c = 0; c < EdgeCodes.CENTRES; c++) {
            float halfNorm = halfNorms[group * EdgeCodes.CENTRES + c];
            FloatVector far = FloatVector.broadcast(F, halfNorm);
            for (int d = 0; d < width; d++) {
                float centre = centres[(group * width + d) * EdgeCodes.CENTRES + c];
                far = FloatVector.fromArray(F, values, d * F.length()).fma(FloatVector.broadcast(F, -centre), far);
            }
            VectorMask<Float> nearer = far.compare(VectorOperators.LT, best);
            best = best.blend(far, nearer);
            bestHalf = bestHalf.blend(halfNorm, nearer);
            bestOrigin = bestOrigin.blend(origins[c], nearer);
            bestCentre = bestCentre.blend(c, nearer.cast(I));
        }
        FloatVector.fromArray(F, along, half).add(bestHalf).sub(best).intoArray(along, half);
        FloatVector.fromArray(F, fromOrigin, half).add(bestOrigin).intoArray(fromOrigin, half);
        bestCentre.intoArray(nearest, (group & 3) * LANES + half);
    }

    /** A quad: slots of the first half in even bytes, of the second in odd ones, groups 2 and 3 above 0 and 1. */
    private static void store(int[] nearest, byte[] codes, int at) {
        for (int pair = 0; pair < 2; pair++) {
            int low = pair * LANES;
            int high = (pair + 2) * LANES;
            for (int i = 0; i < LANES / 2; i++) {
                int to = at + pair * LANES + 2 * i;
                codes[to] = (byte) (nearest[low + i] | nearest[high + i] << 4);
                codes[to + 1] = (byte) (nearest[low + LANES / 2 + i] | nearest[high + LANES / 2 + i] << 4);
            }
        }
    }

    /** {@code values[d][slot]} of one group. */
    private static void turn(float[] steps, int at, int[] slots, int width, float[] values) {
        for (int d = 0; d < width; d++) {
            FloatVector.fromArray(F, steps, at + d, slots, 0).intoArray(values, d * F.length());
        }
    }

    /** Of the node with each centre of a group. */
    private static void products(float[] centres, int place, int width, float[] origin, float[] products) {
        FloatVector sum = FloatVector.zero(F);
        for (int d = 0; d < width; d++) {
            sum = FloatVector.fromArray(F, centres, (place + d) * EdgeCodes.CENTRES)
                    .fma(FloatVector.broadcast(F, origin[place + d]), sum);
        }
        sum.intoArray(products, 0);
    }

    @Override
    void tables(EdgeCodes book, long query, int dimension, float[] products, long table, float[] scale) {
        float base = 0;
        float range = 0;
        float[] centres = book.centres();
        for (int group = 0; group < book.groups(); group++) {
            FloatVector sum = FloatVector.zero(F);
            int end = Math.min(dimension, (group + 1) * book.width());
            for (int place = group * book.width(); place < end; place++) {
                FloatVector value = FloatVector.broadcast(F, -Memory.getFloat(query + 4L * place));
                sum = FloatVector.fromArray(F, centres, place * EdgeCodes.CENTRES)
                        .fma(value, sum);
            }
            float least = sum.reduceLanes(VectorOperators.MIN);
            range = Math.max(range, sum.reduceLanes(VectorOperators.MAX) - least);
            base += least;
            sum.sub(least).intoArray(products, group * EdgeCodes.CENTRES);
        }
        float steps = range > 0 ? 63 / range : 0;
        for (int group = 0; group < book.groups(); group++) {
            ByteVector entries = (ByteVector) FloatVector.fromArray(F, products, group * EdgeCodes.CENTRES)
                    .mul(steps)
                    .add(0.5f)
                    .convertShape(VectorOperators.F2B, QUARTER, 0);
            entries.intoMemorySegment(Memory.ALL, table + 32L * group, ORDER);
        }
        scale[0] = base;
        scale[1] = range / 63;
    }

    @Override
    int scan(long codes, int quads, long table, long factors, float node, float[] scale, float bar, float[] distances) {
        sum(codes, quads, table, distances);
        return distances(0, factors, node, scale, bar, distances)
                | (distances(1, factors, node, scale, bar, distances) << (LANES / 2));
    }

    // What comes after passes through the array: in one method with it the compiler stops inlining and makes objects of
    // registers.
    private static void sum(long codes, int quads, long table, float[] sums) {
        ShortVector even = ShortVector.zero(H);
        ShortVector odd = ShortVector.zero(H);
        int quad = 0;
        for (; quad + 1 < quads; quad += 2) {
            ByteVector x = ByteVector.fromMemorySegment(B, Memory.ALL, codes + (long) QUAD * quad, ORDER);
            ByteVector y = ByteVector.fromMemorySegment(B, Memory.ALL, codes + (long) QUAD * quad + QUAD, ORDER);
            long entries = table + (long) QUAD_TABLE * quad;
            ByteVector s =
                    x.and((byte) 15).or(HALVES).selectFrom(ByteVector.fromMemorySegment(B, Memory.ALL, entries, ORDER));
            ByteVector t = x.reinterpretAsShorts()
                    .lanewise(VectorOperators.LSHR, 4)
                    .reinterpretAsBytes()
                    .and((byte) 15)
                    .or(HALVES)
                    .selectFrom(ByteVector.fromMemorySegment(B, Memory.ALL, entries + 64, ORDER));
            ByteVector u = y.and((byte) 15)
                    .or(HALVES)
                    .selectFrom(ByteVector.fromMemorySegment(B, Memory.ALL, entries + 128, ORDER));
            ByteVector v = y.reinterpretAsShorts()
                    .lanewise(VectorOperators.LSHR, 4)
                    .reinterpretAsBytes()
                    .and((byte) 15)
                    .or(HALVES)
                    .selectFrom(ByteVector.fromMemorySegment(B, Memory.ALL, entries + 192, ORDER));
            ShortVector four = s.add(t).add(u.add(v)).reinterpretAsShorts();
            even = even.add(four.and((short) 0xff));
            odd = odd.add(four.lanewise(VectorOperators.LSHR, 8));
        }
        if (quad < quads) {
            ByteVector x = ByteVector.fromMemorySegment(B, Memory.ALL, codes + (long) QUAD * quad, ORDER);
            long entries = table + (long) QUAD_TABLE * quad;
            ByteVector s =
                    x.and((byte) 15).or(HALVES).selectFrom(ByteVector.fromMemorySegment(B, Memory.ALL, entries, ORDER));
            ByteVector t = x.reinterpretAsShorts()
                    .lanewise(VectorOperators.LSHR, 4)
                    .reinterpretAsBytes()
                    .and((byte) 15)
                    .or(HALVES)
                    .selectFrom(ByteVector.fromMemorySegment(B, Memory.ALL, entries + 64, ORDER));
            ShortVector two = s.add(t).reinterpretAsShorts();
            even = even.add(two.and((short) 0xff));
            odd = odd.add(two.lanewise(VectorOperators.LSHR, 8));
        }
        even.reinterpretAsFloats().intoArray(sums, 0);
        odd.reinterpretAsFloats().intoArray(sums, LANES / 2);
    }

    /** Of slots 0 to 15, or 16 to 31; the array holds their sums, and then their distances. */
    private static int distances(int half, long factors, float node, float[] scale, float bar, float[] distances) {
        int from = half * (LANES / 2);
        long at = factors + 4L * from;
        ShortVector sums = FloatVector.fromArray(F, distances, from).reinterpretAsShorts();
        IntVector lower = (IntVector) sums.convertShape(VectorOperators.S2I, I, 0);
        IntVector upper = (IntVector) sums.convertShape(VectorOperators.S2I, I, 1);
        FloatVector sum = (FloatVector) lower.add(upper).convert(VectorOperators.I2F, 0);
        FloatVector bias = FloatVector.fromMemorySegment(F, Memory.ALL, at + 4L * LANES, ORDER)
                .add(node);
        FloatVector product = sum.fma(FloatVector.broadcast(F, scale[1]), FloatVector.broadcast(F, scale[0]));
        FloatVector distance = product.fma(FloatVector.fromMemorySegment(F, Memory.ALL, at, ORDER), bias);
        distance.intoArray(distances, from);
        return (int) distance.compare(VectorOperators.LT, bar).toLong();
    }
}
