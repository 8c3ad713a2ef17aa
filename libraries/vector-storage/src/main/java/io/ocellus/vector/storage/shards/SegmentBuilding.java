package io.ocellus.vector.storage.shards;

import io.ocellus.vector.storage.coordinator.CollectionRecord;
import io.ocellus.vector.storage.coordinator.CollectionRecord.IndexRecord;
import io.ocellus.vector.storage.schema.FieldSchema;
import io.ocellus.vector.storage.segments.SealedSegment;
import io.ocellus.vector.storage.shards.ShardView.SealedPart;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * What is made of sealed segments beside reads and writes: small or mostly deleted ones are merged, indexes built. One step a call, which
 * may be repeated. Used by one thread; whether an index is built any thread may ask.
 */
public final class SegmentBuilding {
    /** A segment with fewer rows is scanned: cheaper than a graph. */
    public static final int INDEXED_ROWS = 1024;

    private static final int MERGED_AT_ONCE = 4;
    private static final long MERGED_BYTES = 256L << 20;

    private final Sealing sealing;
    private final IndexBuilding indexBuilding;
    private final Clock clock;
    private final Function<Long, Optional<CollectionRecord>> collections;
    private final BooleanSupplier closed;
    private final Map<String, String> failedBuilds = new ConcurrentHashMap<>();

    /** @param closed whether to give up what is being built */
    SegmentBuilding(
            Sealing sealing,
            IndexBuilding indexBuilding,
            Clock clock,
            Function<Long, Optional<CollectionRecord>> collections,
            BooleanSupplier closed) {
        this.sealing = sealing;
        this.indexBuilding = indexBuilding;
        this.clock = clock;
        this.collections = collections;
        this.closed = closed;
    }

    boolean mergeOne(LogPartition partition, Shard shard, ShardView view) {
        Map<Long, List<SealedPart>> small = new HashMap<>();
        for (SealedPart part : view.sealed()) {
            SealedSegment segment = part.segment();
            long longHidden = segment.deleted().count();
            if (longHidden > 200
                    && longHidden * 5L > segment.rowCount()
                    && segment.deleted().lastTimestamp()
                            < io.ocellus.vector.storage.HybridTimestamp.of(clock.millis()
                                    - partition.settings().retention().toMillis())) {
                sealing.merge(partition, shard, List.of(part));
                return true;
            }
            if (segment.meta().bytes() < partition.settings().sealBytes() / 2) {
                small.computeIfAbsent(segment.partitionId(), p -> new ArrayList<>())
                        .add(part);
            }
        }
        for (List<SealedPart> candidates : small.values()) {
            if (candidates.size() < MERGED_AT_ONCE) {
                continue;
            }
            candidates.sort(
                    Comparator.comparingLong(part -> part.segment().meta().bytes()));
            List<SealedPart> chosen = new ArrayList<>();
            long bytes = 0;
            for (SealedPart part : candidates) {
                bytes += part.segment().meta().bytes();
                if (bytes <= MERGED_BYTES && chosen.size() < 32) {
                    chosen.add(part);
                }
            }
            if (chosen.size() >= MERGED_AT_ONCE) {
                sealing.merge(partition, shard, chosen);
                return true;
            }
        }
        return false;
    }

    boolean indexOne(LogPartition partition, Shard shard, ShardView view, CollectionRecord collection) {
        for (IndexRecord index : collection.indexes()) {
            Optional<FieldSchema> field = collection.schema().field(index.fieldId());
            if (field.isEmpty() || !field.get().isVector() || !needsFile(index)) {
                continue;
            }
            for (SealedPart part : view.sealed()) {
                String build = build(part, index);
                if (part.index(index.id()).isEmpty()
                        && part.segment().rowCount() >= INDEXED_ROWS
                        && !failedBuilds.containsKey(build)) {
                    try {
                        indexBuilding.build(
                                partition,
                                shard,
                                part,
                                index,
                                field.get(),
                                () -> closed.getAsBoolean() || isGone(partition, shard, part, index));
                    } catch (io.ocellus.vector.index.model.IndexFailure e) {
                        failedBuilds.put(build, String.valueOf(e.getMessage()));
                        throw e;
                    }
                    return true;
                }
            }
        }
        return false;
    }

    private static String build(SealedPart part, IndexRecord index) {
        return part.segment().segmentId() + "/" + index.id();
    }

    /** Why the index of that segment cannot be built: it is not tried again, the segment is scanned. */
    Optional<String> failure(SealedPart part, IndexRecord index) {
        return Optional.ofNullable(failedBuilds.get(build(part, index)));
    }

    private boolean isGone(LogPartition partition, Shard shard, SealedPart part, IndexRecord index) {
        return !partition.isServing()
                || shard.sealed(part.segment().segmentId()).isEmpty()
                || collections
                        .apply(shard.collection())
                        .map(c -> c.indexes().stream().noneMatch(i -> i.id() == index.id()))
                        .orElse(true);
    }

    /** FLAT needs no file: the column itself is scanned. */
    public static boolean needsFile(IndexRecord index) {
        return !"FLAT".equalsIgnoreCase(index.parameters().getOrDefault("index_type", "AUTOINDEX"));
    }

    /** Whether an index of the segment is built, or needs none. */
    public static boolean isIndexed(SealedPart part, IndexRecord index) {
        return !needsFile(index)
                || part.segment().rowCount() < INDEXED_ROWS
                || part.index(index.id()).isPresent();
    }
}
