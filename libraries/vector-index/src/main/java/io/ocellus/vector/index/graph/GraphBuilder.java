package io.ocellus.vector.index.graph;

import io.ocellus.vector.index.build.BuildThreads;
import io.ocellus.vector.index.file.IndexFile;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.IndexFailure;
import io.ocellus.vector.index.row.RowLayout;
import io.ocellus.vector.index.search.ScorerSupply;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Builds the links of a {@link Graph}: draws the layers of the rows and gives their lists room in the file, then threads take
 * rows in turn, each with a {@link RowLinker} of its own. One thread gives the same graph every time.
 */
public final class GraphBuilder {

    /** More than there are layers, so that no slot of a damaged file leads out of the part. */
    static final int SPARE_SLOTS = 32;

    private final RowLayout layout;
    private final int rows;
    private final int m;
    private final int efConstruction;
    private final long vectors;
    private final BuildControl control;
    private final byte[] levels;
    private final MemorySegment base;
    private final MemorySegment upper;
    private final MemorySegment slotTable;

    public GraphBuilder(
            IndexFile.Writer writer,
            RowLayout layout,
            int rows,
            int m,
            int efConstruction,
            long vectors,
            BuildControl control) {
        this.layout = layout;
        this.rows = rows;
        this.m = m;
        this.efConstruction = efConstruction;
        this.vectors = vectors;
        this.control = control;
        long needed = 9L * rows * m + 8L * rows;
        if (needed > control.memoryBytes()) {
            throw new IndexFailure.OutOfBudget(
                    "building the graph needs " + needed + " bytes, " + control.memoryBytes() + " are allowed");
        }
        this.levels = new byte[rows];
        int[] slots = new int[rows];
        int used = 0;
        double factor = 1 / Math.log(m);
        for (int row = 0; row < rows; row++) {
            levels[row] = (byte) Math.min(30, (int) (-Math.log(uniform(row)) * factor));
            slots[row] = used;
            used += levels[row];
        }
        this.base = writer.part(IndexFile.Part.GRAPH_BASE, 8L * m * rows);
        this.upper = writer.part(IndexFile.Part.GRAPH_UPPER, 4L * m * (used + SPARE_SLOTS));
        this.slotTable = writer.part(IndexFile.Part.GRAPH_LEVELS, 4L * rows);
        base.fill((byte) -1);
        upper.fill((byte) -1);
        if (rows > 0) {
            MemorySegment.copy(slots, 0, slotTable, Memory.INT, 0, rows);
        }
    }

    /** In (0, 1), from the row number alone. */
    private static double uniform(int row) {
        long z = row * 0x9e3779b97f4a7c15L + 0x1234567;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        z ^= z >>> 31;
        return ((z >>> 11) + 0.5) / (1L << 53);
    }

    /** Links all rows and answers with the finished graph. */
    public Graph build(ScorerSupply scorers, double progressFrom) {
        return build(scorers, progressFrom, new BitSet(), unfinished -> {});
    }

    /**
     * Links all rows, these last.
     *
     * @param others is shown the graph before they are linked, when nothing leads to them as nothing leads to a query
     */
    public Graph build(ScorerSupply scorers, double progressFrom, BitSet last, Consumer<Graph> others) {
        try (Arena arena = Arena.ofShared()) {
            Graph none = new Graph(
                    rows, m, base.address(), slotTable.address(), upper.address(), 0, rows == 0 ? 0 : levels[0]);
            LinkedGraph links = new LinkedGraph(none, levels, arena);
            link(links, scorers, progressFrom, last, false);
            if (!last.isEmpty()) {
                others.accept(links.graph());
                link(links, scorers, 0.99, last, true);
            }
            return links.graph();
        }
    }

    private void link(LinkedGraph links, ScorerSupply scorers, double progressFrom, BitSet some, boolean these) {
        // The first row is where all walks begin until one of a higher level is linked.
        AtomicInteger next = new AtomicInteger(1);
        BuildThreads.run(control.threads(), () -> {
            RowLinker linker = new RowLinker(links, layout, vectors, efConstruction, scorers.scorer());
            for (int row = next.getAndIncrement(); row < rows; row = next.getAndIncrement()) {
                if ((row & 1023) == 0) {
                    control.progress(progressFrom + (1 - progressFrom) * row / rows * 0.99);
                }
                if (some.get(row) == these) {
                    linker.link(row);
                }
            }
        });
    }
}
