package io.ocellus.vector.storage.shards;

import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.HybridTimestamp;
import io.ocellus.vector.storage.columns.PickedColumns.Picks;
import io.ocellus.vector.storage.coordinator.SegmentMetadata.SealedThrough;
import io.ocellus.vector.storage.growing.GrowingSegment;
import io.ocellus.vector.storage.segments.LocalFiles;
import io.ocellus.vector.storage.segments.RowBlock;
import io.ocellus.vector.storage.segments.SealedSegment;
import io.ocellus.vector.storage.segments.SegmentFiles;
import io.ocellus.vector.storage.segments.SegmentMeta;
import io.ocellus.vector.storage.shards.ShardView.SealedPart;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns rows into sealed segments: a growing segment that is full or flushed, or several sealed ones that are small or mostly deleted. Files
 * are written aside; then, in the owner's turn, the rows hidden meanwhile are marked in the new segment by their place, one metadata
 * transaction records the swap, and one pointer shows it. A failed attempt leaves only unused objects.
 */
final class Sealing {
    private static final Logger log = LoggerFactory.getLogger(Sealing.class);

    private final LocalFiles files;
    private final SegmentFiles segmentFiles;
    private final LongSupplier ids;
    private final Clock clock;
    private final Executor executor;
    private final Map<GrowingSegment, CompletableFuture<Optional<Long>>> underWay = new ConcurrentHashMap<>();

    /** @param executor runs one seal at a time, in order */
    Sealing(LocalFiles files, LongSupplier ids, Clock clock, Executor executor) {
        this.files = files;
        this.segmentFiles = new SegmentFiles(files);
        this.ids = ids;
        this.clock = clock;
        this.executor = executor;
    }

    /** Closes the growing segment for further rows and seals it. In the owner's turn; asking twice gives the same answer. */
    CompletableFuture<Optional<Long>> seal(LogPartition owner, Shard shard, GrowingSegment growing) {
        CompletableFuture<Optional<Long>> present = underWay.get(growing);
        if (present != null) {
            return present;
        }
        shard.closeGrowing(growing);
        CompletableFuture<Optional<Long>> done = new CompletableFuture<>();
        underWay.put(growing, done);
        SealedThrough through = new SealedThrough(
                shard.collection(), shard.number(), growing.partitionId(), owner.offset(), growing.id());
        executor.execute(() -> attempts(owner, shard, growing, through, done));
        return done;
    }

    private void attempts(
            LogPartition owner,
            Shard shard,
            GrowingSegment growing,
            SealedThrough through,
            CompletableFuture<Optional<Long>> done) {
        try {
            while (true) {
                try {
                    done.complete(attempt(owner, shard, growing, through));
                    return;
                } catch (RuntimeException e) {
                    if (!owner.isServing()) {
                        done.completeExceptionally(e);
                        return;
                    }
                    log.warn("Segment {} could not be sealed, trying again", growing.id(), e);
                    LockSupport.parkNanos(500_000_000L);
                }
            }
        } finally {
            underWay.remove(growing);
        }
    }

    private Optional<Long> attempt(LogPartition owner, Shard shard, GrowingSegment growing, SealedThrough through) {
        if (!growing.tryPin()) {
            return Optional.empty();
        }
        try {
            List<RowBlock> blocks = growing.published();
            Picks picks = SegmentFiles.order(blocks, horizon(owner));
            Optional<SegmentMeta> written = write(shard, growing.partitionId(), blocks, picks);
            return LogPartition.await(
                    owner.call(() -> swap(owner, shard, List.of(growing), List.of(), blocks, picks, written, through)));
        } finally {
            growing.unpin();
        }
    }

    private long horizon(LogPartition owner) {
        return HybridTimestamp.of(clock.millis() - owner.settings().retention().toMillis());
    }

    private Optional<SegmentMeta> write(Shard shard, long partition, List<RowBlock> blocks, Picks picks) {
        if (picks.size() == 0) {
            return Optional.empty();
        }
        return Optional.of(segmentFiles.write(
                ids.getAsLong(), shard.collection(), shard.number(), partition, shard.schema(), blocks, picks));
    }

    /** Merges sealed segments of one partition into one, without the rows hidden for long. The caller holds pins of them. */
    Optional<Long> merge(LogPartition owner, Shard shard, List<SealedPart> parts) {
        List<RowBlock> blocks = new ArrayList<>();
        parts.forEach(part -> blocks.add(part.segment()));
        Picks picks = SegmentFiles.order(blocks, horizon(owner));
        Optional<SegmentMeta> written = write(shard, parts.getFirst().segment().partitionId(), blocks, picks);
        return LogPartition.await(owner.call(() -> swap(owner, shard, List.of(), parts, blocks, picks, written, null)));
    }

    /** In the owner's turn. Nothing when the sources went meanwhile. */
    private Optional<Long> swap(
            LogPartition owner,
            Shard shard,
            List<GrowingSegment> growing,
            List<SealedPart> replaced,
            List<RowBlock> blocks,
            Picks picks,
            Optional<SegmentMeta> written,
            @org.jspecify.annotations.Nullable SealedThrough through) {
        ShardView view = shard.view();
        List<Long> replacedIds =
                replaced.stream().map(part -> part.segment().segmentId()).toList();
        boolean present = view.growing().containsAll(growing)
                && view.sealed().stream()
                        .map(part -> part.segment().segmentId())
                        .toList()
                        .containsAll(replacedIds);
        if (!present) {
            return Optional.empty();
        }
        if (through != null
                && view.growing().stream()
                        .anyMatch(g -> g.partitionId() == through.partition() && g.id() < through.growingId())) {
            throw new IllegalStateException("an earlier growing segment of the partition is not sealed yet");
        }
        Optional<SealedSegment> added = written.map(meta -> marked(meta, shard, blocks, picks));
        long version;
        try {
            version = owner.metadata()
                    .segments()
                    .swap(
                            owner.id(),
                            owner.epoch(),
                            shard.collection(),
                            shard.number(),
                            replacedIds,
                            added.map(SealedSegment::meta),
                            Optional.ofNullable(through));
        } catch (Failure.CollectionNotFound e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            throw new LogPartition.Fatal(e);
        }
        if (through != null) {
            owner.state().sealed(through);
        }
        List<SealedPart> sealed = new ArrayList<>(view.sealed().stream()
                .filter(part -> !replacedIds.contains(part.segment().segmentId()))
                .toList());
        added.ifPresent(segment -> sealed.add(new SealedPart(segment, List.of())));
        shard.swap(
                version,
                view.growing().stream().filter(g -> !growing.contains(g)).toList(),
                sealed);
        owner.state().measure();
        return added.map(SealedSegment::segmentId);
    }

    private SealedSegment marked(SegmentMeta meta, Shard shard, List<RowBlock> blocks, Picks picks) {
        SealedSegment segment = new SealedSegment(meta, shard.schema(), files);
        for (int i = 0; i < picks.size(); i++) {
            long at = blocks.get(picks.sources()[i]).deletedAt(picks.rows()[i]);
            if (at != 0) {
                segment.deleted().mark(i, at);
            }
        }
        if (segment.deleted().count() == 0) {
            return segment;
        }
        segmentFiles.writeMarks(meta, segment.deleted().marks());
        SealedSegment recorded =
                new SealedSegment(meta.withMarkedRows(segment.deleted().count()), shard.schema(), files);
        var marks = segment.deleted().marks();
        for (int i = 0; i < marks.size(); i++) {
            recorded.deleted().mark(marks.rows()[i], marks.timestamps()[i]);
        }
        return recorded;
    }
}
