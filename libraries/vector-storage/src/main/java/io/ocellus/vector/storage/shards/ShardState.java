package io.ocellus.vector.storage.shards;

import io.ocellus.vector.storage.columns.ColumnBatch;
import io.ocellus.vector.storage.coordinator.SegmentMetadata.SealedThrough;
import io.ocellus.vector.storage.growing.GrowingSegment;
import io.ocellus.vector.storage.log.LogRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * All shards of one log partition, and how a record changes them: the same code for replay and for serving. Records of collections that are
 * gone change nothing; inserts that lie in sealed segments are skipped, their deletes are not. Changed by the owner's thread alone.
 */
final class ShardState {
    private final Map<ShardKey, Shard> shards = new ConcurrentHashMap<>();
    private final Map<ShardKey, Map<Long, SealedThrough>> through = new HashMap<>();
    private final LongSupplier segmentIds;
    private final PartitionSettings settings;
    private final List<Full> full = new ArrayList<>();
    private volatile long growingBytes;

    ShardState(LongSupplier segmentIds, PartitionSettings settings) {
        this.segmentIds = segmentIds;
        this.settings = settings;
    }

    /** A growing segment to be sealed. */
    record Full(Shard shard, GrowingSegment segment) {}

    /** The segments that became full since the last call. */
    List<Full> takeFull() {
        List<Full> taken = List.copyOf(full);
        full.clear();
        return taken;
    }

    /** About how much memory all growing rows take; any thread may ask. */
    long growingBytes() {
        return growingBytes;
    }

    /** Counts again, and names the largest open segment when all together are too large. */
    void measure() {
        long sum = 0;
        long largest = 0;
        Full candidate = null;
        for (Shard shard : shards.values()) {
            for (GrowingSegment segment : shard.view().growing()) {
                sum += segment.bytes();
                if (shard.isOpen(segment) && segment.bytes() > largest) {
                    largest = segment.bytes();
                    candidate = new Full(shard, segment);
                }
            }
        }
        growingBytes = sum;
        if (sum > settings.growingBytes() && candidate != null) {
            full.add(candidate);
        }
    }

    Optional<Shard> find(ShardKey key) {
        return Optional.ofNullable(shards.get(key));
    }

    List<Shard> all() {
        return List.copyOf(shards.values());
    }

    void add(Shard shard) {
        shards.put(new ShardKey(shard.collection(), shard.number()), shard);
    }

    /** A partition that recovered meanwhile has it already, with its rows. */
    void addIfAbsent(Shard shard) {
        shards.putIfAbsent(new ShardKey(shard.collection(), shard.number()), shard);
    }

    void remove(ShardKey key) {
        Shard shard = shards.remove(key);
        through.remove(key);
        if (shard != null) {
            shard.close();
        }
    }

    void sealed(SealedThrough position) {
        through.computeIfAbsent(new ShardKey(position.collection(), position.shard()), k -> new HashMap<>())
                .put(position.partition(), position);
    }

    /** The last growing segment of the partition that is sealed, or 0. */
    long sealedGrowing(ShardKey key, long partition) {
        SealedThrough position = through.getOrDefault(key, Map.of()).get(partition);
        return position == null ? 0 : position.growingId();
    }

    private boolean isSealed(ShardKey key, long partition, long offset) {
        SealedThrough position = through.getOrDefault(key, Map.of()).get(partition);
        return position != null && offset < position.offset();
    }

    void apply(LogRecord record, long offset, long timestamp) {
        ShardKey key =
                new ShardKey(record.header().collection(), record.header().shard());
        Shard shard = shards.get(key);
        if (shard == null) {
            return;
        }
        long partition = record.header().partition();
        switch (record) {
            case LogRecord.Insert r -> insert(shard, key, partition, r.rows(), offset, timestamp);
            case LogRecord.Upsert r -> {
                shard.delete(0, shard.keysOf(r.rows()), timestamp);
                insert(shard, key, partition, r.rows(), offset, timestamp);
            }
            case LogRecord.Delete r -> shard.delete(partition, r.keys(), timestamp);
            case LogRecord.Ddl r -> {}
            case LogRecord.Fence r -> {}
        }
    }

    private void insert(Shard shard, ShardKey key, long partition, ColumnBatch rows, long offset, long timestamp) {
        if (isSealed(key, partition, offset)) {
            return;
        }
        GrowingSegment grown = shard.insert(partition, rows, timestamp, segmentIds);
        if (grown != null && (grown.bytes() >= settings.sealBytes() || grown.rows() >= settings.sealRows())) {
            full.add(new Full(shard, grown));
        }
    }

    void close() {
        shards.values().forEach(Shard::close);
        shards.clear();
    }
}
