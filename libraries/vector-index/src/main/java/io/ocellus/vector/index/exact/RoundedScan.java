package io.ocellus.vector.index.exact;

import io.ocellus.vector.index.kernel.QueryBuffer;
import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.row.ByteRows;
import io.ocellus.vector.index.row.ByteScorer;
import io.ocellus.vector.index.row.FloatRefiner;
import io.ocellus.vector.index.row.RowLayout;
import io.ocellus.vector.index.search.TopK;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Exact search of the few rows that a filter accepts: eight bits a number rank all of them, floats measure the best and
 * whatever rounding may have kept from being among the best. Safe for many threads; scratch space is reused.
 */
public final class RoundedScan {

    /** Beyond so many the scratch space would be large; floats are scanned. */
    private static final int MOST = 1 << 17;

    private static final int SOME = 512;

    private final RowLayout layout;
    private final int rows;
    private final long vectors;
    private final ByteRows bytes;
    private final FlatSearcher floats;
    private final ConcurrentLinkedQueue<Scratch> pool = new ConcurrentLinkedQueue<>();

    public RoundedScan(RowLayout layout, int rows, long vectors, ByteRows bytes) {
        this.layout = layout;
        this.rows = rows;
        this.vectors = vectors;
        this.bytes = bytes;
        this.floats = new FlatSearcher(layout, rows, vectors);
    }

    /** What a query costs, in nanoseconds about. */
    public double cost(int accepted) {
        return 1_000 + accepted * (4 + 0.1 * bytes.stride());
    }

    /** Adds the accepted rows to every query's best. */
    public void search(float[] queries, int count, Acceptance accepted, TopK[] found) {
        int left = accepted.count(rows);
        if (accepted.isAll() || left > MOST || left <= 8 * found[0].wanted()) {
            floats.scan(queries, count, accepted, found);
            return;
        }
        Scratch scratch = pool.poll();
        if (scratch == null) {
            scratch = new Scratch();
        }
        scratch.pick(accepted, left);
        long address = scratch.buffer.put(queries, count * layout.stride());
        for (int q = 0; q < count; q++) {
            scratch.search(address + 4L * q * layout.stride(), left, found[q]);
        }
        pool.offer(scratch);
    }

    /** One search's scratch space. */
    private final class Scratch {
        private final QueryBuffer buffer = new QueryBuffer();
        private final ByteScorer scorer = new ByteScorer(bytes);
        private final FloatRefiner refiner = new FloatRefiner(layout, vectors);
        private int[] picked = new int[SOME];
        private float[] distances = new float[SOME];

        void pick(Acceptance accepted, int left) {
            if (picked.length < left) {
                picked = new int[left];
                distances = new float[left];
            }
            accepted.list(rows, picked);
        }

        void search(long query, int left, TopK found) {
            scorer.query(query);
            scorer.score(picked, left, distances);
            TopK best = new TopK(found.wanted());
            float bar = Float.POSITIVE_INFINITY;
            for (int i = 0; i < left; i++) {
                if (distances[i] <= bar) {
                    best.add(distances[i], i);
                    bar = best.threshold();
                }
            }
            // Each of the best may be farther than it seems, and each other one nearer.
            float limit = bar + 2 * scorer.error();
            for (int i = 0; i < left; i++) {
                if (distances[i] <= limit) {
                    refiner.offer(query, picked[i], found);
                }
            }
            refiner.finish(query, found);
        }
    }
}
