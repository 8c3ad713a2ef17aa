package io.ocellus.vector.index.kernel;

import io.ocellus.vector.index.memory.Memory;

/** Plain loops, for a JVM without the Vector API. */
final class ScalarNibbleKernels implements NibbleKernels {

    private static final int GROUP = NibbleLayout.GROUP;

    @Override
    public void encode(NibbleLayout layout, long row, int place, long codes) {
        code(layout, row, place, codes);
    }

    static void code(NibbleLayout layout, long row, int place, long codes) {
        int dimension = layout.dimension();
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        double sum = 0;
        double squares = 0;
        for (int d = 0; d < dimension; d++) {
            float value = Memory.getFloat(row + 4L * d);
            least = Math.min(least, value);
            most = Math.max(most, value);
            sum += value;
            squares += (double) value * value;
        }
        double mean = sum / dimension;
        float reach = (float) (NibbleLayout.CUT * Math.sqrt(Math.max(0, squares / dimension - mean * mean)));
        float offset = NibbleLayout.half(Math.max(least, (float) mean - reach));
        float top = Math.min(most, (float) mean + reach);
        float scale = NibbleLayout.above(Math.max(0, (top - offset) / NibbleLayout.LEVELS));
        float perScale = scale > 0 ? 1 / scale : 0;
        long lane = layout.lane(codes, place);
        double missing = 0;
        double kept = 0;
        for (int quad = 0; quad < layout.quads(); quad++) {
            int packed = 0;
            int some = Math.min(4, dimension - 4 * quad);
            for (int j = 0; j < some; j++) {
                float value = Memory.getFloat(row + 4L * (4 * quad + j));
                int code = Math.clamp((int) ((value - offset) * perScale + 0.5f), 0, NibbleLayout.LEVELS);
                packed |= code << (4 * j);
                double stands = offset + (double) scale * code;
                missing += (value - stands) * (value - stands);
                kept += stands * stands;
            }
            Memory.setShort(lane + 64L * quad, (short) packed);
        }
        layout.numbers(codes, place, scale, offset, missing, kept, squares);
    }

    @Override
    public void bounds(NibbleQuery query, long groups, int count, float[] out, int outAt) {
        NibbleLayout layout = query.layout;
        for (int row = 0; row < count * GROUP; row++) {
            long lane = layout.lane(groups, row);
            long group = groups + (long) layout.groupBytes() * (row / GROUP);
            int products = products(query, lane, layout.quads());
            long numbers = lane + 64L * layout.quads();
            float most = query.byProduct * number(numbers, 0) * products
                    + query.byOffset * number(numbers, 1)
                    + query.byError * number(numbers, 2)
                    + query.byLength * number(numbers, 3);
            long within = 4L * (row % GROUP);
            out[outAt + row] = switch (query.metric) {
                case L2 -> query.base + query.bySquare * Memory.getFloat(layout.squares(group) + within) - most;
                case COSINE -> -most * Memory.getFloat(layout.inverses(group) + within);
                default -> -most;
            };
        }
    }

    private static float number(long numbers, int column) {
        return Float.intBitsToFloat(Memory.getShort(numbers + (long) NibbleLayout.HALVES * column) << 16);
    }

    /** A segment's sum is right modulo 2^16, and small enough to be that. */
    private static int products(NibbleQuery query, long lane, int quads) {
        int sum = 0;
        for (int first = 0; first < quads; first += NibbleLayout.SEGMENT / 4) {
            int products = 0;
            for (int quad = first; quad < Math.min(quads, first + NibbleLayout.SEGMENT / 4); quad++) {
                int packed = Memory.getShort(lane + 64L * quad) & 0xffff;
                for (int j = 0; j < 4; j++) {
                    products += Memory.getShort(query.steps + 16L * quad + 4L * j) * (packed >>> (4 * j));
                }
            }
            sum += (short) products;
        }
        return sum;
    }

    @Override
    public int within(float[] bounds, int from, int count, float bar, int[] places) {
        int found = 0;
        for (int i = from; i < from + count; i++) {
            if (!(bounds[i] > bar)) {
                places[found++] = i;
            }
        }
        return found;
    }
}
