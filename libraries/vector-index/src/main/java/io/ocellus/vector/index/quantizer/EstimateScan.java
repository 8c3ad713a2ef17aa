package io.ocellus.vector.index.quantizer;

import io.ocellus.vector.index.kernel.EstimateKernels;
import io.ocellus.vector.index.kernel.Kernels;
import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.partition.Partition;
import io.ocellus.vector.index.search.Candidates;
import io.ocellus.vector.index.search.FineScorer;
import io.ocellus.vector.index.search.ListScan;
import io.ocellus.vector.index.search.RowScorer;
import io.ocellus.vector.index.search.TopK;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Lists are scanned by their codes against a bar that falls; the best by estimate are measured again by finer codes of theirs,
 * the best of these by whatever the index was given to refine with; where there is neither, the estimates are the answer.
 */
public final class EstimateScan implements ListScan {

    private static final int SOME = 256;

    /** So many candidates for each row wanted are refined at least, whatever the filter, if so many are asked for. */
    private static final double FEW = 4;

    /** How candidates shrink with what is accepted: measured. */
    private static final double THINNED = 0.4;

    private final Partition partition;
    private final EstimateBlocks blocks;
    private final EstimateTables tables;
    private final @Nullable FineScorer fine;
    private final @Nullable RowScorer refine;
    private final FineScorer single;
    private final boolean second;
    private final float[] centreDistances;
    private final Candidates candidates = new Candidates();
    private final int[] places;
    private final float[] estimates;
    private int[] refined = new int[SOME];
    private float[] distances = new float[SOME];
    private long[] keys = new long[SOME];
    private Acceptance accepted = Acceptance.all();
    private TopK found = new TopK(0);
    private int wanted;
    private boolean begun;
    private int seen;
    private int near;

    public EstimateScan(
            Partition partition,
            EstimateBlocks blocks,
            EstimateTables tables,
            @Nullable FineScorer fine,
            @Nullable RowScorer refine) {
        this.partition = partition;
        this.blocks = blocks;
        this.tables = tables;
        this.fine = fine;
        this.refine = refine;
        this.single = fine == null ? new EstimateScorer(partition, blocks, tables) : fine;
        this.second = fine != null || refine != null;
        this.centreDistances = new float[partition.lists()];
        this.places = new int[blocks.mostRows() + EstimateKernels.BLOCK];
        this.estimates = new float[places.length];
    }

    @Override
    public double listCost(double part) {
        return 2 + 0.02 * blocks.groups() * blocks.entries() / 64;
    }

    @Override
    public double pickCost() {
        return refine == null
                ? 15 + 1.5 * blocks.groups()
                : 15 + 0.2 * partition.layout().dimension();
    }

    @Override
    public void begin(Query query, TopK found) {
        this.found = found;
        this.accepted = query.accepted();
        tables.query(query.address(), query.parameters());
        begun = false;
        seen = 0;
        near = 0;
        if (refine != null) {
            refine.query(query.address());
        }
        if (second) {
            wanted = wanted(query);
        }
    }

    /** The nearest of the accepted lie farther out, where more of the rows that codes put before them are refused. */
    private int wanted(Query query) {
        int k = query.k();
        float times = query.parameters().number("refine_k", 0);
        double all = times > 0 ? (double) k * times : Math.max(2 * k, Math.min(10 * k, 200));
        double few = Math.min(all, FEW * k);
        double most = Math.max(few, all * Math.pow(query.part(), THINNED));
        return (int) Math.min(partition.rows(), Math.ceil(most));
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
    public void scan(int list, float centreDistance) {
        centreDistances[list] = centreDistance;
        int hits = Kernels.ESTIMATES.scan(
                blocks.address(list),
                blocks.rows(list),
                blocks.groups(),
                blocks.factors(),
                blocks.entries(),
                tables.table(),
                tables.offset(),
                tables.step(),
                partition.share(list, centreDistance),
                Math.min(Float.MAX_VALUE, bar() - centreDistance),
                places,
                estimates);
        if (!begun && second && hits > 0) {
            open(list, centreDistance, hits);
        }
        boolean all = accepted.isAll();
        int size = partition.size(list);
        int first = partition.starts()[list];
        float bar = bar();
        for (int hit = 0; hit < hits; hit++) {
            float distance = centreDistance + estimates[hit];
            // Behind the last row of a list lies what is no row.
            if (distance > bar || places[hit] >= size) {
                continue;
            }
            int place = first + places[hit];
            seen++;
            if (all || accepted.test(partition.row(place))) {
                near++;
                if (!second) {
                    found.add(distance, partition.row(place));
                } else {
                    candidates.add(distance, place);
                }
                bar = bar();
            }
        }
    }

    private float bar() {
        if (!second) {
            return found.threshold();
        }
        return begun ? candidates.bar() : Float.POSITIVE_INFINITY;
    }

    /** The first list shows between which bounds distances may lie. */
    private void open(int list, float centreDistance, int hits) {
        int size = partition.size(list);
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (int hit = 0; hit < hits; hit++) {
            if (places[hit] < size) {
                least = Math.min(least, estimates[hit]);
                most = Math.max(most, estimates[hit]);
            }
        }
        float range = Math.max(most - least, Float.MIN_NORMAL);
        candidates.reset(wanted, centreDistance + least - range, 3 * range);
        begun = true;
    }

    @Override
    public void scanPicked(int[] picked, float[] centres) {
        found.clear();
        begun = false;
        for (int from = 0; from < picked.length; from += SOME) {
            int some = Math.min(SOME, picked.length - from);
            int[] part = Arrays.copyOfRange(picked, from, from + some);
            if (refine != null) {
                measure(refine, part, some);
                continue;
            }
            single.score(part, some, centres, distances);
            add(part, some);
        }
    }

    private void measure(RowScorer scorer, int[] picked, int count) {
        scorer.score(picked, count, distances);
        add(picked, count);
    }

    private void add(int[] picked, int count) {
        for (int i = 0; i < count; i++) {
            if (distances[i] <= found.threshold()) {
                found.add(distances[i], partition.row(picked[i]));
            }
        }
    }

    @Override
    public void finish() {
        if (second && begun) {
            if (refined.length < candidates.count()) {
                refined = new int[2 * candidates.count()];
                distances = new float[refined.length];
                keys = new long[refined.length];
            }
            int count = candidates.take(refined);
            if (fine != null) {
                count = finer(fine, count);
            }
            if (refine != null) {
                measure(refine, refined, count);
            }
        }
        found = new TopK(0);
    }

    /** Answers, or leaves the best for the refinement. */
    private int finer(FineScorer scorer, int count) {
        scorer.score(refined, count, centreDistances, distances);
        int last = found.wanted() + Math.max(8, found.wanted());
        if (refine == null) {
            add(refined, count);
            return count;
        }
        if (count <= last) {
            return count;
        }
        for (int i = 0; i < count; i++) {
            keys[i] = TopK.key(distances[i], refined[i]);
        }
        Candidates.select(keys, 0, count, last);
        for (int i = 0; i < last; i++) {
            refined[i] = TopK.row(keys[i]);
        }
        return last;
    }
}
