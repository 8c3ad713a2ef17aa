package io.ocellus.vector.index;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How wide a walk over a {@link Graph} must be for which recall, measured when it is built with some of its rows as queries. By
 * rising width.
 */
record GraphEfforts(List<Step> steps) {

    private static final int[] WIDTHS = {12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024};
    private static final int STEP_BYTES = 8;

    /** A row is reached more easily than what was never linked: of the misses allowed so much may have been measured. */
    private static final float MISSED = 0.4f;

    /** A width, and the recall it reached. */
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
            best = Math.max(best, sample.recall(found, sample.count()));
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
        float aim = 1 - (1 - parameters.number("recall", 0.95f)) * MISSED;
        int width = steps.getLast().width;
        for (Step step : steps) {
            if (step.recall >= aim) {
                width = step.width;
                break;
            }
        }
        double more = Math.pow(Math.max(1, k / (double) SampleQueries.NEIGHBOURS), 0.8);
        Map<String, String> values = new HashMap<>(parameters.values());
        values.put("ef", Integer.toString((int) Math.max(1.3 * k, Math.ceil(width * more))));
        return new SearchParameters(values);
    }

    void write(IndexFile.Writer writer) {
        MemorySegment part = writer.part(IndexFile.Part.GRAPH_EFFORTS, (long) STEP_BYTES * steps.size());
        for (int i = 0; i < steps.size(); i++) {
            part.set(Memory.INT, (long) STEP_BYTES * i, steps.get(i).width);
            part.set(Memory.FLOAT, (long) STEP_BYTES * i + 4, steps.get(i).recall);
        }
    }

    static GraphEfforts read(Path file, IndexFile.Header header, MemorySegment mapped) {
        IndexFile.Extent part = IndexBuilders.part(file, header, IndexFile.Part.GRAPH_EFFORTS, -1);
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
