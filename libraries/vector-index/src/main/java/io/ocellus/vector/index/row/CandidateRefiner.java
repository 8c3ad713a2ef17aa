package io.ocellus.vector.index.row;

import io.ocellus.vector.index.kernel.Kernels;
import io.ocellus.vector.index.search.Candidates;
import io.ocellus.vector.index.search.TopK;

/**
 * Ranks the candidates that codes have left: by eight bits first, then by floats, where these are kept, the best of them and all
 * that rounding leaves in doubt. Confined to one thread at a time.
 */
public final class CandidateRefiner {

    /** In place of an address: rows are kept as eight-bit codes only, by which the best are told apart. */
    public static final long NO_FLOATS = 0;

    /** So many numbers of rows are read as floats sooner than the rows are told apart by bytes first: measured. */
    private static final int FEW_NUMBERS = 28_000;

    private final RowLayout layout;
    private final long vectors;
    private final ByteScorer scorer;
    private int[] rows = new int[256];
    private float[] distances = new float[256];
    private long[] keys = new long[256];

    /** @param vectors the rows as floats, or {@link #NO_FLOATS} */
    public CandidateRefiner(RowLayout layout, long vectors, ByteRows bytes) {
        this.layout = layout;
        this.vectors = vectors;
        this.scorer = new ByteScorer(bytes);
    }

    /** Takes the candidates out and adds the best of them. */
    public void refine(long query, Candidates candidates, TopK found) {
        if (rows.length < candidates.count()) {
            rows = new int[2 * candidates.count()];
            distances = new float[rows.length];
            keys = new long[rows.length];
        }
        int n = candidates.take(rows);
        int sure = found.wanted() + Math.max(10, found.wanted() / 4);
        if (vectors != NO_FLOATS && (n <= 2 * sure || (long) n * layout.stride() <= FEW_NUMBERS)) {
            measure(query, n, found);
            return;
        }
        scorer.query(query);
        scorer.score(rows, n, distances);
        if (vectors == NO_FLOATS) {
            add(n, found);
            return;
        }
        for (int i = 0; i < n; i++) {
            keys[i] = TopK.key(distances[i], rows[i]);
        }
        Candidates.select(keys, 0, n, sure);
        for (int i = 0; i < sure; i++) {
            rows[i] = TopK.row(keys[i]);
        }
        measure(query, sure, found);
        float bar = found.threshold() + scorer.error();
        int doubtful = 0;
        for (int i = sure; i < n; i++) {
            if (TopK.distance(keys[i]) <= bar) {
                rows[doubtful++] = TopK.row(keys[i]);
            }
        }
        measure(query, doubtful, found);
    }

    private void measure(long query, int count, TopK found) {
        Kernels.FLOATS.distances(layout.metric(), query, layout.stride(), vectors, rows, count, distances);
        add(count, found);
    }

    private void add(int count, TopK found) {
        for (int i = 0; i < count; i++) {
            found.add(distances[i], rows[i]);
        }
    }
}
