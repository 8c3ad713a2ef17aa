package io.ocellus.vector.storage.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.columns.ArrayValue;
import io.ocellus.vector.storage.columns.Column;
import io.ocellus.vector.storage.columns.ColumnBatch;
import io.ocellus.vector.storage.columns.HeapColumns;
import io.ocellus.vector.storage.columns.Keys;
import io.ocellus.vector.storage.schema.DataType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RecordCodecProperties {
    @Property(tries = 200)
    void rowsReadBackAreTheRowsWritten(@ForAll long seed, @ForAll @IntRange(min = 1, max = 150) int rows) {
        Random random = new Random(seed);
        RecordHeader header = new RecordHeader(
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                7,
                random.nextLong(),
                random.nextLong(),
                1,
                3,
                TraceId.fresh(random));
        ColumnBatch batch = batch(random, rows);
        byte[] bytes = RecordCodec.encode(new LogRecord.Upsert(header, batch));
        LogRecord.Upsert read = (LogRecord.Upsert) RecordCodec.decode(bytes);
        assertThat(read.header()).isEqualTo(header);
        assertThat(read.rows().rowCount()).isEqualTo(rows);
        batch.columns()
                .forEach((id, column) ->
                        assertThat(values(read.rows().columns().get(id))).isEqualTo(values(column)));
    }

    @Property(tries = 100)
    void keysReadBackAreTheKeysWritten(@ForAll @Size(max = 50) List<String> texts, @ForAll long[] numbers) {
        RecordHeader header = new RecordHeader(1, 2, 3, 4, 5, 6, 0, 1);
        List<String> clean = texts.stream()
                .map(text -> new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .toList();
        LogRecord.Delete read = (LogRecord.Delete)
                RecordCodec.decode(RecordCodec.encode(new LogRecord.Delete(header, new Keys.Texts(clean))));
        assertThat(read.keys()).isEqualTo(new Keys.Texts(clean));
        LogRecord.Delete longs = (LogRecord.Delete)
                RecordCodec.decode(RecordCodec.encode(new LogRecord.Delete(header, new Keys.Longs(numbers))));
        assertThat(((Keys.Longs) longs.keys()).values()).isEqualTo(numbers);
    }

    /** What stood between header and body came with version 2. */
    @Property(tries = 50)
    void recordsOfTheFirstVersionAreRead(@ForAll long seed, @ForAll @IntRange(min = 1, max = 50) int rows) {
        RecordHeader header = new RecordHeader(1, 2, 3, 4, 5, 6, 0, 1);
        ColumnBatch batch = batch(new Random(seed), rows);
        LogRecord.Insert read =
                (LogRecord.Insert) RecordCodec.decode(firstVersion(new LogRecord.Insert(header, batch)));
        assertThat(read.header()).isEqualTo(header);
        batch.columns()
                .forEach((id, column) ->
                        assertThat(values(read.rows().columns().get(id))).isEqualTo(values(column)));
        assertThat(RecordCodec.decode(firstVersion(new LogRecord.Ddl(header, "{}"))))
                .isEqualTo(new LogRecord.Ddl(header, "{}"));
        assertThat(RecordCodec.decode(firstVersion(new LogRecord.Fence(header))))
                .isEqualTo(new LogRecord.Fence(header));
    }

    private static byte[] firstVersion(LogRecord record) {
        byte[] present = RecordCodec.encode(record);
        byte[] first = new byte[present.length - 16];
        System.arraycopy(present, 0, first, 0, 56);
        System.arraycopy(present, 72, first, 56, present.length - 72);
        first[0] = 1;
        return first;
    }

    @Property(tries = 50)
    void aTraceIsReadFromItsTextAndItsHeader(@ForAll long high, @ForAll long low) {
        TraceId trace = new TraceId(high, low | 1);
        assertThat(TraceId.parse(trace.toString())).contains(trace);
        assertThat(TraceId.parse("00-" + trace + "-00f067aa0ba902b7-01")).contains(trace);
        assertThat(TraceId.parse("00-" + trace)).isEmpty();
        assertThat(TraceId.parse(TraceId.NONE.toString())).isEmpty();
    }

    @Property(tries = 100)
    void aRecordCutShortIsRefused(@ForAll long seed, @ForAll @IntRange(max = 99) int percent) {
        byte[] bytes = RecordCodec.encode(
                new LogRecord.Insert(new RecordHeader(1, 2, 3, 4, 5, 6, 0, 1), batch(new Random(seed), 20)));
        byte[] cut = Arrays.copyOf(bytes, bytes.length * percent / 100);
        assertThatThrownBy(() -> RecordCodec.decode(cut)).isInstanceOf(Failure.Broken.class);
    }

    @Property(tries = 200)
    void recordsOfALowerEpochDoNotCountAfterAFence(@ForAll List<@IntRange(min = 1, max = 6) Integer> epochs) {
        EpochFilter filter = new EpochFilter(0);
        int highest = 0;
        for (int i = 0; i < epochs.size(); i++) {
            boolean fence = i % 3 == 0;
            boolean counts = filter.accept(new RecordHeader(epochs.get(i), 0, 0, 0, 0, 0, 0, 1), fence);
            assertThat(counts).isEqualTo(epochs.get(i) >= highest);
            highest = fence ? Math.max(highest, epochs.get(i)) : highest;
        }
    }

    private static ColumnBatch batch(Random random, int rows) {
        BitSet nulls = new BitSet();
        for (int row = 0; row < rows; row++) {
            nulls.set(row, random.nextInt(4) == 0);
        }
        Map<Integer, Column> columns = new LinkedHashMap<>();
        int id = 100;
        for (DataType type : List.of(DataType.INT8, DataType.INT16, DataType.INT32, DataType.INT64)) {
            long[] values = random.longs(rows)
                    .map(x -> Math.floorMod(x, 100) + type.minimum())
                    .toArray();
            columns.put(id++, HeapColumns.longs(type, values, nulls));
        }
        boolean[] flags = new boolean[rows];
        String[] texts = new String[rows];
        byte[][] documents = new byte[rows][];
        List<ArrayValue> arrays = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            flags[row] = random.nextBoolean();
            texts[row] = "ü€😀".repeat(random.nextInt(4)) + random.nextInt();
            documents[row] = ("{\"a\":" + random.nextInt() + "}").getBytes(StandardCharsets.UTF_8);
            arrays.add(
                    row % 2 == 0
                            ? new ArrayValue.Texts(List.of("x", texts[row], ""))
                            : new ArrayValue.Texts(List.of()));
        }
        columns.put(id++, HeapColumns.booleans(flags, nulls));
        columns.put(id++, HeapColumns.texts(texts, nulls));
        columns.put(id++, HeapColumns.documents(documents, nulls));
        columns.put(id++, HeapColumns.arrays(DataType.VARCHAR, arrays, nulls));
        columns.put(
                id++, HeapColumns.doubles(DataType.DOUBLE, random.doubles(rows).toArray(), nulls));
        columns.put(
                id++,
                HeapColumns.doubles(
                        DataType.FLOAT, random.doubles(rows).map(x -> (float) x).toArray(), nulls));
        float[] flat = new float[rows * 5];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = random.nextFloat();
        }
        columns.put(id, HeapColumns.vectors(5, flat));
        return new ColumnBatch(rows, columns);
    }

    private static List<String> values(Column column) {
        List<String> values = new ArrayList<>();
        for (int row = 0; row < column.size(); row++) {
            values.add(column.isNull(row) ? "null" : value(column, row));
        }
        return values;
    }

    private static String value(Column column, int row) {
        return switch (column) {
            case Column.Booleans c -> Boolean.toString(c.get(row));
            case Column.Longs c -> c.type() + " " + c.get(row);
            case Column.Doubles c -> c.type() + " " + c.get(row);
            case Column.Texts c -> c.get(row);
            case Column.Documents c -> new String(c.get(row), StandardCharsets.UTF_8);
            case Column.Arrays c -> c.get(row).toString();
            case Column.Vectors c -> {
                float[] vector = new float[c.dimension()];
                c.copy(row, vector, 0);
                yield Arrays.toString(vector);
            }
        };
    }
}
