package io.ocellus.vector.index.graph;

import io.ocellus.vector.index.exact.SampleQueries;
import io.ocellus.vector.index.file.IndexFile;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.IndexFailure;
import io.ocellus.vector.index.model.SearchParameters;
import io.ocellus.vector.index.search.Searcher;
import io.ocellus.vector.index.search.TopK;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How wide a walk over a {@link Graph} must be for which recall, measured with some of its rows as queries before anything leads
 * to these. By rising width.
 */
record GraphEfforts(List<Step> steps) {

    private static final int[] WIDTHS = {12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024};
    private static final int STEP_BYTES = 8;

    /** A width, and the recall it reaches. */
    record Step(int width, float recall) {}

    static GraphEfforts measure(Searcher searcher, SampleQueries sample, BuildControl control) {
        List<Step> steps = new ArrayList<>();
        float best = 0;
        for (int width : WIDTHS) {
            control.check();
            TopK[] found = sample.room(sample.wanted());
            searcher.search(
                    sample.queries(),
                    sample.count(),
                    sample.wanted(),
                    SearchParameters.parse("ef=" + width),
                    Acceptance.all(),
                    found);
            float recall = sample.recall(found, sample.count());
            best = Math.max(best, SampleQueries.cautious(recall, sample.count()));
            steps.add(new Step(width, best));
            if (best > 0.9995f) {
                break;
            }
        }
        return new GraphEfforts(steps);
    }

    /** Searches as wide as the recall that is asked for takes, unless a width is given. */
    Searcher guide(Searcher searcher) {
        return (queries, count, k, parameters, accepted, found) ->
                searcher.search(queries, count, k, chosen(parameters, k), accepted, found);
    }

    private SearchParameters chosen(SearchParameters parameters, int k) {
        if (parameters.names("ef")) {
            return parameters;
        }
        double width = width(parameters.number("recall", 0.95f));
        double more = Math.pow(Math.max(1, k / (double) SampleQueries.NEIGHBOURS), 0.8);
        Map<String, String> values = new HashMap<>(parameters.values());
        values.put("ef", Integer.toString((int) Math.max(1.3 * k, Math.ceil(width * more))));
        return new SearchParameters(values);
    }

    /** Between what was measured as much wider as the misses, by their logarithm, become fewer. */
    private double width(float aim) {
        Step before = steps.getFirst();
        for (Step step : steps) {
            if (step.recall >= aim) {
                double part = step.recall > before.recall ? part(before.recall, step.recall, aim) : 1;
                return before.width * Math.pow(step.width / (double) before.width, part);
            }
            before = step;
        }
        return before.width;
    }

    private static double part(double from, double to, double aim) {
        return to < 1 ? Math.log((1 - from) / (1 - aim)) / Math.log((1 - from) / (1 - to)) : (aim - from) / (to - from);
    }

    void write(IndexFile.Writer writer) {
        MemorySegment part = writer.part(IndexFile.Part.GRAPH_EFFORTS, (long) STEP_BYTES * steps.size());
        for (int i = 0; i < steps.size(); i++) {
            part.set(Memory.INT, (long) STEP_BYTES * i, steps.get(i).width);
            part.set(Memory.FLOAT, (long) STEP_BYTES * i + 4, steps.get(i).recall);
        }
    }

    static GraphEfforts read(Path file, IndexFile.Header header, MemorySegment mapped) {
        IndexFile.Extent part = header.part(file, IndexFile.Part.GRAPH_EFFORTS, -1);
        List<Step> steps = new ArrayList<>();
        for (long at = part.offset(); at + STEP_BYTES <= part.offset() + part.length(); at += STEP_BYTES) {
            Step step = new Step(mapped.get(Memory.INT, at), mapped.get(Memory.FLOAT, at + 4));
            if (step.width < 1 || step.width > 1 << 16) {
                throw new IndexFailure.DamagedFile(file + " holds a walk of width " + step.width);
            }
            steps.add(step);
        }
        if (steps.isEmpty()) {
            throw new IndexFailure.DamagedFile(file + " holds no efforts");
        }
        return new GraphEfforts(steps);
    }
}
