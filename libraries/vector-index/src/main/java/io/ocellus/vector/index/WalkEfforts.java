package io.ocellus.vector.index;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How wide a walk over a {@link CodedGraph} must be for which recall, measured when it is built, with rows as queries that
 * the walk itself may not enter: their own links would lead straight to the answer. Such a walk lacks the ways through that
 * row too, so it misses more than one for a query that was never linked. By rising width.
 */
record WalkEfforts(List<Step> steps) {

    private static final int[] WIDTHS = {10, 12, 16, 20, 26, 34, 44, 58, 76, 100, 140, 200, 300, 450, 700, 1024};
    private static final int SOME = 16;
    private static final int STEP_BYTES = 8;

    /** Sampling error. */
    private static final float MARGIN = 0.002f;

    /** Of what walks apart miss, the part that others miss too: 0.75 to 0.9 was measured. */
    private static final float MISSED = 0.8f;

    /** A width, and the recall it reached. */
    record Step(int width, float recall) {}

    static WalkEfforts measure(CodedGraphSearcher searcher, SampleQueries sample, BuildControl control) {
        List<Step> steps = new ArrayList<>();
        float best = 0;
        for (int width : WIDTHS) {
            TopK[] found = sample.room();
            AtomicInteger next = new AtomicInteger();
            BuildThreads.run(control.threads(), () -> {
                for (int from = next.getAndAdd(SOME); from < sample.count(); from = next.getAndAdd(SOME)) {
                    control.check();
                    int to = Math.min(sample.count(), from + SOME);
                    searcher.searchApart(sample.queries(), sample.rows(), from, to, width, found);
                }
            });
            best = Math.max(best, sample.recall(found));
            steps.add(new Step(width, best));
            if (best > 0.9995f) {
                break;
            }
        }
        return new WalkEfforts(steps);
    }

    /** The width that reaches a recall, between two that were measured; infinite where none did. */
    double width(float recall) {
        float aim = 1 - (1 - recall - Math.min(MARGIN, (1 - recall) / 5)) / MISSED;
        Step below = new Step(SampleQueries.NEIGHBOURS, 0);
        for (Step step : steps) {
            if (step.recall >= aim) {
                return between(below, step, aim);
            }
            below = step;
        }
        return Double.POSITIVE_INFINITY;
    }

    /** Straight in the logarithms of the width and of what is missed. */
    private static double between(Step below, Step above, float aim) {
        double least = 1e-4;
        double missed = Math.log(Math.max(least, 1 - below.recall));
        double all = missed - Math.log(Math.max(least, 1 - above.recall));
        double part = all > 0 ? (missed - Math.log(Math.max(least, 1 - aim))) / all : 1;
        return below.width * Math.pow(above.width / (double) below.width, Math.clamp(part, 0, 1));
    }

    void write(IndexFile.Writer writer) {
        MemorySegment part = writer.part(IndexFile.Part.EDGE_EFFORTS, (long) STEP_BYTES * steps.size());
        for (int i = 0; i < steps.size(); i++) {
            part.set(Memory.INT, (long) STEP_BYTES * i, steps.get(i).width);
            part.set(Memory.FLOAT, (long) STEP_BYTES * i + 4, steps.get(i).recall);
        }
    }

    static WalkEfforts read(Path file, IndexFile.Header header, MemorySegment mapped) {
        IndexFile.Extent part = IndexBuilders.part(file, header, IndexFile.Part.EDGE_EFFORTS, -1);
        List<Step> steps = new ArrayList<>();
        for (long at = part.offset(); at + STEP_BYTES <= part.offset() + part.length(); at += STEP_BYTES) {
            Step step = new Step(mapped.get(Memory.INT, at), mapped.get(Memory.FLOAT, at + 4));
            if (step.width < 1 || step.width > 1 << 16) {
                throw new IndexFailure.DamagedFile(file + " holds a walk of width " + step.width);
            }
            steps.add(step);
        }
        return new WalkEfforts(steps);
    }
}
