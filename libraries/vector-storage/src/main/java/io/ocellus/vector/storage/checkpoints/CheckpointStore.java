package io.ocellus.vector.storage.checkpoints;

import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.columns.Column;
import io.ocellus.vector.storage.columns.ColumnBatch;
import io.ocellus.vector.storage.columns.HeapColumns;
import io.ocellus.vector.storage.log.LogRecord;
import io.ocellus.vector.storage.log.RecordCodec;
import io.ocellus.vector.storage.log.RecordHeader;
import io.ocellus.vector.storage.schema.DataType;
import io.ocellus.vector.storage.schema.FieldSchema;
import io.ocellus.vector.storage.segments.DeletedRows;
import io.ocellus.vector.storage.segments.LocalFiles;
import io.ocellus.vector.storage.segments.RowBlock;
import io.ocellus.vector.storage.segments.SegmentMeta;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongFunction;
import java.util.zip.CRC32C;

/**
 * Checkpoints as objects: frames of length, CRC-32C and a {@link LogRecord} each, block by block, so that memory stays within one block.
 * The first frame is a fence (epoch; timestamp = clock; collection = offset), the last one a fence with part 1: an object without it is cut
 * short and refused.
 */
public final class CheckpointStore {
    private static final int ROWS = 0;
    private static final int GROWING_MARKS = 1;
    private static final int SEALED_MARKS = 2;
    private static final int MARKED_ROWS = 2;
    private static final int MARKED_AT = 3;

    private final LocalFiles files;

    public CheckpointStore(LocalFiles files) {
        this.files = files;
    }

    /** Writes it and returns its key. {@code fields} gives a collection's fields. */
    public String write(int partition, Checkpoint checkpoint, LongFunction<List<FieldSchema>> fields) {
        String key = "vector/checkpoints/" + partition + "/" + checkpoint.epoch() + "-" + checkpoint.offset();
        Path path = files.scratch("checkpoint");
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(path), 1 << 16))) {
            frame(out, fence(checkpoint, 0));
            for (Checkpoint.Growing growing : checkpoint.growing()) {
                for (RowBlock block : growing.blocks()) {
                    frame(
                            out,
                            new LogRecord.Insert(
                                    header(growing, ROWS), rows(block, fields.apply(growing.collection()))));
                }
                if (growing.marks().size() > 0) {
                    frame(out, new LogRecord.Insert(header(growing, GROWING_MARKS), marks(growing.marks())));
                }
            }
            for (Checkpoint.Marks marks : checkpoint.sealed()) {
                RecordHeader header =
                        new RecordHeader(0, 0, marks.collection(), marks.shard(), 0, marks.segment(), SEALED_MARKS, 3);
                frame(out, new LogRecord.Insert(header, marks(marks.marks())));
            }
            frame(out, fence(checkpoint, 1));
        } catch (IOException e) {
            throw new Failure.Exhausted("a checkpoint cannot be written to " + path + ": " + e.getMessage());
        }
        files.publish(path, key);
        return key;
    }

    private static LogRecord fence(Checkpoint checkpoint, int part) {
        return new LogRecord.Fence(
                new RecordHeader(checkpoint.epoch(), checkpoint.clock(), checkpoint.offset(), 0, 0, 0, part, 2));
    }

    private static RecordHeader header(Checkpoint.Growing growing, int kind) {
        return new RecordHeader(
                0, 0, growing.collection(), growing.shard(), growing.partition(), growing.segment(), kind, 3);
    }

    private static ColumnBatch rows(RowBlock block, List<FieldSchema> fields) {
        int count = block.rowCount();
        Map<Integer, Column> columns = new LinkedHashMap<>();
        long[] timestamps = new long[count];
        for (int row = 0; row < count; row++) {
            timestamps[row] = block.timestamp(row);
        }
        columns.put(SegmentMeta.TIMESTAMPS, HeapColumns.longs(timestamps));
        var picks = io.ocellus.vector.storage.columns.PickedColumns.Picks.range(0, count);
        for (FieldSchema field : fields) {
            columns.put(field.id(), io.ocellus.vector.storage.columns.PickedColumns.view(field, List.of(block), picks));
        }
        return new ColumnBatch(count, columns);
    }

    private static ColumnBatch marks(DeletedRows.Marks marks) {
        long[] rows = Arrays.stream(marks.rows()).asLongStream().toArray();
        return new ColumnBatch(
                rows.length,
                Map.of(
                        MARKED_ROWS, HeapColumns.longs(DataType.INT32, rows, HeapColumns.noNulls()),
                        MARKED_AT, HeapColumns.longs(marks.timestamps())));
    }

    private static void frame(DataOutputStream out, LogRecord record) throws IOException {
        byte[] bytes = RecordCodec.encode(record);
        out.writeInt(bytes.length);
        out.writeInt(checksum(bytes));
        out.write(bytes);
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    /** Reads the whole checkpoint; {@link Failure.Broken} where it is damaged. */
    public void read(String key, CheckpointReader reader) {
        try (LocalFiles.Held file = files.hold(key);
                DataInputStream in =
                        new DataInputStream(new BufferedInputStream(Files.newInputStream(file.path()), 1 << 16))) {
            boolean begun = false;
            while (true) {
                int length = in.readInt();
                int crc = in.readInt();
                byte[] bytes = in.readNBytes(length);
                if (bytes.length != length || checksum(bytes) != crc) {
                    throw new Failure.Broken("the checkpoint " + key + " does not match its checksum", null);
                }
                LogRecord record = RecordCodec.decode(bytes);
                RecordHeader header = record.header();
                if (record instanceof LogRecord.Fence) {
                    if (header.part() == 1) {
                        return;
                    }
                    begun = true;
                    reader.head(header.collection(), header.epoch(), header.timestamp());
                } else if (begun && record instanceof LogRecord.Insert(RecordHeader h, ColumnBatch rows)) {
                    tell(reader, h, rows);
                } else {
                    throw new Failure.Broken("the checkpoint " + key + " is out of order", null);
                }
            }
        } catch (IOException e) {
            throw new Failure.Broken("the checkpoint " + key + " is cut short", e);
        }
    }

    private static void tell(CheckpointReader reader, RecordHeader header, ColumnBatch rows) {
        switch (header.part()) {
            case ROWS -> reader.growing(header.collection(), header.shard(), header.partition(), header.write(), rows);
            case GROWING_MARKS ->
                reader.growingMarks(
                        header.collection(), header.shard(), header.partition(), header.write(), marks(rows));
            default -> reader.sealedMarks(header.collection(), header.shard(), header.write(), marks(rows));
        }
    }

    private static DeletedRows.Marks marks(ColumnBatch batch) {
        Column.Longs rows =
                (Column.Longs) Objects.requireNonNull(batch.columns().get(MARKED_ROWS));
        Column.Longs at = (Column.Longs) Objects.requireNonNull(batch.columns().get(MARKED_AT));
        int[] markedRows = new int[batch.rowCount()];
        long[] timestamps = new long[batch.rowCount()];
        for (int i = 0; i < markedRows.length; i++) {
            markedRows[i] = (int) rows.get(i);
            timestamps[i] = at.get(i);
        }
        return new DeletedRows.Marks(markedRows, timestamps);
    }

    public void delete(String key) {
        try {
            files.store().delete(key);
        } catch (IOException e) {
            throw new Failure.Unavailable("the object " + key + " cannot be deleted", e);
        }
    }
}
