package io.ocellus.vector.index.row;

import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.SearchParameters;
import io.ocellus.vector.index.search.Scorer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Hands another scorer the query at length one. Codes of rows are made of normalised numbers under COSINE, while queries for
 * rows in other forms than floats come as they are. Confined to one search at a time.
 */
public final class NormalScorer implements Scorer {

    private final Scorer scorer;
    private final int dimension;
    private final MemorySegment normal;

    public NormalScorer(Scorer scorer, RowLayout layout) {
        this.scorer = scorer;
        this.dimension = layout.dimension();
        this.normal = Memory.allocate(Arena.ofAuto(), 4L * layout.stride());
    }

    @Override
    public void query(long address) {
        query(address, SearchParameters.defaults());
    }

    @Override
    public void query(long address, SearchParameters parameters) {
        double squares = 0;
        for (int d = 0; d < dimension; d++) {
            float value = Memory.getFloat(address + 4L * d);
            squares += (double) value * value;
        }
        double factor = squares > 0 ? 1 / Math.sqrt(squares) : 0;
        for (int d = 0; d < dimension; d++) {
            Memory.setFloat(normal.address() + 4L * d, (float) (Memory.getFloat(address + 4L * d) * factor));
        }
        scorer.query(normal.address(), parameters);
    }

    @Override
    public void score(int[] rows, int count, float[] distances) {
        scorer.score(rows, count, distances);
    }
}
