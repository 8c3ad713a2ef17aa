package io.ocellus.vector.storage.log;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.columns.Column;
import io.ocellus.vector.storage.columns.ColumnBatch;
import io.ocellus.vector.storage.columns.ColumnWriter;
import io.ocellus.vector.storage.columns.HeapColumns;
import io.ocellus.vector.storage.columns.Keys;
import io.ocellus.vector.storage.columns.StoredColumn;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Records as bytes, little-endian: version, kind, shard (short), part, parts (int), epoch, timestamp, collection, partition, write (long),
 * from version 2 on the trace id (two long), then columns (count; for each its field id and a {@link StoredColumn}) or text. Version 1 is
 * read too. A reader refuses a version it does not know: better to stop than to lose rows.
 */
public final class RecordCodec {
    static final byte VERSION = 2;
    private static final byte UNTRACED = 1;
    private static final byte INSERT = 1;
    private static final byte DELETE = 2;
    private static final byte UPSERT = 3;
    private static final byte DDL = 4;
    private static final byte FENCE = 5;
    private static final int UNTRACED_HEADER = 56;
    private static final int HEADER = 72;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private RecordCodec() {}

    public static byte[] encode(LogRecord record) {
        return switch (record) {
            case LogRecord.Insert r -> withColumns(INSERT, r.header(), r.rows().columns());
            case LogRecord.Upsert r -> withColumns(UPSERT, r.header(), r.rows().columns());
            case LogRecord.Delete r -> withColumns(DELETE, r.header(), Map.of(0, keyColumn(r.keys())));
            case LogRecord.Ddl r -> {
                byte[] text = r.body().getBytes(StandardCharsets.UTF_8);
                byte[] bytes = new byte[HEADER + text.length];
                header(MemorySegment.ofArray(bytes), DDL, r.header());
                System.arraycopy(text, 0, bytes, HEADER, text.length);
                yield bytes;
            }
            case LogRecord.Fence r -> {
                byte[] bytes = new byte[HEADER];
                header(MemorySegment.ofArray(bytes), FENCE, r.header());
                yield bytes;
            }
        };
    }

    private static byte[] withColumns(byte kind, RecordHeader header, Map<Integer, Column> columns) {
        long size = HEADER + 8;
        for (Column column : columns.values()) {
            size += 8 + ColumnWriter.size(column);
        }
        byte[] bytes = new byte[Math.toIntExact(size)];
        MemorySegment target = MemorySegment.ofArray(bytes);
        header(target, kind, header);
        target.set(INT, HEADER, columns.size());
        target.set(
                INT,
                HEADER + 4,
                columns.values().stream().mapToInt(Column::size).findFirst().orElse(0));
        long at = HEADER + 8;
        for (Map.Entry<Integer, Column> column : columns.entrySet()) {
            target.set(INT, at, column.getKey());
            at += 8 + ColumnWriter.write(column.getValue(), target.asSlice(at + 8));
        }
        return bytes;
    }

    private static void header(MemorySegment target, byte kind, RecordHeader header) {
        target.set(JAVA_BYTE, 0, VERSION);
        target.set(JAVA_BYTE, 1, kind);
        target.set(SHORT, 2, (short) header.shard());
        target.set(INT, 4, header.part());
        target.set(INT, 8, header.parts());
        target.set(LONG, 16, header.epoch());
        target.set(LONG, 24, header.timestamp());
        target.set(LONG, 32, header.collection());
        target.set(LONG, 40, header.partition());
        target.set(LONG, 48, header.write());
        target.set(LONG, 56, header.trace().high());
        target.set(LONG, 64, header.trace().low());
    }

    /** Writes the owner's epoch, the timestamp and the write's number into an encoded record: only then they are known. */
    public static void stamp(byte[] record, long epoch, long timestamp, long write) {
        MemorySegment target = MemorySegment.ofArray(record);
        target.set(LONG, 16, epoch);
        target.set(LONG, 24, timestamp);
        target.set(LONG, 48, write);
    }

    /** The header alone: enough to tell whether a record counts. */
    public static RecordHeader header(byte[] bytes) {
        int length = headerLength(bytes);
        if (bytes.length < length) {
            throw new Failure.Broken("a log record of " + bytes.length + " bytes", null);
        }
        MemorySegment source = MemorySegment.ofArray(bytes);
        return new RecordHeader(
                source.get(LONG, 16),
                source.get(LONG, 24),
                source.get(LONG, 32),
                source.get(SHORT, 2),
                source.get(LONG, 40),
                source.get(LONG, 48),
                source.get(INT, 4),
                source.get(INT, 8),
                length == HEADER ? new TraceId(source.get(LONG, 56), source.get(LONG, 64)) : TraceId.NONE);
    }

    private static int headerLength(byte[] bytes) {
        byte version = bytes.length == 0 ? 0 : bytes[0];
        return switch (version) {
            case UNTRACED -> UNTRACED_HEADER;
            case VERSION -> HEADER;
            default ->
                throw new Failure.Broken(
                        "a log record of version " + version + "; this server reads " + UNTRACED + " to " + VERSION,
                        null);
        };
    }

    public static boolean isFence(byte[] bytes) {
        return bytes.length > 1 && bytes[1] == FENCE;
    }

    /** Columns are read in place: the record keeps the array. */
    public static LogRecord decode(byte[] bytes) {
        RecordHeader header = header(bytes);
        return switch (bytes[1]) {
            case INSERT -> new LogRecord.Insert(header, columns(bytes));
            case UPSERT -> new LogRecord.Upsert(header, columns(bytes));
            case DELETE ->
                new LogRecord.Delete(header, keys(columns(bytes).columns().get(0)));
            case DDL -> {
                int from = headerLength(bytes);
                yield new LogRecord.Ddl(header, new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8));
            }
            case FENCE -> new LogRecord.Fence(header);
            default -> throw new Failure.Broken("a log record of kind " + bytes[1], null);
        };
    }

    private static ColumnBatch columns(byte[] bytes) {
        MemorySegment source = MemorySegment.ofArray(bytes);
        Map<Integer, Column> columns = new LinkedHashMap<>();
        try {
            int from = headerLength(bytes);
            int count = source.get(INT, from);
            int rows = source.get(INT, from + 4);
            long at = from + 8L;
            for (int i = 0; i < count; i++) {
                MemorySegment column = source.asSlice(at + 8);
                columns.put(source.get(INT, at), StoredColumn.open(column));
                at += 8 + StoredColumn.bytes(column);
            }
            return new ColumnBatch(rows, columns);
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new Failure.Broken("a log record is damaged", e);
        }
    }

    public static Column keyColumn(Keys keys) {
        return switch (keys) {
            case Keys.Longs(long[] values) -> HeapColumns.longs(values);
            case Keys.Texts(var values) -> HeapColumns.texts(values.toArray(String[]::new));
        };
    }

    public static Keys keys(@org.jspecify.annotations.Nullable Column column) {
        return switch (column) {
            case Column.Longs c -> {
                long[] values = new long[c.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = c.get(i);
                }
                yield new Keys.Longs(values);
            }
            case Column.Texts c -> {
                List<String> values = new ArrayList<>(c.size());
                for (int i = 0; i < c.size(); i++) {
                    values.add(c.get(i));
                }
                yield new Keys.Texts(values);
            }
            case null, default -> throw new Failure.Broken("a key column is neither integers nor texts", null);
        };
    }
}
