package io.ocellus.vector.index.quantizer;

import io.ocellus.vector.index.kernel.QueryBuffer;
import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.row.ByteRows;
import io.ocellus.vector.index.row.ByteScorer;
import io.ocellus.vector.index.row.FloatRefiner;
import io.ocellus.vector.index.row.FloatScorer;
import io.ocellus.vector.index.row.RowLayout;
import io.ocellus.vector.index.search.Scorer;
import io.ocellus.vector.index.search.TopK;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Search of the rows that a filter accepts by their {@link SignRows}: one bit a number tells which may be nearer than the
 * worst of the best so far, eight bits rank those and floats what rounding leaves in doubt, or floats all where there are no
 * eight bits. A true neighbour is found with the
 * probability that is asked, wherever accepted rows lie and whatever their number; nothing is learned from the data. Safe for
 * many threads; scratch space is reused.
 */
public final class SignScan {

    /** Beyond so many accepted rows the scratch space would be large. */
    static final int MOST = 1 << 17;

    private static final int RUN = 256;

    /** One in so many accepted rows is looked at first, for a bar that keeps most of the others away. */
    private static final int FIRST = 8;

    /** Measured: a little more is found than is asked, and little more than that is measured. */
    private static final double NEARER = 0.6;

    private final RowLayout layout;
    private final int rows;
    private final long vectors;
    private final @Nullable ByteRows bytes;
    private final SignRows signs;
    private final ConcurrentLinkedQueue<Scratch> pool = new ConcurrentLinkedQueue<>();

    public SignScan(RowLayout layout, int rows, long vectors, @Nullable ByteRows bytes, SignRows signs) {
        this.layout = layout;
        this.rows = rows;
        this.vectors = vectors;
        this.bytes = bytes;
        this.signs = signs;
    }

    /** What a query costs, in nanoseconds about. */
    public double cost(int accepted, int k) {
        if (accepted > MOST) {
            return Double.POSITIVE_INFINITY;
        }
        double query = 12_000 + 25 * layout.dimension();
        return query + accepted * (4 + 0.085 * signs.rowBytes()) + 10.0 * k * (0.25 * fineBytes() + 40);
    }

    private int fineBytes() {
        return bytes == null ? 4 * layout.stride() : bytes.stride();
    }

    /**
     * Adds the accepted rows, {@link #MOST} of them or fewer, to every query's best.
     *
     * @param recall in (0, 1)
     */
    public void search(float[] queries, int count, float recall, Acceptance accepted, TopK[] found) {
        Scratch scratch = pool.poll();
        if (scratch == null) {
            scratch = new Scratch();
        }
        int left = scratch.pick(accepted);
        float deviations = deviations(recall);
        long address = scratch.buffer.put(queries, count * layout.stride());
        for (int q = 0; q < count; q++) {
            scratch.search(address + 4L * q * layout.stride(), deviations, left, found[q]);
        }
        pool.offer(scratch);
    }

    /**
     * What normal deviates exceed with the probability that is left (Tukey's lambda distribution comes near to it), less what
     * most true neighbours are nearer than the farthest of them.
     */
    static float deviations(float part) {
        return (float) (NEARER * 4.91 * (Math.pow(part, 0.14) - Math.pow(1 - part, 0.14)));
    }

    /** One search's scratch space. */
    private final class Scratch {
        private final QueryBuffer buffer = new QueryBuffer();
        private final SignScorer scorer = new SignScorer(signs, RUN);
        private final Scorer finer = bytes == null ? new FloatScorer(layout, vectors) : new ByteScorer(bytes);
        private final FloatRefiner floats = new FloatRefiner(layout, vectors);
        private final int[] some = new int[RUN];
        private final float[] distances = new float[RUN];
        private int[] picked = new int[RUN];

        /** Keys of bounds. */
        private long[] likely = new long[RUN];

        /** Keys of all distances that were measured. */
        private long[] measured = new long[RUN];

        private int count;

        int pick(Acceptance accepted) {
            int left = accepted.count(rows);
            if (picked.length < left) {
                picked = new int[left];
            }
            return accepted.list(rows, picked);
        }

        void search(long query, float deviations, int left, TopK found) {
            scorer.query(query, deviations);
            finer.query(query);
            TopK best = new TopK(found.wanted());
            count = 0;
            int first = Math.min(left, Math.max(RUN, left / FIRST));
            narrow(0, first, best);
            narrow(first, left, best);
            float error = finer instanceof ByteScorer rounded ? rounded.error() : 0;
            refine(query, best.threshold() + 2 * error, found);
        }

        /** Measures those of some picked rows that may be nearer than the worst of the best. */
        private void narrow(int from, int to, TopK best) {
            int end = 0;
            for (int at = from; at < to; at += RUN) {
                int run = Math.min(RUN, to - at);
                if (likely.length < end + run) {
                    likely = Arrays.copyOf(likely, 2 * (end + run));
                }
                end = scorer.below(picked, at, run, best.threshold(), likely, end);
            }
            // The worst of what is likely to be near leaves few of the others.
            TopK lowest = new TopK(best.wanted());
            for (int i = 0; i < end; i++) {
                lowest.add(likely[i]);
            }
            long[] least = lowest.sorted();
            measure(least, least.length, Long.MIN_VALUE, best);
            if (least.length < end) {
                measure(likely, end, least[least.length - 1], best);
            }
        }

        /** Measures the rows of keys beyond one, but for those whose bound is higher than the worst of the best. */
        private void measure(long[] keys, int end, long beyond, TopK best) {
            int run = 0;
            float bar = best.threshold();
            for (int i = 0; i < end; i++) {
                if (keys[i] > beyond && TopK.distance(keys[i]) <= bar) {
                    some[run++] = TopK.row(keys[i]);
                    if (run == RUN) {
                        measure(run, best);
                        bar = best.threshold();
                        run = 0;
                    }
                }
            }
            measure(run, best);
        }

        private void measure(int run, TopK best) {
            finer.score(some, run, distances);
            if (measured.length < count + run) {
                measured = Arrays.copyOf(measured, 2 * (count + run));
            }
            for (int i = 0; i < run; i++) {
                long key = TopK.key(distances[i], some[i]);
                measured[count++] = key;
                best.add(key);
            }
        }

        /** Floats decide between those that rounding may have put in the wrong order. */
        private void refine(long query, float limit, TopK found) {
            for (int i = 0; i < count; i++) {
                if (TopK.distance(measured[i]) <= limit) {
                    floats.offer(query, TopK.row(measured[i]), found);
                }
            }
            floats.finish(query, found);
        }
    }
}
