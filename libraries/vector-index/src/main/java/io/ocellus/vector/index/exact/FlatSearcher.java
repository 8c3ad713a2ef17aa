package io.ocellus.vector.index.exact;

import io.ocellus.vector.index.file.IndexFile;
import io.ocellus.vector.index.kernel.DenseKernels;
import io.ocellus.vector.index.kernel.Kernels;
import io.ocellus.vector.index.kernel.QueryBuffer;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.IndexParameters;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.model.SearchParameters;
import io.ocellus.vector.index.model.VectorSource;
import io.ocellus.vector.index.row.DenseRows;
import io.ocellus.vector.index.row.RowLayout;
import io.ocellus.vector.index.search.RowScan;
import io.ocellus.vector.index.search.Searcher;
import io.ocellus.vector.index.search.TopK;
import io.ocellus.vector.index.training.RowChunks;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Exact search over rows that lie one after another. One query reads every accepted row once, in several places at a time; a
 * batch goes over blocks that stay in the second-level cache. In files of its own type rows are not padded: one query runs as
 * fast as memory is read.
 */
public final class FlatSearcher implements Searcher, RowScan {

    private static final int BLOCK_FLOATS = 1 << 15;
    private static final int MOST = 2_048;

    private static final ConcurrentLinkedQueue<Scratch> SCRATCHES = new ConcurrentLinkedQueue<>();

    private final RowLayout layout;
    private final int pitch;
    private final int rows;
    private final long rowsAt;
    private final boolean normalising;
    private final boolean squared;

    /** Room for as many rows as are compared in one go. */
    private static final class Scratch {
        private final float[] distances = new float[MOST];
        private final float[] squares = new float[MOST];
        private final int[] picked = new int[MOST];
        private final QueryBuffer queries = new QueryBuffer();
        private final QueryBuffer zeros = new QueryBuffer();
        private final QueryBuffer normalised = new QueryBuffer();
    }

    /** Over rows that are padded. */
    public FlatSearcher(RowLayout layout, int rows, long address) {
        this(layout, rows, address, layout.stride(), false);
    }

    /**
     * @param pitch floats from one row to the next, the dimension at least
     * @param raw whether rows are as they were given, under COSINE too
     */
    public FlatSearcher(RowLayout layout, int rows, long address, int pitch, boolean raw) {
        this.layout = layout;
        this.pitch = pitch;
        this.rows = rows;
        this.rowsAt = address;
        this.normalising = raw && layout.metric() == Metric.COSINE;
        this.squared = layout.metric() == Metric.L2;
    }

    public static void build(
            IndexFile.Writer writer, IndexParameters parameters, VectorSource source, BuildControl control) {
        RowLayout layout = new RowLayout(parameters.metric(), parameters.dimension());
        MemorySegment target = writer.part(IndexFile.Part.VECTORS, 4L * source.rows() * layout.dimension());
        fill(target, layout.dimension(), layout, source, control, 0, 1);
    }

    /** The rows of the source as the part VECTORS. */
    static MemorySegment writeRows(
            IndexFile.Writer writer,
            RowLayout layout,
            VectorSource source,
            BuildControl control,
            double progressFrom,
            double progressTo) {
        MemorySegment target = writer.part(IndexFile.Part.VECTORS, 4L * source.rows() * layout.stride());
        fill(target, layout, source, control, progressFrom, progressTo);
        return target;
    }

    /** The rows of the source into that room, padded. */
    public static void fill(
            MemorySegment target,
            RowLayout layout,
            VectorSource source,
            BuildControl control,
            double progressFrom,
            double progressTo) {
        fill(target, layout.stride(), layout, source, control, progressFrom, progressTo);
    }

    private static void fill(
            MemorySegment target,
            int pitch,
            RowLayout layout,
            VectorSource source,
            BuildControl control,
            double progressFrom,
            double progressTo) {
        int stride = layout.stride();
        RowChunks chunks = new RowChunks(layout, source, control);
        chunks.forEach(progressFrom, progressTo, () -> (address, first, count) -> {
            long to = target.address() + 4L * pitch * first;
            if (pitch == stride) {
                MemorySegment.copy(Memory.ALL, address, Memory.ALL, to, 4L * stride * count);
                return;
            }
            for (int i = 0; i < count; i++) {
                long row = address + 4L * stride * i;
                MemorySegment.copy(Memory.ALL, row, Memory.ALL, to + 4L * pitch * i, 4L * pitch);
            }
        });
    }

    @Override
    public boolean isExact() {
        return true;
    }

    @Override
    public void search(
            float[] queries, int count, int k, SearchParameters parameters, Acceptance accepted, TopK[] found) {
        scan(queries, count, accepted, found);
    }

    @Override
    public void scan(float[] queries, int count, Acceptance accepted, TopK[] found) {
        Scratch pooled = SCRATCHES.poll();
        Scratch scratch = pooled == null ? new Scratch() : pooled;
        int stride = layout.stride();
        long address = scratch.queries.put(queries, count * stride);
        if (!accepted.isAll() && accepted.count(rows) <= rows / 2) {
            for (int q = 0; q < count; q++) {
                scanPicked(address + 4L * q * stride, accepted, found[q], scratch);
            }
        } else {
            scanAll(queries, count, address, accepted, found, scratch);
        }
        SCRATCHES.offer(scratch);
    }

    private void scanAll(float[] queries, int count, long address, Acceptance accepted, TopK[] found, Scratch scratch) {
        FlatBatch batch =
                count < FlatBatch.FLOATS ? null : new FlatBatch(layout, pitch, queries, count, accepted, found);
        int block = block(count, batch != null);
        for (int first = 0; first < rows; first += block) {
            int n = Math.min(block, rows - first);
            long at = rowsAt + 4L * pitch * first;
            if (normalising) {
                long target = scratch.normalised.room(block * pitch);
                Kernels.DENSE.normalise(layout.dimension(), at, pitch, n, target, pitch);
                at = target;
            }
            if (batch != null) {
                long zeros = scratch.zeros.room(layout.stride());
                batch.scan(new DenseRows(layout, pitch, at - 4L * pitch * first, address, zeros), first, first + n);
                continue;
            }
            for (int q = 0; q < count; q++) {
                scanRun(address + 4L * q * layout.stride(), at, first, n, accepted, found[q], scratch);
            }
        }
    }

    /** How many rows are gone over together. */
    private int block(int count, boolean products) {
        if (products && !normalising) {
            return rows;
        }
        return count == 1 && !normalising ? MOST : Math.clamp(BLOCK_FLOATS / layout.stride(), 16, MOST);
    }

    private void scanRun(long query, long at, int first, int count, Acceptance accepted, TopK found, Scratch scratch) {
        float[] distances = scratch.distances;
        int[] picked = scratch.picked;
        int run = count / DenseKernels.RUNS;
        int even = run * DenseKernels.RUNS;
        Kernels.DENSE.runs(squared, query, layout.dimension(), at, pitch, run, distances);
        Kernels.DENSE.distances(
                squared, query, layout.dimension(), at + 4L * pitch * even, pitch, count - even, distances, even);
        int kept = Kernels.NIBBLES.within(distances, 0, count, found.threshold(), picked);
        for (int i = 0; i < kept; i++) {
            int place = picked[i];
            int row = first + (place < even ? run * (place % DenseKernels.RUNS) + place / DenseKernels.RUNS : place);
            if (distances[place] <= found.threshold() && accepted.test(row)) {
                found.add(distances[place], row);
            }
        }
    }

    private void scanPicked(long query, Acceptance accepted, TopK found, Scratch scratch) {
        int row = accepted.next(0, rows);
        while (row < rows) {
            int n = 0;
            while (row < rows && n < MOST) {
                scratch.picked[n++] = row;
                row = accepted.next(row + 1, rows);
            }
            Kernels.DENSE.distances(
                    squared, query, layout.dimension(), rowsAt, pitch, scratch.picked, n, scratch.distances);
            if (normalising) {
                divideByLengths(n, scratch);
            }
            for (int i = 0; i < n; i++) {
                if (scratch.distances[i] <= found.threshold()) {
                    found.add(scratch.distances[i], scratch.picked[i]);
                }
            }
        }
    }

    private void divideByLengths(int count, Scratch scratch) {
        long zeros = scratch.zeros.room(layout.stride());
        Kernels.DENSE.distances(true, zeros, layout.dimension(), rowsAt, pitch, scratch.picked, count, scratch.squares);
        for (int i = 0; i < count; i++) {
            if (scratch.squares[i] > 0) {
                scratch.distances[i] = (float) (scratch.distances[i] / Math.sqrt(scratch.squares[i]));
            }
        }
    }
}
