package io.ocellus.vector.index.training;

import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.IndexFailure;
import io.ocellus.vector.index.row.RowLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;

/** A sample of rows in native memory, drawn evenly over the source; freed with this object. */
public final class TrainingRows {

    private static final int MOST_FLOATS = 1 << 24;

    private final MemorySegment rows;
    private final int count;

    private TrainingRows(MemorySegment rows, int count) {
        this.rows = rows;
        this.count = count;
    }

    /** As many rows as wanted, fewer where the memory budget does not hold them, never fewer than needed. */
    public static TrainingRows draw(RowChunks chunks, int needed, int wanted, Random random, double progressTo) {
        int all = chunks.rows();
        int stride = chunks.layout().stride();
        long allowed = chunks.control().memoryBytes() / (4L * stride);
        int least = Math.min(all, needed);
        int count = (int) Math.max(least, Math.min(Math.min(all, wanted), allowed));
        if (count > allowed) {
            throw new IndexFailure.OutOfBudget("training needs a sample of " + 4L * stride * least + " bytes, "
                    + chunks.control().memoryBytes() + " are allowed");
        }
        MemorySegment sample = Memory.allocate(Arena.ofAuto(), 4L * stride * count);
        int[] picked = new int[count];
        for (int i = 0; i < count; i++) {
            int from = (int) ((long) i * all / count);
            int to = (int) ((i + 1L) * all / count);
            picked[i] = from + random.nextInt(Math.max(1, to - from));
        }
        chunks.forEach(0, progressTo, () -> (address, first, rows) -> {
            for (int i = firstOf(picked, first); i < count && picked[i] < first + rows; i++) {
                MemorySegment.copy(
                        Memory.ALL, address + 4L * stride * (picked[i] - first), sample, 4L * stride * i, 4L * stride);
            }
        });
        return new TrainingRows(sample, count);
    }

    /** The first of those ascending numbers that is no less. */
    private static int firstOf(int[] ascending, int least) {
        int low = 0;
        int high = ascending.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ascending[middle] < least) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Some of the rows that lie at an address, spread evenly. */
    public static TrainingRows of(RowLayout layout, int rows, long vectors) {
        int stride = layout.stride();
        int count = Math.min(rows, Math.clamp(MOST_FLOATS / stride, 1_024, 16_384));
        MemorySegment sample = Memory.allocate(Arena.ofAuto(), 4L * stride * count);
        for (int i = 0; i < count; i++) {
            long from = vectors + 4L * stride * ((long) i * rows / count);
            MemorySegment.copy(Memory.ALL, from, sample, 4L * stride * i, 4L * stride);
        }
        return new TrainingRows(sample, count);
    }

    public long address() {
        return rows.address();
    }

    public int count() {
        return count;
    }
}
