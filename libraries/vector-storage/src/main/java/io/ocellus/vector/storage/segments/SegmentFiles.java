package io.ocellus.vector.storage.segments;

import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.columns.Column;
import io.ocellus.vector.storage.columns.HeapColumns;
import io.ocellus.vector.storage.columns.PickedColumns;
import io.ocellus.vector.storage.columns.PickedColumns.Picks;
import io.ocellus.vector.storage.schema.CollectionSchema;
import io.ocellus.vector.storage.schema.FieldSchema;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32C;

/** Writes sealed segments from rows of other blocks, and the lists of rows that were hidden. Stateless; one field in memory at a time. */
public final class SegmentFiles {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final LocalFiles files;

    public SegmentFiles(LocalFiles files) {
        this.files = files;
    }

    /** The rows of the blocks that stay, in the order of a sealed segment. Rows hidden at or before {@code horizon} are left out. */
    public static Picks order(List<RowBlock> blocks, long horizon) {
        int total = 0;
        for (RowBlock block : blocks) {
            total += block.rowCount();
        }
        int[] sources = new int[total];
        int[] rows = new int[total];
        int n = 0;
        for (int b = 0; b < blocks.size(); b++) {
            for (int row = 0; row < blocks.get(b).rowCount(); row++) {
                long at = blocks.get(b).deletedAt(row);
                if (at == 0 || at > horizon) {
                    sources[n] = b;
                    rows[n++] = row;
                }
            }
        }
        Integer[] order = new Integer[n];
        Arrays.setAll(order, i -> i);
        Column[] keys = blocks.stream().map(RowBlock::keys).toArray(Column[]::new);
        Comparator<Integer> byKey = keys.length > 0 && keys[0] instanceof Column.Longs
                ? Comparator.comparingLong(i -> ((Column.Longs) keys[sources[i]]).get(rows[i]))
                : Comparator.comparing((Integer i) -> ((Column.Texts) keys[sources[i]]).get(rows[i]));
        Arrays.sort(order, byKey.thenComparingLong(i -> blocks.get(sources[i]).timestamp(rows[i])));
        int[] orderedSources = new int[n];
        int[] orderedRows = new int[n];
        for (int i = 0; i < n; i++) {
            orderedSources[i] = sources[order[i]];
            orderedRows[i] = rows[order[i]];
        }
        return new Picks(orderedSources, orderedRows);
    }

    /** Writes all files of a segment and returns what to record of it. */
    public SegmentMeta write(
            long id,
            long collection,
            int shard,
            long partition,
            CollectionSchema schema,
            List<RowBlock> blocks,
            Picks picks) {
        long minimum = Long.MAX_VALUE;
        long maximum = 0;
        long[] timestamps = new long[picks.size()];
        for (int i = 0; i < timestamps.length; i++) {
            timestamps[i] = blocks.get(picks.sources()[i]).timestamp(picks.rows()[i]);
            minimum = Math.min(minimum, timestamps[i]);
            maximum = Math.max(maximum, timestamps[i]);
        }
        SegmentMeta meta = new SegmentMeta(
                id, collection, shard, partition, picks.size(), minimum, maximum, 0, 0, schema.lastField());
        long bytes = put(HeapColumns.longs(timestamps), meta.fileKey(SegmentMeta.TIMESTAMPS));
        for (FieldSchema field : schema.fields()) {
            bytes += put(PickedColumns.view(field, blocks, picks), meta.fileKey(field.id()));
        }
        return new SegmentMeta(
                id, collection, shard, partition, picks.size(), minimum, maximum, bytes, 0, schema.lastField());
    }

    private long put(Column column, String key) {
        Path path = files.scratch("column");
        long bytes = ColumnFile.write(column, path);
        files.publish(path, key);
        return bytes;
    }

    /** Writes the hidden rows as an object: count, CRC-32C, rows, timestamps. */
    public void writeMarks(SegmentMeta meta, DeletedRows.Marks marks) {
        byte[] bytes = new byte[8 + 12 * marks.size()];
        MemorySegment target = MemorySegment.ofArray(bytes);
        target.set(INT, 0, marks.size());
        for (int i = 0; i < marks.size(); i++) {
            target.set(INT, 8 + 4L * i, marks.rows()[i]);
            target.set(LONG, 8 + 4L * marks.size() + 8L * i, marks.timestamps()[i]);
        }
        target.set(INT, 4, checksum(bytes));
        try {
            files.store().put(meta.marksKey(), bytes, "application/octet-stream");
        } catch (IOException e) {
            throw new Failure.Unavailable("the object " + meta.marksKey() + " cannot be written", e);
        }
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 8, bytes.length - 8);
        return (int) crc.getValue();
    }

    /** Reads what {@link #writeMarks} wrote. */
    public DeletedRows.Marks readMarks(SegmentMeta meta) {
        byte[] bytes;
        try (InputStream in = files.store().get(meta.marksKey())) {
            bytes = in.readAllBytes();
        } catch (IOException e) {
            throw new Failure.Unavailable("the object " + meta.marksKey() + " cannot be read", e);
        }
        MemorySegment source = MemorySegment.ofArray(bytes);
        if (bytes.length < 8 || bytes.length != 8 + 12L * source.get(INT, 0) || source.get(INT, 4) != checksum(bytes)) {
            throw new Failure.Broken("the object " + meta.marksKey() + " does not match its checksum", null);
        }
        int count = source.get(INT, 0);
        int[] rows = new int[count];
        long[] timestamps = new long[count];
        for (int i = 0; i < count; i++) {
            rows[i] = source.get(INT, 8 + 4L * i);
            timestamps[i] = source.get(LONG, 8 + 4L * count + 8L * i);
        }
        return new DeletedRows.Marks(rows, timestamps);
    }
}
