package io.ocellus.vector.storage.node;

import io.ocellus.vector.storage.SegmentInfo;
import io.ocellus.vector.storage.coordinator.CollectionRecord;
import io.ocellus.vector.storage.coordinator.CollectionRecord.IndexRecord;
import io.ocellus.vector.storage.growing.GrowingSegment;
import io.ocellus.vector.storage.log.TraceId;
import io.ocellus.vector.storage.query.Reader.Served;
import io.ocellus.vector.storage.schema.FieldSchema;
import io.ocellus.vector.storage.shards.SegmentBuilding;
import io.ocellus.vector.storage.shards.ShardView;
import io.ocellus.vector.storage.shards.ShardView.SealedPart;
import io.ocellus.vector.storage.shards.WriteCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The streaming role over the log partitions of this process. */
final class LocalStreams implements StreamingRole {
    private final Active active;

    LocalStreams(Active active) {
        this.active = active;
    }

    @Override
    public CompletableFuture<Long> write(int logPartition, WriteCommand command, TraceId trace) {
        return active.owner(logPartition).write(command, trace);
    }

    @Override
    public List<Long> flush(CollectionRecord collection) {
        List<Long> segments = new ArrayList<>();
        for (Served served : active.shards(collection)) {
            segments.addAll(active.maintenance().flush(served.owner(), served.shard()));
        }
        return segments;
    }

    @Override
    public List<SegmentInfo> segments(CollectionRecord collection) {
        List<SegmentInfo> segments = new ArrayList<>();
        for (Served served : active.shards(collection)) {
            ShardView view = served.shard().pin();
            try {
                for (GrowingSegment growing : view.growing()) {
                    segments.add(new SegmentInfo(
                            growing.id(),
                            collection.id(),
                            growing.partitionId(),
                            served.shard().number(),
                            growing.published().stream()
                                    .mapToLong(block -> block.rowCount())
                                    .sum(),
                            false,
                            ""));
                }
                for (SealedPart part : view.sealed()) {
                    segments.add(new SegmentInfo(
                            part.segment().segmentId(),
                            collection.id(),
                            part.segment().partitionId(),
                            served.shard().number(),
                            part.segment().rowCount(),
                            true,
                            collection.indexes().stream()
                                    .filter(index -> part.index(index.id()).isPresent())
                                    .map(IndexRecord::name)
                                    .findFirst()
                                    .orElse("")));
                }
            } finally {
                view.unpin();
            }
        }
        return segments;
    }

    @Override
    public IndexProgress progress(CollectionRecord collection, IndexRecord index) {
        boolean vector = collection
                .schema()
                .field(index.fieldId())
                .map(FieldSchema::isVector)
                .orElse(false);
        long total = 0;
        long indexed = 0;
        Optional<String> failure = Optional.empty();
        for (Served served : active.shards(collection)) {
            ShardView view = served.shard().pin();
            try {
                for (SealedPart part : view.sealed()) {
                    total += part.segment().rowCount();
                    indexed += !vector || SegmentBuilding.isIndexed(part, index)
                            ? part.segment().rowCount()
                            : 0;
                    failure = failure.or(() -> active.maintenance().failure(part, index));
                }
            } finally {
                view.unpin();
            }
        }
        return new IndexProgress(total, indexed, failure);
    }
}
