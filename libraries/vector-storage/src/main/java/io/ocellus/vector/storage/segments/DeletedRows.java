package io.ocellus.vector.storage.segments;

import io.ocellus.vector.storage.columns.RowSet;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * When each row was hidden, 0 for never: reads at any timestamp stay exact. Memory is taken in chunks of 4,096 rows, only where something
 * was deleted.
 *
 * <p>One thread marks; any thread reads. A reader at timestamp t sees every mark up to t because it learnt t from the marking thread after
 * those marks; a mark it sees early is of a later timestamp and changes nothing for it.
 */
public final class DeletedRows {
    private static final int CHUNK = 4096;

    private final int rows;
    private final AtomicReferenceArray<long[]> chunks;
    private volatile int count;
    private volatile long lastTimestamp;

    public DeletedRows(int rows) {
        this.rows = rows;
        this.chunks = new AtomicReferenceArray<>(Math.max(1, (rows + CHUNK - 1) / CHUNK));
    }

    /** Hides the row from {@code timestamp} on; the first mark of a row stays. True when it was not hidden before. */
    public boolean mark(int row, long timestamp) {
        long[] chunk = chunks.get(row / CHUNK);
        if (chunk == null) {
            chunk = new long[CHUNK];
            chunks.set(row / CHUNK, chunk);
        }
        if (chunk[row % CHUNK] != 0) {
            return false;
        }
        chunk[row % CHUNK] = timestamp;
        lastTimestamp = Math.max(lastTimestamp, timestamp);
        int counted = count + 1;
        count = counted;
        return true;
    }

    /** When the row was hidden, or 0. */
    public long at(int row) {
        long[] chunk = chunks.get(row / CHUNK);
        return chunk == null ? 0 : chunk[row % CHUNK];
    }

    public int count() {
        return count;
    }

    /** The latest mark, or 0. */
    public long lastTimestamp() {
        return lastTimestamp;
    }

    /** Takes the rows hidden at the timestamp out of the set. */
    public void hide(RowSet visible, long timestamp) {
        for (int c = 0; c < chunks.length(); c++) {
            long[] chunk = chunks.get(c);
            if (chunk == null) {
                continue;
            }
            int end = Math.min(CHUNK, Math.min(rows, visible.size()) - c * CHUNK);
            for (int i = 0; i < end; i++) {
                long at = chunk[i];
                if (at != 0 && at <= timestamp) {
                    visible.remove(c * CHUNK + i);
                }
            }
        }
    }

    /** The marked rows and their timestamps, ascending by row. */
    public Marks marks() {
        int[] markedRows = new int[count];
        long[] timestamps = new long[markedRows.length];
        int n = 0;
        for (int c = 0; c < chunks.length() && n < markedRows.length; c++) {
            long[] chunk = chunks.get(c);
            for (int i = 0; chunk != null && i < CHUNK && n < markedRows.length; i++) {
                if (chunk[i] != 0) {
                    markedRows[n] = c * CHUNK + i;
                    timestamps[n++] = chunk[i];
                }
            }
        }
        return new Marks(Arrays.copyOf(markedRows, n), Arrays.copyOf(timestamps, n));
    }

    public record Marks(int[] rows, long[] timestamps) {
        public int size() {
            return rows.length;
        }
    }
}
