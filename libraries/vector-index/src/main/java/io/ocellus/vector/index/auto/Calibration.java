package io.ocellus.vector.index.auto;

import io.ocellus.vector.index.exact.SampleQueries;
import io.ocellus.vector.index.file.IndexFile;
import io.ocellus.vector.index.ivf.InvertedSearcher;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.IndexFailure;
import io.ocellus.vector.index.model.SearchParameters;
import io.ocellus.vector.index.quantizer.InvertedLists;
import io.ocellus.vector.index.row.RowLayout;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How much effort which recall takes on the very rows of an index: measured when it is built ({@link EffortSample}), with
 * some of its rows as queries against exact search (each without itself), for ten neighbours. Kept in the file as the efforts that no other one
 * beats, by rising cost.
 */
public record Calibration(List<Step> steps, double listRows) implements InvertedSearcher.EffortChoice {

    private static final int STEP_BYTES = 20;

    /** In place of a number of candidates: all rows. */
    private static final int ALL = Integer.MAX_VALUE;

    /** Where the codes tell too little apart for the recall. */
    private static final Step EXACT = new Step(1, ALL, ALL, Float.MAX_VALUE, 0);

    /** Steps that reach hardly more than the one before are left out. */
    private static final float PROGRESS = 0.0003f;

    /** What a search costs beside that, in nanoseconds about. */
    private static final double START = 3_000;

    /** Of what a search costs, so much queries like rows may spend on lists beyond. */
    private static final double[] SHARES = {0.01, 0.03, 0.1, 0.3};

    /** So much more an effort may cost that is better for queries unlike rows. */
    private static final double SPENT = 0.015;

    /** A search that begins again has about so many times the candidates. */
    private static final double WIDER = 4;

    /** Of what may be missed, so much is left for queries that are no rows. */
    private static final float SPARE = 0.1f;

    /**
     * An effort, the recall that other queries reach by it nearly always, and what it costs, in nanoseconds about.
     *
     * @param reach for lists beyond, see {@link ListReach}
     */
    record Step(float recall, int probes, int reorder, float cost, float reach) {}

    public static Calibration measure(
            SampleQueries sample, RowLayout layout, int rows, InvertedLists lists, BuildControl control) {
        EffortSample efforts = EffortSample.measure(sample, layout, rows, lists, control);
        ReachSample reach = efforts.reach();
        List<Step> measured = new ArrayList<>();
        double listRows = rows / (double) lists.lists();
        double list = 60 + listRows * lists.groups() / 40;
        for (int probes = 1; probes <= efforts.most(); probes = Math.max(probes + 1, probes * 21 / 20)) {
            for (int i = 0; i < EffortSample.REORDERS.length; i++) {
                int reorder = EffortSample.REORDERS[i];
                double cost = probes * list + 45.0 * reorder;
                double again = probes * list + WIDER * 45 * reorder;
                int before = -2;
                for (double share : SHARES) {
                    int level = reach.level(probes, share * (START + cost), again, list);
                    if (level > before) {
                        float recall = efforts.recall(probes, i, reach.held(level, probes));
                        measured.add(new Step(
                                SampleQueries.cautious(recall, sample.count()),
                                probes,
                                reorder,
                                (float) (cost + reach.cost(level, probes, again, list)),
                                ReachSample.reach(level)));
                        before = level;
                    }
                }
            }
        }
        return new Calibration(farthest(unbeaten(measured), measured), listRows);
    }

    /** In place of each step the one that reaches farthest of those that cost hardly more and find no less. */
    private static List<Step> farthest(List<Step> kept, List<Step> measured) {
        List<Step> steps = new ArrayList<>();
        for (Step step : kept) {
            Step best = step;
            for (Step other : measured) {
                if (other.reach > best.reach
                        && other.recall >= step.recall
                        && other.cost <= step.cost + SPENT * (START + step.cost)) {
                    best = other;
                }
            }
            steps.add(best);
        }
        return steps;
    }

    private static List<Step> unbeaten(List<Step> measured) {
        measured.sort((a, b) -> Float.compare(a.cost, b.cost));
        List<Step> kept = new ArrayList<>();
        float best = -1;
        for (Step step : measured) {
            if (step.recall > best + PROGRESS) {
                kept.add(step);
                best = step.recall;
            }
        }
        return kept;
    }

    /** The least effort that reached the recall asked for; more neighbours take more of both. Who names one of them gets no more. */
    @Override
    public InvertedSearcher.Effort effort(SearchParameters parameters, int k) {
        Step chosen = step(parameters);
        if (chosen.reorder == ALL) {
            return new InvertedSearcher.Effort(Integer.MAX_VALUE, ALL);
        }
        double more = Math.max(1, k / (double) SampleQueries.NEIGHBOURS);
        // So many neighbours cannot lie in fewer lists.
        double least = 3 * k / listRows;
        return new InvertedSearcher.Effort(
                parameters.integer("nprobe", (int) Math.ceil(Math.max(least, chosen.probes * Math.pow(more, 0.3)))),
                Math.max(k, parameters.integer("reorder_k", (int) Math.ceil(chosen.reorder * Math.pow(more, 0.9)))),
                parameters.names("nprobe") || parameters.names("reorder_k") ? 0 : chosen.reach);
    }

    /** The cheapest that reached the recall asked for; nearest to it, the greatest; an exact search where none comes near. */
    Step step(SearchParameters parameters) {
        float recall = parameters.number("recall", 0.95f);
        float aim = recall + SPARE * (1 - recall);
        for (Step step : steps) {
            if (step.recall >= aim) {
                return step;
            }
        }
        return steps.getLast().recall >= recall - (1 - recall) / 2 ? steps.getLast() : EXACT;
    }

    public void write(IndexFile.Writer writer) {
        MemorySegment part = writer.part(IndexFile.Part.NUMBERS, (long) STEP_BYTES * steps.size());
        for (int i = 0; i < steps.size(); i++) {
            long at = (long) STEP_BYTES * i;
            part.set(Memory.FLOAT, at, steps.get(i).recall);
            part.set(Memory.INT, at + 4, steps.get(i).probes);
            part.set(Memory.INT, at + 8, steps.get(i).reorder);
            part.set(Memory.FLOAT, at + 12, steps.get(i).cost);
            part.set(Memory.FLOAT, at + 16, steps.get(i).reach);
        }
    }

    public static Calibration read(Path file, IndexFile.Header header, MemorySegment mapped, int lists) {
        IndexFile.Extent part = header.part(file, IndexFile.Part.NUMBERS, -1);
        List<Step> steps = new ArrayList<>();
        for (long at = part.offset(); at + STEP_BYTES <= part.offset() + part.length(); at += STEP_BYTES) {
            Step step = new Step(
                    mapped.get(Memory.FLOAT, at),
                    mapped.get(Memory.INT, at + 4),
                    mapped.get(Memory.INT, at + 8),
                    mapped.get(Memory.FLOAT, at + 12),
                    mapped.get(Memory.FLOAT, at + 16));
            if (step.probes < 1 || step.reorder < 1 || !(step.reach >= 0 && step.reach < 100)) {
                throw new IndexFailure.DamagedFile(file + " holds an effort of " + step);
            }
            steps.add(step);
        }
        if (steps.isEmpty()) {
            throw new IndexFailure.DamagedFile(file + " holds no efforts");
        }
        return new Calibration(steps, header.rows() / (double) lists);
    }
}
