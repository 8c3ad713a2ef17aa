package io.ocellus.vector.index.search;

import io.ocellus.vector.index.kernel.DenseKernels;
import io.ocellus.vector.index.kernel.QueryBuffer;
import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.SearchParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Search of all accepted rows by a scorer: as exact as that is. Several queries share a run of rows while it is in the cache.
 * Immutable but for a pool of scratch space; safe for many threads.
 */
public final class ScorerScan implements Searcher, RowScan {

    private static final int RUN = 256;

    /** Memory gives more in so many places in turn than in one. */
    private static final int PLACES = DenseKernels.RUNS;

    private static final int TOGETHER = 16;

    private final int stride;
    private final int rows;
    private final ScorerSupply scorers;
    private final ConcurrentLinkedQueue<Scratch> pool = new ConcurrentLinkedQueue<>();

    public ScorerScan(int stride, int rows, ScorerSupply scorers) {
        this.stride = stride;
        this.rows = rows;
        this.scorers = scorers;
    }

    @Override
    public void search(
            float[] queries, int count, int k, SearchParameters parameters, Acceptance accepted, TopK[] found) {
        scan(queries, count, accepted, found);
    }

    @Override
    public void scan(float[] queries, int count, Acceptance accepted, TopK[] found) {
        Scratch scratch = pool.poll();
        if (scratch == null) {
            scratch = new Scratch();
        }
        long address = scratch.buffer.put(queries, count * stride);
        for (int from = 0; from < count; from += TOGETHER) {
            scratch.scan(address + 4L * stride * from, from, Math.min(TOGETHER, count - from), accepted, found);
        }
        pool.offer(scratch);
    }

    /** One search's scratch space. */
    private final class Scratch {
        private final QueryBuffer buffer = new QueryBuffer();
        private final List<Scorer> ready = new ArrayList<>();
        private final int[] picked = new int[RUN];
        private final float[] distances = new float[RUN];

        void scan(long queries, int first, int count, Acceptance accepted, TopK[] found) {
            while (ready.size() < count) {
                ready.add(scorers.scorer());
            }
            for (int q = 0; q < count; q++) {
                ready.get(q).query(queries + 4L * stride * q);
            }
            int row = accepted.next(0, rows);
            while (row < rows) {
                int some = 0;
                if (accepted.isAll()) {
                    some = Math.min(RUN, rows - row);
                    pickAll(row, some);
                    row += some;
                } else {
                    while (row < rows && some < RUN) {
                        picked[some++] = row;
                        row = accepted.next(row + 1, rows);
                    }
                }
                for (int q = 0; q < count; q++) {
                    ready.get(q).score(picked, some, distances);
                    add(some, found[first + q]);
                }
            }
        }

        /** All of those rows, from several places in turn. */
        private void pickAll(int first, int count) {
            int length = count / PLACES;
            for (int i = 0; i < count; i++) {
                picked[i] = first + (i < length * PLACES ? i % PLACES * length + i / PLACES : i);
            }
        }

        private void add(int count, TopK best) {
            float bar = best.threshold();
            for (int i = 0; i < count; i++) {
                if (distances[i] <= bar) {
                    best.add(distances[i], picked[i]);
                    bar = best.threshold();
                }
            }
        }
    }
}
