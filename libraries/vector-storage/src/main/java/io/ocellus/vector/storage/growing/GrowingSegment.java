package io.ocellus.vector.storage.growing;

import io.ocellus.vector.index.GrowingVectors;
import io.ocellus.vector.storage.columns.Column;
import io.ocellus.vector.storage.columns.ColumnSource;
import io.ocellus.vector.storage.columns.ColumnWriter;
import io.ocellus.vector.storage.columns.Keys;
import io.ocellus.vector.storage.schema.CollectionSchema;
import io.ocellus.vector.storage.schema.FieldSchema;
import io.ocellus.vector.storage.segments.DeletedRows;
import io.ocellus.vector.storage.segments.Pinned;
import io.ocellus.vector.storage.segments.RowBlock;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToLongFunction;

/**
 * The rows of one partition of a shard that are not sealed yet, in blocks that start small and grow to 8,192 rows. One thread appends and
 * deletes; any number search what is published. Its memory outside the heap is freed when the last holder lets go.
 */
public final class GrowingSegment extends Pinned {
    private static final int SMALLEST = 64;
    private static final int LARGEST = 8192;
    private static final int BLOCK_BYTES = 8 << 20;

    private final long id;
    private final long partitionId;
    private volatile CollectionSchema schema;
    private final Arena arena = Arena.ofShared();
    private final KeyChains chains = new KeyChains();
    private int rowBytes;
    private volatile GrowingBlock[] blocks = new GrowingBlock[0];
    private int[] starts = new int[0];
    private int rows;
    private long bytes;

    public GrowingSegment(long id, long partitionId, CollectionSchema schema) {
        this.id = id;
        this.partitionId = partitionId;
        this.schema = schema;
        this.rowBytes = rowBytes(schema);
    }

    private static int rowBytes(CollectionSchema schema) {
        int width = 32;
        for (FieldSchema field : schema.fields()) {
            width += field.isVector() ? GrowingVectors.bytesPerRow(field.dimension()) : 8;
        }
        return width;
    }

    /** Rows from now on have this schema's fields; those before hold the default or null in what it adds. For the appending thread. */
    public void evolve(CollectionSchema wider) {
        schema = wider;
        rowBytes = rowBytes(wider);
    }

    public long id() {
        return id;
    }

    public long partitionId() {
        return partitionId;
    }

    /** Rows, also hidden ones. For the appending thread. */
    public int rows() {
        return rows;
    }

    /** About how much memory the rows take. For the appending thread. */
    public long bytes() {
        return bytes;
    }

    /** Appends all rows of the source with one timestamp, not below that of an earlier row. */
    public void append(ColumnSource source, long timestamp) {
        append(source, row -> timestamp);
    }

    /** Appends all rows of the source, each with its timestamp, in rising order: what a checkpoint remembered. */
    public void append(ColumnSource source, IntToLongFunction timestamp) {
        int from = 0;
        int count = source.rowCount();
        while (from < count) {
            GrowingBlock[] present = blocks;
            if (present.length == 0 || !present[present.length - 1].takes(schema)) {
                addBlock();
                continue;
            }
            GrowingBlock block = present[present.length - 1];
            int first = block.rows();
            int n = Math.min(count - from, block.room());
            block.append(source, from, n, timestamp);
            index(block.keys(), first, n);
            rows += n;
            from += n;
        }
        bytes += (long) count * rowBytes + variableBytes(source);
    }

    private void addBlock() {
        GrowingBlock[] present = blocks;
        int most = Math.clamp(BLOCK_BYTES / rowBytes, SMALLEST, LARGEST);
        int capacity = present.length == 0 ? SMALLEST : Math.min(most, 2 * present[present.length - 1].capacity());
        GrowingBlock[] more = Arrays.copyOf(present, present.length + 1);
        more[present.length] = new GrowingBlock(schema, capacity, arena);
        starts = Arrays.copyOf(starts, more.length);
        starts[present.length] = rows;
        blocks = more;
    }

    private long variableBytes(ColumnSource source) {
        long sum = 0;
        for (FieldSchema field : schema.fields()) {
            switch (field.type()) {
                case VARCHAR, JSON, ARRAY ->
                    sum += source.column(field.id()).map(ColumnWriter::size).orElse(0L);
                default -> {}
            }
        }
        return sum;
    }

    private void index(Column keys, int first, int count) {
        for (int i = 0; i < count; i++) {
            if (chains.full()) {
                chains.grow(this::hashOfRow);
            }
            chains.add(hash(keys, first + i));
        }
    }

    private long hashOfRow(int row) {
        int block = blockOf(row);
        return hash(blocks[block].keys(), row - starts[block]);
    }

    private static long hash(Column keys, int row) {
        return keys instanceof Column.Longs longs
                ? longs.get(row)
                : ((Column.Texts) keys).get(row).hashCode();
    }

    private int blockOf(int row) {
        int found = Arrays.binarySearch(starts, row);
        return found >= 0 ? found : -found - 2;
    }

    /** Hides the rows of those keys that are older than the timestamp. Returns how many were visible before. */
    public int delete(Keys keys, long timestamp) {
        int hidden = 0;
        switch (keys) {
            case Keys.Longs(long[] values) -> {
                for (long key : values) {
                    for (int row = chains.first(key); row >= 0; row = chains.before(row)) {
                        int block = blockOf(row);
                        int within = row - starts[block];
                        if (((Column.Longs) blocks[block].keys()).get(within) == key) {
                            hidden += hide(blocks[block], within, timestamp);
                        }
                    }
                }
            }
            case Keys.Texts(List<String> values) -> {
                for (String key : values) {
                    for (int row = chains.first(key.hashCode()); row >= 0; row = chains.before(row)) {
                        int block = blockOf(row);
                        int within = row - starts[block];
                        if (((Column.Texts) blocks[block].keys()).get(within).equals(key)) {
                            hidden += hide(blocks[block], within, timestamp);
                        }
                    }
                }
            }
        }
        return hidden;
    }

    private static int hide(GrowingBlock block, int row, long timestamp) {
        return block.timestamp(row) < timestamp && block.deleted().mark(row, timestamp) ? 1 : 0;
    }

    /** Marks a row of this segment, counted over all blocks: what a checkpoint remembered. */
    public void restoreDelete(int row, long timestamp) {
        int block = blockOf(row);
        blocks[block].deleted().mark(row - starts[block], timestamp);
    }

    /** The marks over all blocks, rows counted from the segment's start. For the appending thread. */
    public DeletedRows.Marks marks() {
        List<DeletedRows.Marks> parts = new ArrayList<>();
        int total = 0;
        for (GrowingBlock block : blocks) {
            DeletedRows.Marks marks = block.deleted().marks();
            parts.add(marks);
            total += marks.size();
        }
        int[] markedRows = new int[total];
        long[] timestamps = new long[total];
        int at = 0;
        for (int b = 0; b < parts.size(); b++) {
            DeletedRows.Marks marks = parts.get(b);
            for (int i = 0; i < marks.size(); i++) {
                markedRows[at] = starts[b] + marks.rows()[i];
                timestamps[at++] = marks.timestamps()[i];
            }
        }
        return new DeletedRows.Marks(markedRows, timestamps);
    }

    public int deletedCount() {
        int count = 0;
        for (GrowingBlock block : blocks) {
            count += block.deleted().count();
        }
        return count;
    }

    /** The rows published so far, block by block. */
    public List<RowBlock> published() {
        GrowingBlock[] present = blocks;
        CollectionSchema readBy = schema;
        List<RowBlock> parts = new ArrayList<>(present.length);
        for (GrowingBlock block : present) {
            if (block.rows() > 0) {
                parts.add(block.published(id, partitionId, readBy));
            }
        }
        return parts;
    }

    @Override
    protected void dispose() {
        arena.close();
    }
}
