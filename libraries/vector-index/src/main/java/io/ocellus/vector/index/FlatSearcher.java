package io.ocellus.vector.index;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Exact search over rows that lie one after another. One query reads every accepted row once; a batch goes over blocks that
 * stay in the second-level cache.
 */
final class FlatSearcher implements Searcher, RowScan {

    private static final int BLOCK_FLOATS = 1 << 15;
    private static final int PICKED = 512;

    /** From so many queries on, turning them into columns pays. */
    private static final int MANY = 16;

    private final RowLayout layout;
    private final int rows;
    private final long rowsAt;
    private final ConcurrentLinkedQueue<Scratch> pool = new ConcurrentLinkedQueue<>();

    private record Scratch(float[] distances, int[] picked, QueryBuffer buffer) {}

    FlatSearcher(RowLayout layout, int rows, long address) {
        this.layout = layout;
        this.rows = rows;
        this.rowsAt = address;
    }

    static void build(IndexFile.Writer writer, IndexParameters parameters, VectorSource source, BuildControl control) {
        writeRows(writer, new RowLayout(parameters.metric(), parameters.dimension()), source, control, 0, 1);
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

    /** The rows of the source into that room. */
    static void fill(
            MemorySegment target,
            RowLayout layout,
            VectorSource source,
            BuildControl control,
            double progressFrom,
            double progressTo) {
        int rows = source.rows();
        int stride = layout.stride();
        int step = Math.max(1, Math.min(rows, (1 << 18) / stride));
        float[] read = new float[step * layout.dimension()];
        float[] arranged = new float[step * stride];
        for (int row = 0; row < rows; row += step) {
            int count = Math.min(step, rows - row);
            source.read(row, count, read);
            layout.arrange(read, 0, count, arranged, 0, row);
            Memory.write(arranged, 0, count * stride, target.address() + 4L * row * stride);
            control.progress(progressFrom + (progressTo - progressFrom) * (row + count) / rows);
        }
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
        int stride = layout.stride();
        int block = Math.max(16, BLOCK_FLOATS / stride);
        Scratch scratch = pool.poll();
        if (scratch == null) {
            scratch = new Scratch(new float[Math.max(block, PICKED)], new int[PICKED], new QueryBuffer());
        }
        long address = scratch.buffer.put(queries, count * stride);
        if (accepted.isAll() || accepted.count(rows) > rows / 2) {
            if (count >= MANY) {
                new FlatBatch(layout, queries, count, address, accepted, found).scan(rowsAt, rows);
                pool.offer(scratch);
                return;
            }
            for (int first = 0; first < rows; first += block) {
                int n = Math.min(block, rows - first);
                for (int q = 0; q < count; q++) {
                    Kernels.FLOATS.distances(
                            layout.metric(),
                            address + 4L * q * stride,
                            stride,
                            rowsAt + 4L * first * stride,
                            n,
                            scratch.distances,
                            0);
                    found[q].addAll(scratch.distances, 0, n, first, accepted);
                }
            }
        } else {
            for (int q = 0; q < count; q++) {
                scanPicked(address + 4L * q * stride, accepted, found[q], scratch);
            }
        }
        pool.offer(scratch);
    }

    private void scanPicked(long query, Acceptance accepted, TopK found, Scratch scratch) {
        int stride = layout.stride();
        int row = accepted.next(0, rows);
        while (row < rows) {
            int n = 0;
            while (row < rows && n < PICKED) {
                scratch.picked[n++] = row;
                row = accepted.next(row + 1, rows);
            }
            Kernels.FLOATS.distances(layout.metric(), query, stride, rowsAt, scratch.picked, n, scratch.distances);
            for (int i = 0; i < n; i++) {
                found.add(scratch.distances[i], scratch.picked[i]);
            }
        }
    }
}
