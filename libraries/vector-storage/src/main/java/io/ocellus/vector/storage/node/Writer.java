package io.ocellus.vector.storage.node;

import io.ocellus.vector.storage.CollectionInfo;
import io.ocellus.vector.storage.CollectionInfo.PartitionInfo;
import io.ocellus.vector.storage.CollectionInfo.ShardInfo;
import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.MutationResult;
import io.ocellus.vector.storage.columns.Column;
import io.ocellus.vector.storage.columns.ColumnBatch;
import io.ocellus.vector.storage.columns.HeapColumns;
import io.ocellus.vector.storage.columns.Keys;
import io.ocellus.vector.storage.columns.PickedColumns.Picks;
import io.ocellus.vector.storage.columns.Slices;
import io.ocellus.vector.storage.coordinator.CollectionRecord;
import io.ocellus.vector.storage.log.RecordCodec;
import io.ocellus.vector.storage.log.TraceId;
import io.ocellus.vector.storage.schema.DataType;
import io.ocellus.vector.storage.schema.FieldSchema;
import io.ocellus.vector.storage.shards.LogPartition;
import io.ocellus.vector.storage.shards.WriteCommand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/** Validates writes, spreads them over shards by the hash of the key, and waits until each is durable and visible. */
final class Writer {
    private final CoordinatorRole coordinator;
    private final StreamingRole streams;

    Writer(CoordinatorRole coordinator, StreamingRole streams) {
        this.coordinator = coordinator;
        this.streams = streams;
    }

    static long partitionId(CollectionRecord collection, String name) {
        String wanted = name.isEmpty() ? CollectionInfo.DEFAULT_PARTITION : name;
        return collection
                .partition(wanted)
                .map(PartitionInfo::id)
                .orElseThrow(() -> new Failure.PartitionNotFound(wanted));
    }

    MutationResult insert(CollectionRecord collection, String partition, ColumnBatch given) {
        FieldSchema key = collection.schema().primaryKey();
        if (key.autoId() && given.column(key.id()).isPresent()) {
            throw new Failure.Invalid("the primary key " + key.name() + " is generated, rows must not carry it");
        }
        Optional<Column> generated = key.autoId() ? Optional.of(generated(key, given.rowCount())) : Optional.empty();
        ColumnBatch rows = Rows.complete(collection.schema(), given, generated);
        Column keys = rows.column(key.id()).orElseThrow();
        long timestamp = write(
                collection,
                partition,
                rows,
                (shard, target, slice) -> new WriteCommand.Insert(collection.id(), shard, target, slice));
        return new MutationResult(RecordCodec.keys(keys), rows.rowCount(), timestamp);
    }

    private Column generated(FieldSchema key, int count) {
        if (count < 1 || count > 500_000) {
            throw new Failure.Invalid("a batch of " + count + " rows: 1 to 500000 are allowed");
        }
        long first = coordinator.takeRowIds(count);
        if (key.type() == DataType.INT64) {
            long[] ids = new long[count];
            Arrays.setAll(ids, i -> first + i);
            return HeapColumns.longs(ids);
        }
        String[] ids = new String[count];
        Arrays.setAll(ids, i -> Long.toString(first + i));
        return HeapColumns.texts(ids);
    }

    MutationResult upsert(CollectionRecord collection, String partition, ColumnBatch given) {
        FieldSchema key = collection.schema().primaryKey();
        Column old = given.column(key.id())
                .orElseThrow(() -> new Failure.Invalid("an upsert must carry the primary key " + key.name()));
        if (key.autoId()) {
            ColumnBatch rows = Rows.complete(collection.schema(), given, Optional.of(generated(key, given.rowCount())));
            Column fresh = rows.column(key.id()).orElseThrow();
            long inserted = write(
                    collection,
                    partition,
                    rows,
                    (shard, target, slice) -> new WriteCommand.Insert(collection.id(), shard, target, slice));
            long deleted = delete(collection, 0, RecordCodec.keys(old));
            return new MutationResult(RecordCodec.keys(fresh), rows.rowCount(), Math.max(inserted, deleted));
        }
        ColumnBatch rows = lastOfEachKey(Rows.complete(collection.schema(), given, Optional.empty()), key);
        Column keys = rows.column(key.id()).orElseThrow();
        long timestamp = write(
                collection,
                partition,
                rows,
                (shard, target, slice) -> new WriteCommand.Upsert(collection.id(), shard, target, slice));
        return new MutationResult(RecordCodec.keys(keys), given.rowCount(), timestamp);
    }

    private static ColumnBatch lastOfEachKey(ColumnBatch rows, FieldSchema key) {
        Column keys = rows.column(key.id()).orElseThrow();
        Map<Object, Integer> last = new HashMap<>();
        for (int row = 0; row < rows.rowCount(); row++) {
            last.put(keyAt(keys, row), row);
        }
        if (last.size() == rows.rowCount()) {
            return rows;
        }
        int[] kept = last.values().stream().mapToInt(Integer::intValue).sorted().toArray();
        return Slices.of(rows, Picks.of(kept));
    }

    private static Object keyAt(Column keys, int row) {
        return keys instanceof Column.Longs longs ? (Object) longs.get(row) : ((Column.Texts) keys).get(row);
    }

    /** {@code partition} 0 means all. Returns the timestamp. */
    long delete(CollectionRecord collection, long partition, Keys keys) {
        boolean integers = collection.schema().primaryKey().type() == DataType.INT64;
        if (integers != keys instanceof Keys.Longs) {
            throw new Failure.Invalid(
                    "the primary key " + collection.schema().primaryKey().name() + " is of type "
                            + collection.schema().primaryKey().type().label());
        }
        ColumnBatch rows = new ColumnBatch(keys.size(), Map.of(0, RecordCodec.keyColumn(keys)));
        return latest(send(
                collection,
                RecordCodec.keyColumn(keys),
                rows,
                (shard, slice) -> new WriteCommand.Delete(
                        collection.id(),
                        shard,
                        partition,
                        RecordCodec.keys(slice.columns().get(0)))));
    }

    private interface RowsCommand {
        WriteCommand of(int shard, long partition, ColumnBatch rows);
    }

    /** Sends the rows to the named partition, or each to the one of its partition key. Returns the timestamp. */
    private long write(CollectionRecord collection, String partition, ColumnBatch rows, RowsCommand command) {
        int key = collection.schema().primaryKey().id();
        List<CompletableFuture<Long>> sent = new ArrayList<>();
        for (PartitionRows target : targets(collection, partition, rows)) {
            sent.addAll(send(
                    collection,
                    target.rows().column(key).orElseThrow(),
                    target.rows(),
                    (shard, slice) -> command.of(shard, target.partition(), slice)));
        }
        return latest(sent);
    }

    private record PartitionRows(long partition, ColumnBatch rows) {}

    private static List<PartitionRows> targets(CollectionRecord collection, String partition, ColumnBatch rows) {
        Optional<FieldSchema> key = collection.schema().partitionKey();
        if (key.isEmpty()) {
            return List.of(new PartitionRows(partitionId(collection, partition), rows));
        }
        if (!partition.isEmpty()) {
            throw new Failure.Invalid(
                    "not support manually specifying the partition names if partition key mode is used");
        }
        Column values = rows.column(key.get().id()).orElseThrow();
        int count = collection.partitions().size();
        List<PartitionRows> targets = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            ColumnBatch slice = slice(values, rows, number, count);
            if (slice.rowCount() > 0) {
                targets.add(
                        new PartitionRows(collection.partitions().get(number).id(), slice));
            }
        }
        return targets;
    }

    private List<CompletableFuture<Long>> send(
            CollectionRecord collection,
            Column keys,
            ColumnBatch rows,
            BiFunction<Integer, ColumnBatch, WriteCommand> command) {
        List<CompletableFuture<Long>> sent = new ArrayList<>();
        int shards = collection.shards().size();
        for (ShardInfo shard : collection.shards()) {
            ColumnBatch slice = shards == 1 ? rows : slice(keys, rows, shard.number(), shards);
            if (slice.rowCount() > 0) {
                sent.add(streams.write(shard.logPartition(), command.apply(shard.number(), slice), TraceId.current()));
            }
        }
        return sent;
    }

    private static long latest(List<CompletableFuture<Long>> sent) {
        long timestamp = 0;
        for (CompletableFuture<Long> write : sent) {
            timestamp = Math.max(timestamp, LogPartition.await(write));
        }
        return timestamp;
    }

    /** The rows whose value falls to one of so many shares. */
    private static ColumnBatch slice(Column keys, ColumnBatch rows, int shard, int shards) {
        int[] picked = new int[rows.rowCount()];
        int n = 0;
        for (int row = 0; row < picked.length; row++) {
            long hash = keys instanceof Column.Longs longs
                    ? (longs.get(row) * 0x9E3779B97F4A7C15L) >>> 33
                    : ((Column.Texts) keys).get(row).hashCode() & 0x7fffffffL;
            if (hash % shards == shard) {
                picked[n++] = row;
            }
        }
        return Slices.of(rows, Picks.of(Arrays.copyOf(picked, n)));
    }
}
