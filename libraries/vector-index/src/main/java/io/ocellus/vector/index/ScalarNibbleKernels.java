package io.ocellus.vector.index;

/** Plain loops, for a JVM without the Vector API. */
final class ScalarNibbleKernels implements NibbleKernels {

    private static final int GROUP = NibbleLayout.GROUP;

    @Override
    public void bounds(NibbleQuery query, long groups, int count, float[] out) {
        NibbleLayout layout = query.layout();
        for (int row = 0; row < count * GROUP; row++) {
            long group = groups + (long) layout.groupBytes() * (row / GROUP);
            int within = row % GROUP;
            long lane = group + 4L * (within % 16) + 2L * (within / 16);
            int products = products(query, lane, layout.quads());
            long numbers = group + 64L * layout.quads() + 4L * within;
            float norm = layout.metric() == Metric.L2 ? Memory.getFloat(numbers + 16L * GROUP) : 0;
            float most = query.byProduct * Memory.getFloat(numbers) * products
                    + query.byOffset * Memory.getFloat(numbers + 4L * GROUP)
                    + query.byError * Memory.getFloat(numbers + 8L * GROUP)
                    + query.byLength * Memory.getFloat(numbers + 12L * GROUP);
            out[row] = query.base + norm - most;
        }
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
