package io.ocellus.vector.storage.shards;

import io.ocellus.objectstorage.ObjectInfo;
import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.checkpoints.Checkpoint;
import io.ocellus.vector.storage.checkpoints.CheckpointStore;
import io.ocellus.vector.storage.growing.GrowingSegment;
import io.ocellus.vector.storage.schema.FieldSchema;
import io.ocellus.vector.storage.segments.LocalFiles;
import io.ocellus.vector.storage.segments.Pinned;
import io.ocellus.vector.storage.shards.ShardView.SealedPart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Captures a log partition in its owner's turn, writes it aside, records it under the owner's epoch, then truncates the log before it. Used
 * by one thread.
 */
final class Checkpointing {
    private static final Logger log = LoggerFactory.getLogger(Checkpointing.class);

    private final LocalFiles files;
    private final CheckpointStore store;

    Checkpointing(LocalFiles files) {
        this.files = files;
        this.store = new CheckpointStore(files);
    }

    private record Captured(Checkpoint checkpoint, Map<Long, List<FieldSchema>> fields, long logBytes) {}

    /** Takes a checkpoint when anything was logged since the last one. */
    void take(LogPartition owner) {
        Optional<Captured> captured = LogPartition.await(owner.call(() -> capture(owner)));
        if (captured.isEmpty()) {
            return;
        }
        Captured present = captured.get();
        String key;
        try {
            key = store.write(
                    owner.id(), present.checkpoint(), c -> present.fields().getOrDefault(c, List.of()));
        } finally {
            present.checkpoint().unpin();
        }
        long offset = present.checkpoint().offset();
        owner.metadata().checkpoint(owner.id(), owner.epoch(), offset, key);
        LogPartition.await(owner.call(() -> {
            owner.checkpointTaken(present.logBytes());
            return true;
        }));
        owner.wal().truncate(owner.id(), offset);
        removeOlder(owner, offset);
    }

    private Optional<Captured> capture(LogPartition owner) {
        if (owner.bytesSinceCheckpoint() == 0) {
            return Optional.empty();
        }
        List<Checkpoint.Growing> growing = new ArrayList<>();
        List<Checkpoint.Marks> sealed = new ArrayList<>();
        List<Pinned> pins = new ArrayList<>();
        Map<Long, List<FieldSchema>> fields = new HashMap<>();
        for (Shard shard : owner.state().all()) {
            ShardView view = shard.view();
            for (GrowingSegment segment : view.growing()) {
                if (segment.rows() > 0 && segment.tryPin()) {
                    pins.add(segment);
                    fields.put(shard.collection(), shard.schema().fields());
                    growing.add(new Checkpoint.Growing(
                            shard.collection(),
                            shard.number(),
                            segment.partitionId(),
                            segment.id(),
                            segment.published(),
                            segment.marks()));
                }
            }
            for (SealedPart part : view.sealed()) {
                if (part.segment().deleted().count() > 0) {
                    sealed.add(new Checkpoint.Marks(
                            shard.collection(),
                            shard.number(),
                            part.segment().segmentId(),
                            part.segment().deleted().marks()));
                }
            }
        }
        Checkpoint checkpoint = new Checkpoint(owner.offset(), owner.epoch(), owner.clock(), growing, sealed, pins);
        return Optional.of(new Captured(checkpoint, fields, owner.bytesSinceCheckpoint()));
    }

    /** Only those before this owner's own: a later owner's checkpoint is never touched. */
    private void removeOlder(LogPartition owner, long offset) {
        String prefix = "vector/checkpoints/" + owner.id() + "/";
        try {
            for (ObjectInfo object : files.store().list(prefix, Optional.empty(), 100)) {
                String[] words = object.key().substring(prefix.length()).split("-");
                long epoch = Long.parseLong(words[0]);
                if (epoch < owner.epoch() || (epoch == owner.epoch() && Long.parseLong(words[1]) < offset)) {
                    store.delete(object.key());
                }
            }
        } catch (IOException | NumberFormatException e) {
            log.warn("Old checkpoints of log partition {} remain", owner.id(), e);
        } catch (Failure.Unavailable e) {
            log.warn("Old checkpoints of log partition {} remain: {}", owner.id(), e.text());
        }
    }
}
