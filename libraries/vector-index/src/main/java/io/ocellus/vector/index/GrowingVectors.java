package io.ocellus.vector.index;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are searched while they are appended, in blocks of 8,192. Beside its numbers each row has a code of four bits a
 * dimension: a search reads all codes, and the numbers of those rows only whose code does not rule them out, so that its
 * answer is exact. Codes take an eighth of the memory that the numbers do, and some 20 bytes a row. One thread appends at a
 * time; any number search without locks. A search sees the rows published before it began. The memory is freed by the
 * collector, when neither writer nor readers hold this object or one of its blocks any more.
 */
public final class GrowingVectors {

    /** Rows in a block. */
    public static final int BLOCK = 8_192;

    private final RowLayout layout;
    private final NibbleLayout codes;
    private final AtomicReferenceArray<@Nullable GrowingBlock> blocks;
    private final ConcurrentLinkedQueue<GrowingScan> scans = new ConcurrentLinkedQueue<>();
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
        this.codes = new NibbleLayout(metric, dimension);
        this.blocks = new AtomicReferenceArray<>((capacity - 1) / BLOCK + 1);
    }

    public int rows() {
        return rows;
    }

    /** The memory taken by rows and their codes. */
    public long bytes() {
        long bytes = 0;
        for (int i = 0; i < blocks.length(); i++) {
            GrowingBlock block = blocks.get(i);
            bytes += block == null ? 0 : block.rows().byteSize() + block.codes().byteSize();
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
            GrowingBlock block = room(row / BLOCK, within + n);
            try {
                MemorySegment.copy(arranged, 0, block.rows(), Memory.FLOAT, 4L * within * stride, n * stride);
                for (int i = 0; i < n; i++) {
                    codes.encode(arranged, i * stride, within + i, block.codes().address());
                }
            } finally {
                Reference.reachabilityFence(block);
            }
            done += n;
        }
        rows = first + count;
    }

    /** The block with room for that many rows; a small one is replaced by a copy twice as large. */
    private GrowingBlock room(int index, int needed) {
        GrowingBlock block = blocks.get(index);
        if (block != null && block.room() >= needed) {
            return block;
        }
        GrowingBlock larger = GrowingBlock.grown(block, needed, 4L * layout.stride(), codes);
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
        scan(arranged, count, seen, Float.NaN, Float.NaN, accepted, found);
        Hits[] hits = new Hits[count];
        for (int q = 0; q < count; q++) {
            long[] keys = found[q].sorted();
            hits[q] = Hits.ofKeys(keys, keys.length, layout.metric());
        }
        return hits;
    }

    private void scan(
            float[] queries, int count, int seen, float radius, float filter, Acceptance accepted, TopK[] found) {
        GrowingScan pooled = scans.poll();
        GrowingScan scan = pooled == null ? new GrowingScan(layout, codes) : pooled;
        scan.range(radius, filter);
        long address = scan.put(queries, count);
        for (int first = 0; first < seen; first += BLOCK) {
            int some = Math.min(BLOCK, seen - first);
            if (accepted.next(first, first + some) == first + some) {
                continue;
            }
            GrowingBlock block = block(first);
            try {
                for (int q = 0; q < count; q++) {
                    scan.scan(block, first, some, queries, q, address, accepted, found[q]);
                }
            } finally {
                Reference.reachabilityFence(block);
            }
        }
        scans.offer(scan);
    }

    private GrowingBlock block(int row) {
        return Objects.requireNonNull(blocks.get(row / BLOCK), "no block holds the row");
    }

    /** Row {@code row} as it is kept: normalised under COSINE. */
    public void read(int row, float[] target) {
        MemorySegment.copy(
                block(row).rows(), Memory.FLOAT, 4L * (row % BLOCK) * layout.stride(), target, 0, layout.dimension());
    }

    /** The accepted rows within a range, best first, at most {@code limit}; the range as in {@link VectorIndex#rangeSearch}. */
    public Hits rangeSearch(float[] vector, float radius, float filter, int limit, int visible, Acceptance accepted) {
        if (limit < 1 || limit > VectorIndex.MAX_K) {
            throw new IndexFailure.InvalidParameter(
                    "limit [" + limit + "] is invalid, it should be in range [1, " + VectorIndex.MAX_K + "]");
        }
        int seen = Math.min(visible, rows);
        TopK best = new TopK(Math.min(limit, Math.max(1, seen)));
        scan(layout.queries(vector, 1), 1, seen, radius, filter, accepted, new TopK[] {best});
        long[] keys = best.sorted();
        return Hits.ofKeys(keys, keys.length, layout.metric());
    }
}
