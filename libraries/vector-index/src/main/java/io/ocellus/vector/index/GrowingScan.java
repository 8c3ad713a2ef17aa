package io.ocellus.vector.index;

/**
 * Scratch space to search growing blocks: lower bounds from codes of all rows, then exact distances of those whose bound is
 * not beyond the worst of the answer so far. What is left out cannot belong to the answer, so the answer is exact. Confined
 * to one search at a time.
 */
final class GrowingScan {

    /** Rows between two looks at the bar. */
    private static final int CHUNK = 256;

    /** Where fewer than one row in so many is accepted, the codes are not looked at. */
    private static final int SPARSE = 8;

    private final RowLayout layout;
    private final NibbleQuery coded;
    private final QueryBuffer buffer = new QueryBuffer();
    private final float[] bounds = new float[GrowingVectors.BLOCK + NibbleLayout.GROUP];
    private final int[] places = new int[CHUNK];
    private final float[] distances = new float[CHUNK];
    private float radius = Float.NaN;
    private float filter = Float.NaN;
    private float farthest = Float.POSITIVE_INFINITY;

    GrowingScan(RowLayout layout, NibbleLayout codes) {
        this.layout = layout;
        this.coded = new NibbleQuery(codes);
    }

    /** Only rows within that range are added from now on; no radius: all. */
    void range(float radius, float filter) {
        this.radius = radius;
        this.filter = filter;
        boolean all = Float.isNaN(radius) || (layout.metric() == Metric.COSINE && radius < -1);
        this.farthest = all ? Float.POSITIVE_INFINITY : layout.metric().distance(radius);
    }

    /** Takes the queries, padded, and says where they lie. */
    long put(float[] queries, int count) {
        return buffer.put(queries, count * layout.stride());
    }

    /** Adds the accepted of a block's first {@code count} rows to the best of one query. */
    void scan(
            GrowingBlock block,
            int first,
            int count,
            float[] queries,
            int query,
            long address,
            Acceptance accepted,
            TopK found) {
        long at = address + 4L * layout.stride() * query;
        int wanted = found.wanted();
        boolean coarse = found.size() < wanted && wanted > count / SPARSE;
        if (coarse || sparse(first, count, accepted)) {
            scanPicked(block, first, count, at, accepted, found);
            return;
        }
        coded.put(queries, layout.stride() * query);
        Kernels.NIBBLES.bounds(
                coded, block.codes().address(), (count + NibbleLayout.GROUP - 1) / NibbleLayout.GROUP, bounds);
        if (found.size() < wanted && Float.isNaN(radius)) {
            seed(block, first, count, at, accepted, found);
        }
        for (int from = 0; from < count; from += CHUNK) {
            int some = Math.min(CHUNK, count - from);
            int kept = Kernels.NIBBLES.within(bounds, from, some, Math.min(farthest, found.threshold()), places);
            measure(block, first, kept, at, accepted, found);
        }
    }

    private static boolean sparse(int first, int count, Acceptance accepted) {
        return !accepted.isAll() && accepted.count(first + count) - accepted.count(first) < count / SPARSE;
    }

    /** Those with the least bounds come first, so that the bar is low from the start. */
    private void seed(GrowingBlock block, int first, int count, long query, Acceptance accepted, TopK found) {
        TopK likely = new TopK(found.wanted() - found.size());
        for (int from = 0; from < count; from += CHUNK) {
            int kept = Kernels.NIBBLES.within(bounds, from, Math.min(CHUNK, count - from), likely.threshold(), places);
            for (int i = 0; i < kept; i++) {
                if (accepted.test(first + places[i])) {
                    likely.add(bounds[places[i]], places[i]);
                }
            }
        }
        long[] keys = likely.sorted();
        for (int from = 0; from < keys.length; from += CHUNK) {
            int some = Math.min(CHUNK, keys.length - from);
            for (int i = 0; i < some; i++) {
                places[i] = TopK.row(keys[from + i]);
                bounds[places[i]] = Float.POSITIVE_INFINITY;
            }
            measure(block, first, some, query, accepted, found);
        }
    }

    private void measure(GrowingBlock block, int first, int count, long query, Acceptance accepted, TopK found) {
        int kept = count;
        if (!accepted.isAll()) {
            kept = 0;
            for (int i = 0; i < count; i++) {
                places[kept] = places[i];
                kept += accepted.test(first + places[i]) ? 1 : 0;
            }
        }
        Kernels.FLOATS.distances(
                layout.metric(), query, layout.stride(), block.rows().address(), places, kept, distances);
        for (int i = 0; i < kept; i++) {
            if (distances[i] <= found.threshold() && inRange(distances[i])) {
                found.add(distances[i], first + places[i]);
            }
        }
    }

    private boolean inRange(float distance) {
        if (Float.isNaN(radius)) {
            return true;
        }
        float score = layout.metric().score(distance);
        return layout.metric().smallerIsCloser()
                ? score < radius && !(score < filter)
                : score > radius && !(score > filter);
    }

    private void scanPicked(GrowingBlock block, int first, int count, long query, Acceptance accepted, TopK found) {
        int end = first + count;
        int row = accepted.next(first, end);
        while (row < end) {
            int some = 0;
            while (row < end && some < CHUNK) {
                places[some++] = row - first;
                row = accepted.next(row + 1, end);
            }
            measure(block, first, some, query, Acceptance.all(), found);
        }
    }
}
