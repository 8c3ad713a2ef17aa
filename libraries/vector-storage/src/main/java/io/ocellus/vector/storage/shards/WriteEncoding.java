package io.ocellus.vector.storage.shards;

import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.columns.Column;
import io.ocellus.vector.storage.columns.ColumnBatch;
import io.ocellus.vector.storage.columns.ColumnWriter;
import io.ocellus.vector.storage.columns.Keys;
import io.ocellus.vector.storage.columns.PickedColumns.Picks;
import io.ocellus.vector.storage.columns.Slices;
import io.ocellus.vector.storage.log.LogRecord;
import io.ocellus.vector.storage.log.RecordCodec;
import io.ocellus.vector.storage.log.RecordHeader;
import io.ocellus.vector.storage.log.TraceId;
import io.ocellus.vector.storage.log.WriteAheadLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts a write into records that fit into the log. Stateless. The owner stamps them afterwards. */
final class WriteEncoding {
    private static final int BUDGET = WriteAheadLog.MAX_RECORD_BYTES - (16 << 10);

    private WriteEncoding() {}

    static List<byte[]> encode(WriteCommand command, TraceId trace) {
        return switch (command) {
            case WriteCommand.Insert c -> rows(c, c.partition(), c.rows(), trace, false);
            case WriteCommand.Upsert c -> rows(c, c.partition(), c.rows(), trace, true);
            case WriteCommand.Delete c -> keys(c, trace);
            case WriteCommand.Ddl c ->
                List.of(RecordCodec.encode(new LogRecord.Ddl(header(c, 0, 0, 1, trace), c.body())));
        };
    }

    private static RecordHeader header(WriteCommand command, long partition, int part, int parts, TraceId trace) {
        return new RecordHeader(0, 0, command.collection(), command.shard(), partition, 0, part, parts, trace);
    }

    private static List<byte[]> rows(
            WriteCommand command, long partition, ColumnBatch rows, TraceId trace, boolean upsert) {
        List<int[]> cuts = cuts(rows);
        List<byte[]> parts = new ArrayList<>(cuts.size());
        for (int i = 0; i < cuts.size(); i++) {
            ColumnBatch slice = cuts.size() == 1 ? rows : Slices.of(rows, Picks.range(cuts.get(i)[0], cuts.get(i)[1]));
            RecordHeader header = header(command, partition, i, cuts.size(), trace);
            parts.add(RecordCodec.encode(
                    upsert ? new LogRecord.Upsert(header, slice) : new LogRecord.Insert(header, slice)));
        }
        return parts;
    }

    /** Ranges of rows (from, count) that each fit into a record. */
    private static List<int[]> cuts(ColumnBatch rows) {
        List<int[]> cuts = new ArrayList<>();
        int overhead = 160 * rows.columns().size();
        int from = 0;
        long size = overhead;
        for (int row = 0; row < rows.rowCount(); row++) {
            long bytes = 0;
            for (Column column : rows.columns().values()) {
                bytes += 5 + ColumnWriter.rowBytes(column, row);
            }
            if (overhead + bytes > BUDGET) {
                throw new Failure.Invalid("row " + row + " takes " + bytes + " bytes, the most is " + BUDGET);
            }
            if (size + bytes > BUDGET) {
                cuts.add(new int[] {from, row - from});
                from = row;
                size = overhead;
            }
            size += bytes;
        }
        cuts.add(new int[] {from, rows.rowCount() - from});
        return cuts;
    }

    private static List<byte[]> keys(WriteCommand.Delete command, TraceId trace) {
        List<Keys> cuts = new ArrayList<>();
        switch (command.keys()) {
            case Keys.Longs(long[] values) -> {
                int step = BUDGET / 8 - 64;
                for (int from = 0; from < values.length; from += step) {
                    cuts.add(new Keys.Longs(Arrays.copyOfRange(values, from, Math.min(values.length, from + step))));
                }
            }
            case Keys.Texts(List<String> values) -> {
                int from = 0;
                long size = 0;
                for (int i = 0; i < values.size(); i++) {
                    int bytes = 4 + ColumnWriter.utf8Length(values.get(i));
                    if (size + bytes > BUDGET - 256) {
                        cuts.add(new Keys.Texts(values.subList(from, i)));
                        from = i;
                        size = 0;
                    }
                    size += bytes;
                }
                cuts.add(new Keys.Texts(values.subList(from, values.size())));
            }
        }
        List<byte[]> parts = new ArrayList<>(cuts.size());
        for (int i = 0; i < cuts.size(); i++) {
            parts.add(RecordCodec.encode(
                    new LogRecord.Delete(header(command, command.partition(), i, cuts.size(), trace), cuts.get(i))));
        }
        return parts;
    }
}
