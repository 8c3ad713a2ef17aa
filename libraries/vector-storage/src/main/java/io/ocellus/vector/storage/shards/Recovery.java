package io.ocellus.vector.storage.shards;

import io.ocellus.vector.storage.CollectionInfo.PartitionInfo;
import io.ocellus.vector.storage.CollectionInfo.ShardInfo;
import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.checkpoints.CheckpointReader;
import io.ocellus.vector.storage.checkpoints.CheckpointStore;
import io.ocellus.vector.storage.columns.Column;
import io.ocellus.vector.storage.columns.ColumnBatch;
import io.ocellus.vector.storage.coordinator.CollectionRecord;
import io.ocellus.vector.storage.coordinator.Metadata;
import io.ocellus.vector.storage.growing.GrowingSegment;
import io.ocellus.vector.storage.log.WriteAheadLog;
import io.ocellus.vector.storage.segments.BuiltIndex;
import io.ocellus.vector.storage.segments.DeletedRows;
import io.ocellus.vector.storage.segments.LocalFiles;
import io.ocellus.vector.storage.segments.SealedSegment;
import io.ocellus.vector.storage.segments.SegmentFiles;
import io.ocellus.vector.storage.segments.SegmentMeta;
import io.ocellus.vector.storage.shards.ShardView.SealedPart;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Builds a log partition's shards from metadata, checkpoint and log. */
public final class Recovery {
    private final Metadata metadata;
    private final WriteAheadLog wal;
    private final LocalFiles files;
    private final String owner;
    private final Supplier<Collection<CollectionRecord>> collections;
    private final LongSupplier segmentIds;

    public Recovery(
            Metadata metadata,
            WriteAheadLog wal,
            LocalFiles files,
            String owner,
            Supplier<Collection<CollectionRecord>> collections,
            LongSupplier segmentIds) {
        this.metadata = metadata;
        this.wal = wal;
        this.files = files;
        this.owner = owner;
        this.collections = collections;
        this.segmentIds = segmentIds;
    }

    LongSupplier segmentIds() {
        return segmentIds;
    }

    Metadata.LogPartitionRecord takeOver(int partition) {
        return metadata.takeOver(partition, owner);
    }

    /** @param bytes of log replayed */
    record Recovered(long clock, long bytes) {}

    /** Fills the state with all that was written below {@code end}. */
    Recovered recover(int partition, Metadata.LogPartitionRecord record, ShardState state, long end) {
        addShards(partition, state);
        metadata.segments().sealedThrough(partition).forEach(state::sealed);
        addSealed(partition, state);
        Restored restored = new Restored(state);
        record.checkpointKey().ifPresent(key -> new CheckpointStore(files).read(key, restored));
        restored.finish();
        long start = wal.start(partition);
        if (start > record.checkpointOffset()) {
            throw new Failure.Broken(
                    "log partition " + partition + " begins at " + start + ", the checkpoint ends at "
                            + record.checkpointOffset() + ": records are missing",
                    null);
        }
        Replay replay = new Replay(state, restored.epoch);
        replay(partition, record.checkpointOffset(), end, replay);
        return new Recovered(Math.max(restored.clock, replay.lastTimestamp()), replay.bytes());
    }

    private void replay(int partition, long from, long end, Replay replay) {
        if (from >= end) {
            return;
        }
        try (WriteAheadLog.Reader reader = wal.read(partition, from)) {
            long quiet = System.nanoTime();
            while (true) {
                List<WriteAheadLog.Entry> entries = reader.next();
                for (WriteAheadLog.Entry entry : entries) {
                    replay.accept(entry);
                    if (entry.offset() + 1 >= end) {
                        return;
                    }
                }
                if (!entries.isEmpty()) {
                    quiet = System.nanoTime();
                } else if (System.nanoTime() - quiet > 20_000_000_000L) {
                    throw new Failure.Unavailable("log partition " + partition + " gave no records for 20 s");
                }
            }
        }
    }

    private void addShards(int partition, ShardState state) {
        for (CollectionRecord collection : collections.get()) {
            for (ShardInfo shard : collection.shards()) {
                if (shard.logPartition() == partition) {
                    state.add(shard(collection, shard.number()));
                }
            }
        }
    }

    public static Shard shard(CollectionRecord collection, int number) {
        return new Shard(
                collection.id(),
                number,
                collection.schema(),
                collection.partitions().stream().map(PartitionInfo::id).collect(Collectors.toSet()));
    }

    private void addSealed(int partition, ShardState state) {
        Map<Long, Integer> fieldsOfIndexes = new HashMap<>();
        for (CollectionRecord collection : collections.get()) {
            collection.indexes().forEach(index -> fieldsOfIndexes.put(index.id(), index.fieldId()));
        }
        Map<Long, List<Long>> built = new HashMap<>();
        metadata.segments()
                .segmentIndexes(partition)
                .forEach(index -> built.computeIfAbsent(index.segment(), s -> new ArrayList<>())
                        .add(index.index()));
        SegmentFiles segmentFiles = new SegmentFiles(files);
        for (SegmentMeta meta : metadata.segments().inLogPartition(partition)) {
            Shard shard =
                    state.find(new ShardKey(meta.collection(), meta.shard())).orElse(null);
            if (shard == null) {
                continue;
            }
            SealedSegment segment = new SealedSegment(meta, shard.schema(), files);
            if (meta.markedRows() > 0) {
                mark(segment, segmentFiles.readMarks(meta));
            }
            List<BuiltIndex> indexes = new ArrayList<>();
            for (Long index : built.getOrDefault(meta.id(), List.of())) {
                Integer field = fieldsOfIndexes.get(index);
                if (field != null) {
                    indexes.add(new BuiltIndex(index, field, meta.indexKey(index), files));
                }
            }
            shard.addSealed(new SealedPart(segment, indexes));
        }
    }

    private static void mark(SealedSegment segment, DeletedRows.Marks marks) {
        for (int i = 0; i < marks.size(); i++) {
            segment.deleted().mark(marks.rows()[i], marks.timestamps()[i]);
        }
    }

    /** Takes a checkpoint in: growing segments that were sealed since are left out. */
    private static final class Restored implements CheckpointReader {
        private final ShardState state;
        private final Map<Long, GrowingSegment> growing = new HashMap<>();
        private final Map<Long, Shard> shards = new HashMap<>();
        long epoch;
        long clock;

        Restored(ShardState state) {
            this.state = state;
        }

        @Override
        public void head(long offset, long fenceEpoch, long lastTimestamp) {
            epoch = fenceEpoch;
            clock = lastTimestamp;
        }

        @Override
        public void growing(long collection, int number, long partition, long segment, ColumnBatch rows) {
            ShardKey key = new ShardKey(collection, number);
            Shard shard = state.find(key).orElse(null);
            if (shard == null || segment <= state.sealedGrowing(key, partition) || !shard.hasPartition(partition)) {
                return;
            }
            shards.put(segment, shard);
            Column.Longs timestamps = (Column.Longs) rows.column(SegmentMeta.TIMESTAMPS)
                    .orElseThrow(() -> new Failure.Broken("a checkpoint without timestamps", null));
            growing.computeIfAbsent(segment, id -> new GrowingSegment(id, partition, shard.schema()))
                    .append(rows, timestamps::get);
        }

        @Override
        public void growingMarks(long collection, int shard, long partition, long segment, DeletedRows.Marks marks) {
            GrowingSegment restored = growing.get(segment);
            if (restored != null) {
                for (int i = 0; i < marks.size(); i++) {
                    restored.restoreDelete(marks.rows()[i], marks.timestamps()[i]);
                }
            }
        }

        @Override
        public void sealedMarks(long collection, int number, long segment, DeletedRows.Marks marks) {
            state.find(new ShardKey(collection, number))
                    .flatMap(shard -> shard.sealed(segment))
                    .ifPresent(part -> mark(part.segment(), marks));
        }

        /** The latest growing segment of each partition takes further rows; earlier ones were closed for sealing. */
        void finish() {
            growing.keySet().stream().sorted().forEach(id -> {
                Shard shard = java.util.Objects.requireNonNull(shards.get(id));
                shard.addGrowing(java.util.Objects.requireNonNull(growing.get(id)), true);
            });
        }
    }
}
