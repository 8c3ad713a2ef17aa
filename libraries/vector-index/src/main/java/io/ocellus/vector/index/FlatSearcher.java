package io.ocellus.vector.index;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Exact search over rows that lie one after another. One query reads every accepted row once; a batch goes over blocks that
 * stay in the second-level cache.
 */
final class FlatSearcher implements Searcher {

    private static final int BLOCK_FLOATS = 1 << 15;
    private static final int PICKED = 512;

    /** From so many queries on, turning the rows pays. */
    private static final int TURNED = 16;

    private static final int TURNED_BLOCKS = 4;
    private static final int TURNED_QUERIES = 64;

    private final RowLayout layout;
    private final int rows;
    private final long rowsAt;
    private final ConcurrentLinkedQueue<Scratch> pool = new ConcurrentLinkedQueue<>();

    private record Scratch(float[] distances, int[] picked, QueryBuffer buffer, QueryBuffer turned) {}

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
        int rows = source.rows();
        int stride = layout.stride();
        MemorySegment target = writer.part(IndexFile.Part.VECTORS, 4L * rows * stride);
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
        return target;
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

    /** Adds every accepted row to every query's best. */
    void scan(float[] queries, int count, Acceptance accepted, TopK[] found) {
        int stride = layout.stride();
        int block = Math.max(16, BLOCK_FLOATS / stride);
        Scratch scratch = pool.poll();
        if (scratch == null) {
            scratch = new Scratch(
                    new float[Math.max(block, PICKED)], new int[PICKED], new QueryBuffer(), new QueryBuffer());
        }
        long address = scratch.buffer.put(queries, count * stride);
        if (accepted.isAll() || accepted.count(rows) > rows / 2) {
            if (count >= TURNED && layout.metric() != Metric.L2) {
                scanTurned(address, count, accepted, found, scratch);
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

    /** Many queries: blocks of rows are turned into columns once, then multiplied with eight queries at a time. */
    private void scanTurned(long queries, int count, Acceptance accepted, TopK[] found, Scratch scratch) {
        int columns = Kernels.FLOATS.columns();
        int stride = layout.stride();
        int dimension = layout.dimension();
        int width = TURNED_BLOCKS * columns;
        long turned = scratch.turned.room(dimension * width);
        // Turned queries give distances at once.
        for (int i = 0; i < count * stride; i++) {
            Memory.setFloat(queries + 4L * i, -Memory.getFloat(queries + 4L * i));
        }
        float[] dots = new float[TURNED_QUERIES * width];
        for (int first = 0; first < rows; first += width) {
            int n = Math.min(width, rows - first);
            turn(rowsAt + 4L * stride * first, n, turned);
            for (int q = 0; q < count; q += TURNED_QUERIES) {
                int some = Math.min(TURNED_QUERIES, count - q);
                Kernels.FLOATS.columnDots(
                        queries + 4L * stride * q, some, stride, dimension, turned, TURNED_BLOCKS, dots, width);
                for (int i = 0; i < some; i++) {
                    found[q + i].addAll(dots, i * width, n, first, accepted);
                }
            }
        }
    }

    private void turn(long from, int count, long to) {
        int columns = Kernels.FLOATS.columns();
        int dimension = layout.dimension();
        for (int row = 0; row < count; row++) {
            long source = from + 4L * layout.stride() * row;
            long target = to + 4L * columns * dimension * (row / columns) + 4L * (row % columns);
            for (int d = 0; d < dimension; d++) {
                Memory.setFloat(target + 4L * columns * d, Memory.getFloat(source + 4L * d));
            }
        }
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
