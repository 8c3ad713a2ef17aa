package io.ocellus.vector.storage.shards;

import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.coordinator.CollectionRecord;
import io.ocellus.vector.storage.coordinator.CollectionRecord.IndexRecord;
import io.ocellus.vector.storage.growing.GrowingSegment;
import io.ocellus.vector.storage.segments.LocalFiles;
import io.ocellus.vector.storage.segments.SegmentMeta;
import io.ocellus.vector.storage.shards.ShardView.SealedPart;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens beside reads and writes, on two threads however many collections there are: one seals and takes checkpoints, one merges
 * segments, builds indexes and removes what was dropped. Every task may be repeated.
 */
public final class Maintenance implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Maintenance.class);

    private static final double SWEEP_AFTER_SECONDS = 60;

    private final ScheduledExecutorService sealer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("vector-seal").factory());
    private final ExecutorService builder = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("vector-build").factory());
    private final LocalFiles files;
    private final Sealing sealing;
    private final Checkpointing checkpointing;
    private final SegmentBuilding building;
    private final Clock clock;
    private final Supplier<List<LogPartition>> partitions;
    private final Function<Long, Optional<CollectionRecord>> collections;
    private final Map<Integer, Long> checkpointDue = new HashMap<>();
    private volatile boolean awake;
    private volatile boolean closed;
    private long lastSweep;

    public Maintenance(
            LocalFiles files,
            LongSupplier ids,
            Clock clock,
            int buildThreads,
            Supplier<List<LogPartition>> partitions,
            Function<Long, Optional<CollectionRecord>> collections) {
        this.files = files;
        this.clock = clock;
        this.sealing = new Sealing(files, ids, clock, sealer);
        this.checkpointing = new Checkpointing(files);
        this.building =
                new SegmentBuilding(sealing, new IndexBuilding(files, buildThreads), clock, collections, () -> closed);
        this.partitions = partitions;
        this.collections = collections;
    }

    /** Begins to recover the partition and looks after it from now on. */
    public void start(LogPartition partition) {
        partition.start(full -> {
            if (full.shard().isOpen(full.segment())) {
                watch(sealing.seal(partition, full.shard(), full.segment()));
            }
        });
    }

    public void start() {
        var _ = sealer.scheduleWithFixedDelay(this::tick, 250, 250, TimeUnit.MILLISECONDS);
    }

    private static void watch(CompletableFuture<?> task) {
        var _ = task.exceptionally(e -> {
            log.debug("A background task ended: {}", e.getMessage());
            return null;
        });
    }

    /** Seals all growing rows of a shard; the ids of the segments they became. */
    public List<Long> flush(LogPartition partition, Shard shard) {
        List<CompletableFuture<Optional<Long>>> seals = LogPartition.await(partition.call(() -> {
            List<CompletableFuture<Optional<Long>>> begun = new ArrayList<>();
            shard.view().growing().stream()
                    .sorted(Comparator.comparingLong(GrowingSegment::id))
                    .forEach(segment -> begun.add(sealing.seal(partition, shard, segment)));
            return begun;
        }));
        List<Long> segments = new ArrayList<>();
        for (CompletableFuture<Optional<Long>> seal : seals) {
            LogPartition.await(seal).ifPresent(segments::add);
        }
        if (!segments.isEmpty()) {
            build();
        }
        return segments;
    }

    private void tick() {
        for (LogPartition partition : partitions.get()) {
            if (partition.isServing()) {
                try {
                    look(partition);
                } catch (Failure e) {
                    log.warn("Log partition {}: {}", partition.id(), e.text());
                } catch (RuntimeException e) {
                    log.warn("Log partition {}", partition.id(), e);
                }
            }
        }
        build();
    }

    private record Look(long bytes, boolean due) {}

    private void look(LogPartition partition) {
        long now = clock.millis();
        Look look = LogPartition.await(partition.call(() -> {
            partition.state().measure();
            for (Shard shard : partition.state().all()) {
                shard.view().growing().stream()
                        .filter(segment -> !shard.isOpen(segment))
                        .sorted(Comparator.comparingLong(GrowingSegment::id))
                        .forEach(segment -> watch(sealing.seal(partition, shard, segment)));
            }
            long bytes = partition.bytesSinceCheckpoint();
            return new Look(bytes, bytes >= partition.settings().checkpointBytes());
        }));
        if (look.bytes() == 0) {
            checkpointDue.remove(partition.id());
            return;
        }
        long due = checkpointDue.computeIfAbsent(
                partition.id(),
                id -> now + partition.settings().checkpointInterval().toMillis());
        if (look.due() || now >= due) {
            checkpointing.take(partition);
            checkpointDue.remove(partition.id());
        }
    }

    /** Wakes the builder when it sleeps. */
    public void build() {
        synchronized (this) {
            if (awake || closed) {
                return;
            }
            awake = true;
        }
        builder.execute(() -> {
            try {
                while (!closed && buildNext()) {
                    log.debug("A background build ended");
                }
                sweep();
            } catch (Failure e) {
                log.warn("A background build failed: {}", e.text());
            } catch (RuntimeException e) {
                log.warn("A background build failed", e);
            } finally {
                awake = false;
            }
        });
    }

    private boolean buildNext() {
        for (LogPartition partition : partitions.get()) {
            if (!partition.isServing()) {
                continue;
            }
            for (Shard shard : partition.state().all()) {
                Optional<CollectionRecord> collection = collections.apply(shard.collection());
                if (shard.view().sealed().isEmpty() || collection.isEmpty()) {
                    continue;
                }
                ShardView view = shard.pin();
                try {
                    if (building.mergeOne(partition, shard, view)
                            || building.indexOne(partition, shard, view, collection.get())) {
                        return true;
                    }
                } finally {
                    view.unpin();
                }
            }
        }
        return false;
    }

    /** Why the index of that segment cannot be built: it is not tried again, the segment is scanned. */
    public Optional<String> failure(SealedPart part, IndexRecord index) {
        return building.failure(part, index);
    }

    private void sweep() {
        if (clock.millis() - lastSweep < 10_000) {
            return;
        }
        lastSweep = clock.millis();
        Optional<LogPartition> any =
                partitions.get().stream().filter(LogPartition::isServing).findFirst();
        if (any.isEmpty()) {
            return;
        }
        for (SegmentMeta segment : any.get().metadata().segments().sweepable(SWEEP_AFTER_SECONDS)) {
            try {
                files.store().deleteAll(segment.prefix());
            } catch (IOException e) {
                throw new Failure.Unavailable("the files of segment " + segment.id() + " cannot be deleted", e);
            }
            any.get().metadata().segments().forgetSegment(segment.id());
        }
    }

    @Override
    public void close() {
        closed = true;
        sealer.shutdownNow();
        builder.shutdownNow();
    }
}
