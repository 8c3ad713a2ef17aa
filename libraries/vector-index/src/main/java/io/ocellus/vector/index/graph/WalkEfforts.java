package io.ocellus.vector.index.graph;

import io.ocellus.vector.index.build.BuildThreads;
import io.ocellus.vector.index.exact.SampleQueries;
import io.ocellus.vector.index.file.IndexFile;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.IndexFailure;
import io.ocellus.vector.index.search.TopK;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How far a walk over a {@link CodedGraph} must go for which recall, measured when it is built, with rows as queries that
 * nothing leads to yet, and that have not been between others when these were linked. By rising slack.
 */
public record WalkEfforts(List<Step> steps) {

    private static final float[] SLACKS = {
        0, 0.01f, 0.02f, 0.03f, 0.04f, 0.05f, 0.06f, 0.07f, 0.085f, 0.1f, 0.12f, 0.15f, 0.18f, 0.22f, 0.27f, 0.33f,
        0.4f, 0.5f, 0.65f, 0.8f, 1, 1.3f, 1.7f
    };
    private static final int SOME = 16;
    private static final int STEP_BYTES = 12;

    /** Of what may be missed, so much is left for the links that rows held apart take in the end. */
    private static final float SPARE = 0.1f;

    /** From this recall on, what is left is measured with fewer queries: far walks cost most of the measurement. */
    private static final float HIGH = 0.998f;

    private static final int FEWER = 6;

    /** Where so many nodes are opened, walks have no room for more. */
    private static final double FULL = 900;

    /** The recall that other queries reach by a slack nearly always, and how many nodes are opened. */
    public record Step(float slack, float recall, float nodes) {}

    public static WalkEfforts measure(CodedGraphSearcher searcher, SampleQueries sample, BuildControl control) {
        List<Step> steps = new ArrayList<>();
        float best = 0;
        int count = sample.count();
        for (float slack : SLACKS) {
            int queries = count;
            TopK[] found = sample.room(SampleQueries.NEIGHBOURS);
            AtomicLong opened = new AtomicLong();
            BuildThreads.forEach(
                    control,
                    queries,
                    SOME,
                    () -> (from, to) -> opened.addAndGet(searcher.searchApart(
                            sample.queries(), sample.apart(), from, to, CodedWalk.Reach.slack(slack), found)));
            float recall = sample.recall(found, queries);
            best = Math.max(best, SampleQueries.cautious(recall, queries));
            float nodes = opened.get() / (float) Math.max(1, queries);
            steps.add(new Step(slack, best, nodes));
            if (recall > 0.9998f || nodes > FULL) {
                break;
            }
            if (recall > HIGH) {
                count = Math.max(1, sample.count() / FEWER);
            }
        }
        return new WalkEfforts(steps);
    }

    /** What reaches a recall, between two that were measured; infinite where none did. */
    public Step reaching(float asked) {
        float recall = asked + SPARE * (1 - asked);
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (step.recall >= recall) {
                return i == 0
                        ? step
                        : between(
                                steps.get(i - 1),
                                step,
                                missed(recall),
                                missed(steps.get(i - 1).recall),
                                missed(step.recall));
            }
        }
        return new Step(Float.POSITIVE_INFINITY, 1, Float.POSITIVE_INFINITY);
    }

    /** What a walk without slack opens. */
    public double leastNodes() {
        return steps.getFirst().nodes;
    }

    /** The slack that opens so many nodes; none where that are fewer than without. */
    public float slack(double nodes) {
        if (steps.size() < 2) {
            return steps.getFirst().slack;
        }
        int above = 1;
        while (above < steps.size() - 1 && steps.get(above).nodes < nodes) {
            above++;
        }
        Step low = steps.get(above - 1);
        Step high = steps.get(above);
        double all = Math.log(high.nodes / low.nodes);
        double part = all > 0 ? Math.log(nodes / low.nodes) / all : 1;
        return (float) (low.slack + Math.clamp(part, 0, 1) * (high.slack - low.slack));
    }

    private static double missed(float recall) {
        return Math.log(Math.max(1e-4, 1 - recall));
    }

    /** Straight in the slack, the logarithm of the nodes and that of what is missed. */
    private static Step between(Step low, Step high, double aim, double lowMissed, double highMissed) {
        double all = lowMissed - highMissed;
        double part = all > 0 ? Math.clamp((lowMissed - aim) / all, 0, 1) : 1;
        return new Step(
                (float) (low.slack + part * (high.slack - low.slack)),
                (float) (low.recall + part * (high.recall - low.recall)),
                (float) (low.nodes * Math.pow(high.nodes / low.nodes, part)));
    }

    public void write(IndexFile.Writer writer) {
        MemorySegment part = writer.part(IndexFile.Part.EDGE_EFFORTS, (long) STEP_BYTES * steps.size());
        for (int i = 0; i < steps.size(); i++) {
            long at = (long) STEP_BYTES * i;
            part.set(Memory.FLOAT, at, steps.get(i).slack);
            part.set(Memory.FLOAT, at + 4, steps.get(i).recall);
            part.set(Memory.FLOAT, at + 8, steps.get(i).nodes);
        }
    }

    public static WalkEfforts read(Path file, IndexFile.Header header, MemorySegment mapped) {
        IndexFile.Extent part = header.part(file, IndexFile.Part.EDGE_EFFORTS, -1);
        List<Step> steps = new ArrayList<>();
        for (long at = part.offset(); at + STEP_BYTES <= part.offset() + part.length(); at += STEP_BYTES) {
            Step step = new Step(
                    mapped.get(Memory.FLOAT, at), mapped.get(Memory.FLOAT, at + 4), mapped.get(Memory.FLOAT, at + 8));
            if (!(step.slack >= 0 && step.slack < 100 && step.nodes >= 1)) {
                throw new IndexFailure.DamagedFile(file + " holds a walk of " + step);
            }
            steps.add(step);
        }
        if (steps.isEmpty()) {
            throw new IndexFailure.DamagedFile(file + " holds no walks");
        }
        return new WalkEfforts(steps);
    }
}
