package io.ocellus.vector.index;

/**
 * Scratch space to search growing rows: lower bounds from codes of all rows, then exact distances of those whose bound is
 * not beyond the worst of the answer so far. What is left out cannot belong to the answer, so the answer is exact. Confined
 * to one search at a time.
 */
final class GrowingScan {

    /** Rows whose bounds are taken together, and stay in the first-level cache. */
    static final int BLOCK = 8_192;

    /** Rows between two looks at the bar: so many that those to be measured are several, and wait for memory together. */
    private static final int CHUNK = 2_048;

    /** Where fewer than one row in so many is accepted, the codes are not looked at. */
    private static final int SPARSE = 8;

    private final NibbleQuery coded = new NibbleQuery(new NibbleLayout(1));
    private final QueryBuffer buffer = new QueryBuffer();
    private final float[] bounds = new float[BLOCK + NibbleLayout.GROUP];
    private final int[] places = new int[CHUNK];
    private final float[] distances = new float[CHUNK];
    private RowLayout layout = new RowLayout(Metric.IP, 1);
    private NibbleLayout codes = new NibbleLayout(1);
    private long rowsAt;
    private long codesAt;
    private long queryAt;

    /** Takes the rows, and the queries, padded and normalised under COSINE. */
    void begin(RowLayout given, NibbleLayout coding, long rows, long codesOfRows, float[] queries, int count) {
        layout = given;
        codes = coding;
        rowsAt = rows;
        codesAt = codesOfRows;
        queryAt = buffer.put(queries, count * layout.stride());
    }

    /** Adds the accepted of rows {@code first ..}, a multiple of a block, to the best of one query. */
    void scan(int first, int count, float[] queries, int query, Acceptance accepted, TopK found) {
        long address = queryAt + 4L * layout.stride() * query;
        int wanted = found.wanted();
        boolean open = found.threshold() == Float.POSITIVE_INFINITY;
        if ((open && wanted > count / SPARSE) || sparse(first, count, accepted)) {
            scanPicked(first, count, address, accepted, found);
            return;
        }
        coded.put(codes, layout.metric(), queries, layout.stride() * query);
        long groups = codesAt + (long) codes.groupBytes() * (first / NibbleLayout.GROUP);
        Kernels.NIBBLES.bounds(coded, groups, (count + NibbleLayout.GROUP - 1) / NibbleLayout.GROUP, bounds);
        if (open) {
            seed(first, count, address, accepted, found);
        }
        for (int from = 0; from < count; from += CHUNK) {
            int some = Math.min(CHUNK, count - from);
            float bar = Math.min(found.threshold(), Float.MAX_VALUE);
            int kept = Kernels.NIBBLES.within(bounds, from, some, bar, places);
            measure(first, kept, address, accepted, found);
        }
    }

    private static boolean sparse(int first, int count, Acceptance accepted) {
        return !accepted.isAll() && accepted.count(first + count) - accepted.count(first) < count / SPARSE;
    }

    /** Those with the least bounds come first, so that the bar is low from the start. */
    private void seed(int first, int count, long query, Acceptance accepted, TopK found) {
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
            measure(first, some, query, accepted, found);
        }
    }

    private void measure(int first, int count, long query, Acceptance accepted, TopK found) {
        int kept = count;
        if (!accepted.isAll()) {
            kept = 0;
            for (int i = 0; i < count; i++) {
                places[kept] = places[i];
                kept += accepted.test(first + places[i]) ? 1 : 0;
            }
        }
        int dimension = layout.dimension();
        long rows = rowsAt + 4L * dimension * first;
        Kernels.DENSE.distances(
                layout.metric() == Metric.L2, query, dimension, rows, dimension, places, kept, distances);
        if (layout.metric() == Metric.COSINE) {
            for (int i = 0; i < kept; i++) {
                distances[i] *= codes.inverse(codesAt, first + places[i]);
            }
        }
        for (int i = 0; i < kept; i++) {
            if (distances[i] <= found.threshold()) {
                found.add(distances[i], first + places[i]);
            }
        }
    }

    private void scanPicked(int first, int count, long query, Acceptance accepted, TopK found) {
        int end = first + count;
        int row = accepted.next(first, end);
        while (row < end) {
            int some = 0;
            while (row < end && some < CHUNK) {
                places[some++] = row - first;
                row = accepted.next(row + 1, end);
            }
            measure(first, some, query, Acceptance.all(), found);
        }
    }
}
