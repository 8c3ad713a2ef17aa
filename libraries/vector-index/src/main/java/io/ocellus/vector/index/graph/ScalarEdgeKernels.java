package io.ocellus.vector.index.graph;

import io.ocellus.vector.index.memory.Memory;
import java.util.Arrays;

/** Plain loops, for a JVM without the Vector API or a processor without 64-byte permutations. */
final class ScalarEdgeKernels extends EdgeKernels {

    @Override
    int nearest(float[] centres, int at, int width, float[] values, int from) {
        int best = 0;
        float least = Float.POSITIVE_INFINITY;
        for (int c = 0; c < EdgeCodes.CENTRES; c++) {
            float sum = 0;
            for (int d = 0; d < width; d++) {
                float difference = values[from + d] - centres[at + d * EdgeCodes.CENTRES + c];
                sum += difference * difference;
            }
            if (sum < least) {
                least = sum;
                best = c;
            }
        }
        return best;
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
        Arrays.fill(codes, (byte) 0);
        int width = book.width();
        for (int slot = 0; slot < LANES; slot++) {
            along[slot] = 0;
            fromOrigin[slot] = 0;
            for (int group = 0; group < book.groups(); group++) {
                int nearest = nearest(
                        book.centres(),
                        group * width * EdgeCodes.CENTRES,
                        width,
                        steps,
                        slot * book.padded() + group * width);
                for (int place = group * width; place < (group + 1) * width; place++) {
                    float centre = book.centres()[place * EdgeCodes.CENTRES + nearest];
                    along[slot] += centre * steps[slot * book.padded() + place];
                    fromOrigin[slot] += centre * origin[place];
                }
                put(codes, group, slot, nearest);
            }
        }
    }

    /** Puts a group's code where {@link #scan} finds it. */
    private static void put(byte[] codes, int group, int slot, int code) {
        int at = QUAD * (group >> 2) + lane(slot) + ((group & 1) == 0 ? 0 : LANES);
        codes[at] |= (byte) ((group & 2) == 0 ? code : code << 4);
    }

    @Override
    void tables(EdgeCodes book, long query, int dimension, float[] products, long table, float[] scale) {
        float base = 0;
        float range = 0;
        for (int group = 0; group < book.groups(); group++) {
            float least = Float.POSITIVE_INFINITY;
            float most = Float.NEGATIVE_INFINITY;
            for (int c = 0; c < EdgeCodes.CENTRES; c++) {
                float sum = 0;
                for (int d = 0; d < book.width(); d++) {
                    int place = group * book.width() + d;
                    if (place < dimension) {
                        sum -= Memory.getFloat(query + 4L * place) * book.centres()[place * EdgeCodes.CENTRES + c];
                    }
                }
                products[group * EdgeCodes.CENTRES + c] = sum;
                least = Math.min(least, sum);
                most = Math.max(most, sum);
            }
            for (int c = 0; c < EdgeCodes.CENTRES; c++) {
                products[group * EdgeCodes.CENTRES + c] -= least;
            }
            base += least;
            range = Math.max(range, most - least);
        }
        float steps = range > 0 ? 63 / range : 0;
        for (int group = 0; group < book.groups(); group++) {
            for (int c = 0; c < EdgeCodes.CENTRES; c++) {
                Memory.setByte(table + 32L * group + c, (byte)
                        (products[group * EdgeCodes.CENTRES + c] * steps + 0.5f));
            }
        }
        scale[0] = base;
        scale[1] = range / 63;
    }

    @Override
    int scan(long codes, int quads, long table, long factors, float node, float[] scale, float bar, float[] distances) {
        int below = 0;
        for (int slot = 0; slot < LANES; slot++) {
            int sum = 0;
            for (int quad = 0; quad < quads; quad++) {
                long at = codes + (long) QUAD * quad + lane(slot);
                long entries = table + (long) QUAD_TABLE * quad;
                int first = Memory.getByte(at);
                int second = Memory.getByte(at + LANES);
                sum += Memory.getByte(entries + (first & 15));
                sum += Memory.getByte(entries + 32 + (second & 15));
                sum += Memory.getByte(entries + 64 + (first >> 4 & 15));
                sum += Memory.getByte(entries + 96 + (second >> 4 & 15));
            }
            distances[slot] = node
                    + Memory.getFloat(factors + 4L * (LANES + slot))
                    + Memory.getFloat(factors + 4L * slot) * (scale[0] + scale[1] * sum);
            if (distances[slot] < bar) {
                below |= 1 << slot;
            }
        }
        return below;
    }
}
