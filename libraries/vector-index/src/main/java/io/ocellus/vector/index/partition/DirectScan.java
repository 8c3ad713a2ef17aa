package io.ocellus.vector.index.partition;

import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.search.ListScan;
import io.ocellus.vector.index.search.RowScorer;
import io.ocellus.vector.index.search.TopK;

/** Every row of a list is measured at once, by floats or codes; nothing is looked at twice. */
public final class DirectScan implements ListScan {

    private static final int RUN = 512;

    /** Where less is accepted, rows are asked for before they are measured. */
    private static final double SPARSE = 0.25;

    private final Partition partition;
    private final RowScorer scorer;
    private final float[] distances = new float[RUN];
    private final int[] picked = new int[RUN];
    private TopK found = new TopK(0);
    private Acceptance accepted = Acceptance.all();
    private boolean sparse;
    private int seen;
    private int near;

    public DirectScan(Partition partition, RowScorer scorer) {
        this.partition = partition;
        this.scorer = scorer;
    }

    @Override
    public double listCost(double part) {
        return part < SPARSE ? 2 + part * pickCost() : measureCost();
    }

    @Override
    public double pickCost() {
        return 5 + 1.3 * measureCost();
    }

    private double measureCost() {
        return 8 + 0.15 * partition.layout().dimension();
    }

    @Override
    public void begin(Query query, TopK found) {
        this.found = found;
        this.accepted = query.accepted();
        this.sparse = query.part() < SPARSE;
        seen = 0;
        near = 0;
        scorer.query(query.address());
    }

    @Override
    public void scan(int list, float centreDistance) {
        int end = partition.starts()[list + 1];
        for (int first = partition.starts()[list]; first < end; first += RUN) {
            int count = Math.min(RUN, end - first);
            if (sparse) {
                scanAccepted(first, count);
            } else {
                scorer.scoreRun(first, count, distances);
                add(first, count);
            }
        }
    }

    private void add(int first, int count) {
        boolean all = accepted.isAll();
        float bar = found.threshold();
        for (int i = 0; i < count; i++) {
            if (distances[i] <= bar) {
                int row = partition.row(first + i);
                seen++;
                if (all || accepted.test(row)) {
                    near++;
                    found.add(distances[i], row);
                    bar = found.threshold();
                }
            }
        }
    }

    private void scanAccepted(int first, int count) {
        int kept = 0;
        for (int place = first; place < first + count; place++) {
            if (accepted.test(partition.row(place))) {
                picked[kept++] = place;
            }
        }
        seen += count;
        near += kept;
        measure(kept);
    }

    private void measure(int count) {
        scorer.score(picked, count, distances);
        for (int i = 0; i < count; i++) {
            if (distances[i] <= found.threshold()) {
                found.add(distances[i], partition.row(picked[i]));
            }
        }
    }

    @Override
    public int seen() {
        return seen;
    }

    @Override
    public int near() {
        return near;
    }

    @Override
    public void scanPicked(int[] places, float[] centreDistances) {
        found.clear();
        for (int from = 0; from < places.length; from += RUN) {
            int some = Math.min(RUN, places.length - from);
            System.arraycopy(places, from, picked, 0, some);
            measure(some);
        }
    }

    @Override
    public void finish() {
        found = new TopK(0);
    }
}
