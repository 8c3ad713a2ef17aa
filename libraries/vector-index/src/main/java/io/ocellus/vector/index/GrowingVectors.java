package io.ocellus.vector.index;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Rows that are searched while they are appended: blocks of 8,192, scanned exactly. One thread appends at a time; any number
 * search without locks. A search sees the rows published before it began. The memory is freed by the collector, when
 * neither writer nor readers hold this object or one of its blocks any more.
 */
public final class GrowingVectors {

    /** Rows in a block. */
    public static final int BLOCK = 8_192;

    private static final int LEAST = 128;

    private final RowLayout layout;
    private final AtomicReferenceArray<MemorySegment> blocks;
    private volatile int rows;

    /**
     * @param capacity the most rows it will hold
     */
    public GrowingVectors(Metric metric, int dimension, int capacity) {
        if (dimension < 1 || dimension > IndexParameters.MAX_DIMENSION) {
            throw new IndexFailure.InvalidParameter("invalid dimension: " + dimension + ", should be in range [1, "
                    + IndexParameters.MAX_DIMENSION + "]");
        }
        if (capacity < 1) {
            throw new IndexFailure.InvalidParameter("capacity is " + capacity + ", must be at least 1");
        }
        this.layout = new RowLayout(metric, dimension);
        this.blocks = new AtomicReferenceArray<>((capacity - 1) / BLOCK + 1);
    }

    public int rows() {
        return rows;
    }

    /** The memory taken by rows. */
    public long bytes() {
        long bytes = 0;
        for (int i = 0; i < blocks.length(); i++) {
            MemorySegment block = blocks.get(i);
            bytes += block == null ? 0 : block.byteSize();
        }
        return bytes;
    }

    /** Appends rows lying one after another; all become visible together. Nothing is appended when one is refused. */
    public synchronized void append(float[] vectors, int count) {
        if (vectors.length < (long) count * layout.dimension()) {
            throw new IndexFailure.InvalidVector("vector dimension mismatch: expected " + count + " x "
                    + layout.dimension() + " numbers, got " + vectors.length);
        }
        int first = rows;
        if (first + (long) count > (long) blocks.length() * BLOCK) {
            throw new IndexFailure.InvalidParameter(
                    "the growing block holds " + first + " rows and has no room for " + count + " more");
        }
        int stride = layout.stride();
        int done = 0;
        while (done < count) {
            int row = first + done;
            int within = row % BLOCK;
            int n = Math.min(Math.min(count - done, BLOCK - within), 1024);
            float[] arranged = new float[n * stride];
            layout.arrange(vectors, done * layout.dimension(), n, arranged, 0, done);
            MemorySegment block = room(row / BLOCK, within + n);
            MemorySegment.copy(arranged, 0, block, Memory.FLOAT, 4L * within * stride, n * stride);
            done += n;
        }
        rows = first + count;
    }

    /** The block with room for that many rows; a small one is replaced by a copy twice as large. */
    private MemorySegment room(int index, int needed) {
        long bytes = 4L * layout.stride();
        MemorySegment block = blocks.get(index);
        long have = block == null ? 0 : block.byteSize() / bytes;
        if (block != null && have >= needed) {
            return block;
        }
        long size = Math.max(LEAST, have);
        while (size < needed) {
            size *= 2;
        }
        MemorySegment larger = Memory.allocate(Arena.ofAuto(), Math.min(size, BLOCK) * bytes);
        if (block != null) {
            MemorySegment.copy(block, 0, larger, 0, block.byteSize());
        }
        blocks.set(index, larger);
        return larger;
    }

    /** The nearest accepted rows among the first {@code visible}. */
    public Hits[] search(float[] queries, int count, int k, int visible, Acceptance accepted) {
        if (k < 1 || k > VectorIndex.MAX_K) {
            throw new IndexFailure.InvalidParameter(
                    "topk [" + k + "] is invalid, it should be in range [1, " + VectorIndex.MAX_K + "]");
        }
        int seen = Math.min(visible, rows);
        float[] arranged = layout.queries(queries, count);
        TopK[] found = new TopK[count];
        for (int q = 0; q < count; q++) {
            found[q] = new TopK(Math.min(k, Math.max(1, seen)));
        }
        scan(arranged, count, seen, accepted, found);
        Hits[] hits = new Hits[count];
        for (int q = 0; q < count; q++) {
            long[] keys = found[q].sorted();
            hits[q] = Hits.ofKeys(keys, keys.length, layout.metric());
        }
        return hits;
    }

    private void scan(float[] queries, int count, int seen, Acceptance accepted, TopK[] found) {
        int stride = layout.stride();
        int step = Math.max(16, (1 << 15) / stride);
        float[] distances = new float[step];
        QueryBuffer buffer = new QueryBuffer();
        long address = buffer.put(queries, count * stride);
        for (int start = 0; start < seen; start += BLOCK) {
            MemorySegment block = blocks.get(start / BLOCK);
            try {
                int end = Math.min(seen, start + BLOCK);
                for (int first = start; first < end; first += step) {
                    int n = Math.min(step, end - first);
                    if (accepted.next(first, first + n) == first + n) {
                        continue;
                    }
                    long at = block.address() + 4L * (first - start) * stride;
                    for (int q = 0; q < count; q++) {
                        Kernels.FLOATS.distances(
                                layout.metric(), address + 4L * q * stride, stride, at, n, distances, 0);
                        found[q].addAll(distances, 0, n, first, accepted);
                    }
                }
            } finally {
                Reference.reachabilityFence(block);
                Reference.reachabilityFence(buffer);
            }
        }
    }

    /** Row {@code row} as it is kept: normalised under COSINE. */
    public void read(int row, float[] target) {
        MemorySegment block = blocks.get(row / BLOCK);
        MemorySegment.copy(block, Memory.FLOAT, 4L * (row % BLOCK) * layout.stride(), target, 0, layout.dimension());
    }

    /** The accepted rows within a range, best first, at most {@code limit}; the range as in {@link VectorIndex#rangeSearch}. */
    public Hits rangeSearch(float[] vector, float radius, float filter, int limit, int visible, Acceptance accepted) {
        int seen = Math.min(visible, rows);
        Metric metric = layout.metric();
        float[] arranged = layout.queries(vector, 1);
        TopK best = new TopK(Math.min(limit, Math.max(1, seen)));
        int stride = layout.stride();
        float[] distances = new float[1024];
        QueryBuffer buffer = new QueryBuffer();
        long query = buffer.put(arranged, stride);
        for (int first = 0; first < seen; first += 1024) {
            int n = Math.min(1024, seen - first);
            MemorySegment block = blocks.get(first / BLOCK);
            try {
                Kernels.FLOATS.distances(
                        metric, query, stride, block.address() + 4L * (first % BLOCK) * stride, n, distances, 0);
                for (int i = 0; i < n; i++) {
                    float score = metric.score(distances[i]);
                    boolean within = metric.smallerIsCloser()
                            ? score < radius && !(score < filter)
                            : score > radius && !(score > filter);
                    if (within && accepted.test(first + i)) {
                        best.add(distances[i], first + i);
                    }
                }
            } finally {
                Reference.reachabilityFence(block);
                Reference.reachabilityFence(buffer);
            }
        }
        long[] keys = best.sorted();
        return Hits.ofKeys(keys, keys.length, metric);
    }
}
