package io.ocellus.vector.index;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How much effort which recall takes on the very rows of an index: measured when it is built, with some of its rows as
 * queries against exact search (each without itself), for ten neighbours. Kept in the file as the efforts that no other one
 * beats, by rising cost.
 */
record Calibration(List<Step> steps, double listRows) implements InvertedSearcher.EffortChoice {

    private static final int NEIGHBOURS = 10;
    private static final int QUERIES = 256;
    private static final int STEP_BYTES = 16;
    private static final double EXACT_BUDGET = 2e10;
    private static final int[] REORDERS = {30, 60, 100, 160, 250, 400, 700};

    /** Sampling error, and queries that are no rows: a little more is searched than was measured to suffice. */
    private static final float MARGIN = 0.004f;

    /** An effort, the recall it reached and what it costs, in nanoseconds about. */
    record Step(float recall, int probes, int reorder, float cost) {}

    static Calibration measure(
            RowLayout layout, int rows, long vectors, InvertedLists lists, ByteRows bytes, BuildControl control) {
        int stride = layout.stride();
        int count = (int) Math.clamp(EXACT_BUDGET / ((double) rows * stride), 48, QUERIES);
        float[] queries = new float[count * stride];
        for (int q = 0; q < count; q++) {
            Memory.read(vectors + 4L * stride * ((long) q * rows / count), queries, q * stride, stride);
        }
        TopK[] found = room(count);
        new FlatSearcher(layout, rows, vectors).scan(queries, count, Acceptance.all(), found);
        List<Set<Integer>> truth = new ArrayList<>();
        for (int q = 0; q < count; q++) {
            truth.add(neighbours(found[q], (int) ((long) q * rows / count)));
        }
        List<Step> measured = new ArrayList<>();
        double listRows = rows / (double) lists.lists();
        for (int probes = 1; ; probes = Math.min(lists.lists(), Math.max(probes + 1, probes * 5 / 4))) {
            float best = 0;
            for (int reorder : REORDERS) {
                control.check();
                InvertedSearcher.Effort effort = new InvertedSearcher.Effort(probes, reorder);
                InvertedSearcher searcher =
                        new InvertedSearcher(layout, rows, vectors, lists, bytes, (parameters, k) -> effort);
                searcher.search(queries, count, NEIGHBOURS + 1, SearchParameters.defaults(), Acceptance.all(), found);
                int hits = 0;
                int wanted = 0;
                for (int q = 0; q < count; q++) {
                    Set<Integer> got = neighbours(found[q], (int) ((long) q * rows / count));
                    got.retainAll(truth.get(q));
                    hits += got.size();
                    wanted += truth.get(q).size();
                }
                float recall = hits / (float) Math.max(1, wanted);
                float cost = (float) (probes * (60 + listRows * lists.groups() / 40) + 45.0 * reorder);
                measured.add(new Step(recall, probes, reorder, cost));
                if (recall < best + 0.0005f) {
                    break;
                }
                best = recall;
            }
            if (probes == lists.lists() || best > 0.9995f) {
                break;
            }
        }
        return new Calibration(unbeaten(measured), listRows);
    }

    private static TopK[] room(int count) {
        TopK[] found = new TopK[count];
        Arrays.setAll(found, q -> new TopK(NEIGHBOURS + 1));
        return found;
    }

    private static Set<Integer> neighbours(TopK found, int self) {
        Set<Integer> rows = new HashSet<>();
        for (long key : found.sorted()) {
            if (TopK.row(key) != self && rows.size() < NEIGHBOURS) {
                rows.add(TopK.row(key));
            }
        }
        return rows;
    }

    private static List<Step> unbeaten(List<Step> measured) {
        measured.sort((a, b) -> Float.compare(a.cost, b.cost));
        List<Step> kept = new ArrayList<>();
        float best = -1;
        for (Step step : measured) {
            if (step.recall > best) {
                kept.add(step);
                best = step.recall;
            }
        }
        return kept;
    }

    /** The least effort that reached the recall asked for; more neighbours take more of both. */
    @Override
    public InvertedSearcher.Effort effort(SearchParameters parameters, int k) {
        float recall = parameters.number("recall", 0.95f);
        // Near 1 the margin shrinks with what is left to reach.
        float aim = recall + Math.min(MARGIN, (1 - recall) / 5);
        Step chosen = steps.getLast();
        for (Step step : steps) {
            if (step.recall >= aim) {
                chosen = step;
                break;
            }
        }
        double more = Math.max(1, k / (double) NEIGHBOURS);
        // So many neighbours cannot lie in fewer lists.
        double least = 3 * k / listRows;
        return new InvertedSearcher.Effort(
                parameters.integer("nprobe", (int) Math.ceil(Math.max(least, chosen.probes * Math.pow(more, 0.3)))),
                Math.max(k, parameters.integer("reorder_k", (int) Math.ceil(chosen.reorder * Math.pow(more, 0.9)))));
    }

    void write(IndexFile.Writer writer) {
        MemorySegment part = writer.part(IndexFile.Part.NUMBERS, (long) STEP_BYTES * steps.size());
        for (int i = 0; i < steps.size(); i++) {
            long at = (long) STEP_BYTES * i;
            part.set(Memory.FLOAT, at, steps.get(i).recall);
            part.set(Memory.INT, at + 4, steps.get(i).probes);
            part.set(Memory.INT, at + 8, steps.get(i).reorder);
            part.set(Memory.FLOAT, at + 12, steps.get(i).cost);
        }
    }

    static Calibration read(Path file, IndexFile.Header header, MemorySegment mapped, int lists) {
        IndexFile.Extent part = IndexBuilders.part(file, header, IndexFile.Part.NUMBERS, -1);
        List<Step> steps = new ArrayList<>();
        for (long at = part.offset(); at + STEP_BYTES <= part.offset() + part.length(); at += STEP_BYTES) {
            Step step = new Step(
                    mapped.get(Memory.FLOAT, at),
                    mapped.get(Memory.INT, at + 4),
                    mapped.get(Memory.INT, at + 8),
                    mapped.get(Memory.FLOAT, at + 12));
            if (step.probes < 1 || step.reorder < 1) {
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
