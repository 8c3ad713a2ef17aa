package io.ocellus.vector.index;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Best-first walk over a {@link CodedGraph}: the codes of a node's neighbours tell which of them may be near, eight bits a
 * dimension rank those, and floats the best of all. Memory is read for a few rows where a plain walk reads all neighbours.
 * Safe for many threads; scratch space is reused.
 */
final class CodedGraphSearcher {

    private static final int STARTS = 8;

    private final CodedGraph graph;
    private final RowLayout layout;
    private final long vectors;
    private final ByteRows bytes;
    private final ConcurrentLinkedQueue<Walker> pool = new ConcurrentLinkedQueue<>();

    CodedGraphSearcher(CodedGraph graph, long vectors, ByteRows bytes) {
        this.graph = graph;
        this.layout = graph.layout();
        this.vectors = vectors;
        this.bytes = bytes;
    }

    /** Fills one {@link TopK} a query, with {@code ef} rows kept during the walk. */
    void search(float[] queries, int count, int ef, TopK[] found) {
        Walker walker = pool.poll();
        if (walker == null) {
            walker = new Walker();
        }
        long address = walker.buffer.put(queries, count * layout.stride());
        for (int q = 0; q < count; q++) {
            walker.search(address + 4L * q * layout.stride(), ef, found[q]);
        }
        pool.offer(walker);
    }

    /** The same, but each query may not enter that row: as if the query were no row of the index. */
    void searchApart(float[] queries, int[] apart, int ef, TopK[] found) {
        Walker walker = new Walker();
        long address = walker.buffer.put(queries, apart.length * layout.stride());
        for (int q = 0; q < apart.length; q++) {
            walker.apart = apart[q];
            walker.search(address + 4L * q * layout.stride(), ef, found[q]);
        }
    }

    /** One search's scratch space. */
    private final class Walker {
        private final QueryBuffer buffer = new QueryBuffer();
        private final EdgeCodes book = graph.book();
        private final ByteScorer scorer = new ByteScorer(bytes);
        private final NearestPool nearest = new NearestPool();
        private final VisitedRows visited = new VisitedRows(graph.rows());
        private final MemorySegment tableRoom = Memory.allocate(
                Arena.ofAuto(), (long) EdgeKernels.QUAD_TABLE * graph.book().quads());
        private final long table = tableRoom.address();
        private final float[] products = new float[EdgeCodes.CENTRES * book.groups()];
        private final float[] scale = new float[2];
        private final float[] estimates = new float[EdgeKernels.LANES];
        private final int[] fresh = new int[EdgeKernels.LANES];
        private final float[] distances = new float[EdgeKernels.LANES];
        private int apart = LinkBuilder.NONE;
        private int[] refined = new int[64];
        private float[] exact = new float[64];

        void search(long query, int ef, TopK found) {
            scorer.query(query);
            Kernels.EDGES.tables(book, query, layout.dimension(), products, table, scale);
            visited.begin();
            if (apart >= 0) {
                visited.add(apart);
            }
            begin(query, ef);
            for (int node = nearest.expandNext(); node >= 0; node = nearest.expandNext()) {
                expand(node, nearest.expandedDistance());
            }
            refine(query, found);
        }

        private void begin(long query, int ef) {
            Kernels.FLOATS.distances(layout.metric(), query, layout.stride(), graph.middle(), 1, exact, 0);
            nearest.reset(STARTS);
            for (int root = 0; root < graph.rootCount(); root++) {
                long block = graph.root(root);
                int below = scan(block, exact[0], nearest.bar());
                for (; below != 0; below &= below - 1) {
                    int slot = Integer.numberOfTrailingZeros(below);
                    nearest.insert(estimates[slot], Memory.getInt(block + 4L * slot));
                }
            }
            int count = 0;
            for (int i = 0; i < nearest.size(); i++) {
                if (isNew(nearest.row(i))) {
                    fresh[count++] = nearest.row(i);
                }
            }
            nearest.reset(ef);
            insert(count);
        }

        private int scan(long block, float node, float bar) {
            return Kernels.EDGES.scan(
                    CodedGraph.codes(block),
                    book.quads(),
                    table,
                    CodedGraph.factors(block),
                    node,
                    scale,
                    bar,
                    estimates);
        }

        private void expand(int node, float distance) {
            long block = graph.block(node);
            int below = scan(block, distance, nearest.bar());
            int count = 0;
            for (; below != 0; below &= below - 1) {
                int row = Memory.getInt(block + 4L * Integer.numberOfTrailingZeros(below));
                if (isNew(row)) {
                    fresh[count++] = row;
                }
            }
            if (count > 0) {
                insert(count);
            }
        }

        private boolean isNew(int row) {
            if (row < 0 || row >= graph.rows()) {
                throw new IndexFailure.DamagedFile("a link leads to row " + row + " of " + graph.rows());
            }
            return visited.add(row);
        }

        private void insert(int count) {
            scorer.score(fresh, count, distances);
            float bar = nearest.bar();
            for (int i = 0; i < count; i++) {
                if (distances[i] < bar) {
                    nearest.insert(distances[i], fresh[i]);
                    bar = nearest.bar();
                }
            }
        }

        /** Exact distances for twice as many as are wanted. */
        private void refine(long query, TopK found) {
            int count = Math.min(nearest.size(), found.wanted() + Math.max(8, found.wanted()));
            if (refined.length < count) {
                refined = new int[count];
                exact = new float[count];
            }
            for (int i = 0; i < count; i++) {
                refined[i] = nearest.row(i);
            }
            Kernels.FLOATS.distances(layout.metric(), query, layout.stride(), vectors, refined, count, exact);
            for (int i = 0; i < count; i++) {
                found.add(exact[i], refined[i]);
            }
        }
    }
}
