package io.ocellus.vector.index.exact;

import io.ocellus.vector.index.kernel.Kernels;
import io.ocellus.vector.index.kernel.NibbleLayout;
import io.ocellus.vector.index.kernel.NibbleQuery;
import io.ocellus.vector.index.kernel.QueryBuffer;
import io.ocellus.vector.index.kernel.RemainderLayout;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.row.RowLayout;
import io.ocellus.vector.index.search.TopK;

/**
 * Scratch space to search growing rows: lower bounds from codes of all rows; for those whose bound is not beyond the worst of
 * the answer so far a nearer bound from what the codes leave over; then exact distances. What is left out cannot belong to
 * the answer, so the answer is exact. Confined to one search at a time.
 */
public final class GrowingScan {

    /** Rows whose bounds are taken together where there is one query: the more, the fewer are measured by chance. */
    public static final int BLOCK = 32_768;

    /** The same where there are several, so that codes stay in the second-level cache for all of them. */
    public static final int SHARED = 8_192;

    /** The most rows between two looks at the bar while the likely ones are picked. */
    private static final int CHUNK = 2_048;

    /** Rows before the first look at the bar. */
    private static final int FEW = 128;

    /** So many more than twice the wanted are measured at first, which costs less than a bar that is too high. */
    private static final int SPARE = 12;

    /** Where fewer than one row in so many is accepted, the codes are not looked at. */
    private static final int SPARSE = 8;

    /** Nearer bounds are given up where so many of them left out less than half. */
    private static final int TRIED = 512;

    private final NibbleQuery coded = new NibbleQuery(new NibbleLayout(1));
    private final QueryBuffer buffer = new QueryBuffer();
    private float[] bounds = new float[0];
    private int[] places = new int[0];
    private float[] distances = new float[0];
    private RowLayout layout = new RowLayout(Metric.IP, 1);
    private NibbleLayout codes = new NibbleLayout(1);
    private RemainderLayout remainders = new RemainderLayout(1);
    private long rowsAt;
    private long codesAt;
    private long remaindersAt;
    private long queryAt;
    private int tried;
    private int leftOut;
    private int touched;
    private boolean backwards;

    /** Takes the rows, and the queries, padded and normalised under COSINE. */
    public void begin(
            RowLayout given,
            NibbleLayout coding,
            RemainderLayout leaving,
            long rows,
            long codesOfRows,
            long remaindersOfRows,
            float[] queries,
            int count) {
        layout = given;
        codes = coding;
        remainders = leaving;
        rowsAt = rows;
        codesAt = codesOfRows;
        remaindersAt = remaindersOfRows;
        tried = 0;
        leftOut = 0;
        queryAt = buffer.put(queries, count * layout.stride());
    }

    private void room(int rows) {
        if (places.length < rows) {
            bounds = new float[rows];
            places = new int[rows];
            distances = new float[rows];
        }
    }

    /** Bounds of the rows of a block. Every other time from the last on, of which the cache may still hold something. */
    private void bound(int first, int count) {
        int parts = (count + SHARED - 1) / SHARED;
        for (int i = 0; i < parts; i++) {
            int from = SHARED * (backwards ? parts - 1 - i : i);
            int some = Math.min(SHARED, count - from);
            long groups = codesAt + (long) codes.groupBytes() * ((first + from) / NibbleLayout.GROUP);
            int groupCount = (some + NibbleLayout.GROUP - 1) / NibbleLayout.GROUP;
            Kernels.NIBBLES.bounds(coded, groups, groupCount, bounds, from);
        }
        backwards = !backwards;
    }

    /** Adds the accepted of rows {@code first ..}, a multiple of a block, to the best of one query. */
    public void scan(int first, int count, float[] queries, int query, Acceptance accepted, TopK found) {
        long address = queryAt + 4L * layout.stride() * query;
        int wanted = found.wanted();
        boolean open = found.threshold() == Float.POSITIVE_INFINITY;
        room((count + NibbleLayout.GROUP - 1) / NibbleLayout.GROUP * NibbleLayout.GROUP);
        if ((open && wanted > count / SPARSE) || sparse(first, count, accepted)) {
            scanPicked(first, count, address, accepted, found);
            return;
        }
        coded.put(codes, layout.metric(), queries, layout.stride() * query);
        bound(first, count);
        if (open) {
            seed(first, count, address, accepted, found);
        }
        float bar = Math.min(found.threshold(), Float.MAX_VALUE);
        int kept = accepted(first, Kernels.NIBBLES.within(bounds, 0, count, bar, places), accepted);
        if (tried < TRIED || 2 * leftOut > tried) {
            kept = refined(first, kept, bar);
        }
        measure(first, kept, address, found);
    }

    private int accepted(int first, int count, Acceptance accepted) {
        if (accepted.isAll()) {
            return count;
        }
        int kept = 0;
        for (int i = 0; i < count; i++) {
            places[kept] = places[i];
            kept += accepted.test(first + places[i]) ? 1 : 0;
        }
        return kept;
    }

    /** Keeps those that the nearer bound too does not leave out. */
    private int refined(int first, int count, float bar) {
        long at = remainders.row(remaindersAt, first);
        touched ^= touch(at, count);
        Kernels.REMAINDERS.products(remainders, coded.numbers, at, places, count, distances);
        boolean cosine = layout.metric() == Metric.COSINE;
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int place = places[i];
            float nearer = coded.nearer(remainders.numbers(remainders.row(at, place)), distances[i]);
            if (cosine) {
                nearer *= codes.inverse(codesAt, first + place);
            }
            float bound = bounds[place] + nearer;
            places[kept] = place;
            // What overflows, or is no number, rules nothing out.
            kept += bound > bar && bound < Float.POSITIVE_INFINITY ? 0 : 1;
        }
        tried += count;
        leftOut += count - kept;
        return kept;
    }

    /** Reads something of each line, so that all of them are waited for together. */
    int touched() {
        return touched;
    }

    private int touch(long at, int count) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            long row = remainders.row(at, places[i]);
            for (int line = 0; line < remainders.rowBytes(); line += 64) {
                sum += Memory.getInt(row + line);
            }
        }
        return sum;
    }

    private static boolean sparse(int first, int count, Acceptance accepted) {
        return !accepted.isAll() && accepted.count(first + count) - accepted.count(first) < count / SPARSE;
    }

    /** Those with the least bounds come first, so that the bar is low from the start. */
    private void seed(int first, int count, long query, Acceptance accepted, TopK found) {
        TopK likely = new TopK(Math.min(count, 2 * (found.wanted() - found.size()) + SPARE));
        int some;
        for (int from = 0; from < count; from += some) {
            // While few are seen, the bar falls fast.
            some = Math.min(Math.clamp(from, FEW, CHUNK), count - from);
            int kept = Kernels.NIBBLES.within(bounds, from, some, likely.threshold(), places);
            for (int i = 0; i < kept; i++) {
                if (bounds[places[i]] <= likely.threshold() && accepted.test(first + places[i])) {
                    likely.add(bounds[places[i]], places[i]);
                }
            }
        }
        long[] keys = likely.sorted();
        for (int from = 0; from < keys.length; from += CHUNK) {
            some = Math.min(CHUNK, keys.length - from);
            for (int i = 0; i < some; i++) {
                places[i] = TopK.row(keys[from + i]);
                bounds[places[i]] = Float.POSITIVE_INFINITY;
            }
            measure(first, some, query, found);
        }
    }

    private void measure(int first, int kept, long query, TopK found) {
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
            while (row < end && some < places.length) {
                places[some++] = row - first;
                row = accepted.next(row + 1, end);
            }
            measure(first, some, query, found);
        }
    }
}
