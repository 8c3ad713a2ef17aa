package io.ocellus.vector.storage.shards;

import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.columns.Column;
import io.ocellus.vector.storage.columns.ColumnBatch;
import io.ocellus.vector.storage.columns.Keys;
import io.ocellus.vector.storage.growing.GrowingSegment;
import io.ocellus.vector.storage.log.RecordCodec;
import io.ocellus.vector.storage.schema.CollectionSchema;
import io.ocellus.vector.storage.segments.BuiltIndex;
import io.ocellus.vector.storage.segments.Pinned;
import io.ocellus.vector.storage.segments.SealedSegment;
import io.ocellus.vector.storage.shards.ShardView.SealedPart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One shard of a collection. The owner's thread applies writes and swaps; readers pin the view. A delete at d hides rows with a timestamp
 * below d, so that an upsert's own row stays.
 */
public final class Shard {
    private final long collection;
    private final int number;
    private volatile CollectionSchema schema;
    private final Set<Long> partitions;
    private final Map<Long, GrowingSegment> open = new HashMap<>();
    private volatile ShardView view = new ShardView(0, List.of(), List.of());

    public Shard(long collection, int number, CollectionSchema schema, Set<Long> partitions) {
        this.collection = collection;
        this.number = number;
        this.schema = schema;
        this.partitions = new HashSet<>(partitions);
    }

    public long collection() {
        return collection;
    }

    public int number() {
        return number;
    }

    public CollectionSchema schema() {
        return schema;
    }

    /** The present view, pinned: the caller unpins it. */
    public ShardView pin() {
        for (int attempt = 0; attempt < 1000; attempt++) {
            ShardView present = view;
            if (present.tryPin()) {
                return present;
            }
            Thread.onSpinWait();
        }
        throw new Failure.Unavailable("the collection is being closed");
    }

    ShardView view() {
        return view;
    }

    // ---- the owner's thread from here on

    /** Appends the rows and returns the segment that took them; none when the partition is gone. */
    @Nullable
    GrowingSegment insert(long partition, ColumnBatch rows, long timestamp, LongSupplier segmentIds) {
        if (rows.rowCount() == 0 || !partitions.contains(partition)) {
            return null;
        }
        int last = schema.lastField();
        if (rows.columns().keySet().stream().anyMatch(field -> field > last)) {
            // Never lose a value: the log partition recovers by the catalog, which has the field.
            throw new IllegalStateException("rows with a field that shard " + number + " does not know yet");
        }
        GrowingSegment segment = growing(partition, segmentIds);
        segment.append(rows, timestamp);
        return segment;
    }

    private GrowingSegment growing(long partition, LongSupplier segmentIds) {
        GrowingSegment present = open.get(partition);
        if (present == null) {
            present = new GrowingSegment(segmentIds.getAsLong(), partition, schema);
            addGrowing(present, true);
        }
        return present;
    }

    /** Adds a growing segment; {@code takesRows} when further inserts go there. */
    void addGrowing(GrowingSegment segment, boolean takesRows) {
        if (takesRows) {
            open.put(segment.partitionId(), segment);
        }
        List<GrowingSegment> more = new ArrayList<>(view.growing());
        more.add(segment);
        view = new ShardView(view.version(), more, view.sealed());
    }

    /** Hides older rows of those keys in one partition, or in all (0). Returns how many. */
    int delete(long partition, Keys keys, long timestamp) {
        int hidden = 0;
        for (GrowingSegment segment : view.growing()) {
            if (partition == 0 || segment.partitionId() == partition) {
                hidden += segment.delete(keys, timestamp);
            }
        }
        for (SealedPart part : view.sealed()) {
            if (partition == 0 || part.segment().partitionId() == partition) {
                hidden += delete(part.segment(), keys, timestamp);
            }
        }
        return hidden;
    }

    private static int delete(SealedSegment segment, Keys keys, long timestamp) {
        if (!segment.tryPin()) {
            throw new IllegalStateException("segment " + segment.segmentId() + " of the present view is gone");
        }
        try {
            return segment.delete(keys, timestamp);
        } finally {
            segment.unpin();
        }
    }

    Keys keysOf(ColumnBatch rows) {
        Column keys = rows.column(schema.primaryKey().id())
                .orElseThrow(() -> new Failure.Broken("rows without a primary key", null));
        return RecordCodec.keys(keys);
    }

    /** Ends the open growing segment of a partition; rows that follow go into a new one. */
    void closeGrowing(GrowingSegment segment) {
        open.remove(segment.partitionId(), segment);
    }

    boolean isOpen(GrowingSegment segment) {
        return open.get(segment.partitionId()) == segment;
    }

    void addSealed(SealedPart part) {
        List<SealedPart> more = new ArrayList<>(view.sealed());
        more.add(part);
        view = new ShardView(view.version(), view.growing(), more);
    }

    boolean hasPartition(long partition) {
        return partitions.contains(partition);
    }

    Optional<SealedPart> sealed(long segment) {
        return view.sealed().stream()
                .filter(part -> part.segment().segmentId() == segment)
                .findFirst();
    }

    /** Adds fields to all rows, those that are there and those to come. */
    void evolve(CollectionSchema wider) {
        schema = wider;
        view.growing().forEach(segment -> segment.evolve(wider));
        view.sealed().forEach(part -> part.segment().evolve(wider));
    }

    void addPartition(long partition) {
        partitions.add(partition);
    }

    void dropPartition(long partition) {
        partitions.remove(partition);
        open.remove(partition);
        swap(
                view.version() + 1,
                view.growing().stream()
                        .filter(g -> g.partitionId() != partition)
                        .toList(),
                view.sealed().stream()
                        .filter(s -> s.segment().partitionId() != partition)
                        .toList());
    }

    /** One pointer: readers see the old view or the new one. What only the old one had is let go. */
    void swap(long version, List<GrowingSegment> growing, List<SealedPart> sealed) {
        ShardView old = view;
        view = new ShardView(version, growing, sealed);
        Set<Pinned> kept = new HashSet<>(view.parts());
        old.parts().stream().filter(part -> !kept.contains(part)).forEach(Pinned::drop);
    }

    /** Adds a built index to its segment; false when the segment went meanwhile. */
    boolean addIndex(long segment, BuiltIndex index) {
        List<SealedPart> sealed = new ArrayList<>();
        boolean found = false;
        for (SealedPart part : view.sealed()) {
            if (part.segment().segmentId() == segment) {
                List<BuiltIndex> indexes = new ArrayList<>(part.indexes());
                indexes.add(index);
                sealed.add(new SealedPart(part.segment(), indexes));
                found = true;
            } else {
                sealed.add(part);
            }
        }
        if (found) {
            swap(view.version() + 1, view.growing(), sealed);
        }
        return found;
    }

    void dropIndex(long indexId) {
        swap(
                view.version() + 1,
                view.growing(),
                view.sealed().stream()
                        .map(part -> new SealedPart(
                                part.segment(),
                                part.indexes().stream()
                                        .filter(index -> index.indexId() != indexId)
                                        .toList()))
                        .toList());
    }

    /** Lets go of everything; readers that hold a view keep theirs. */
    void close() {
        open.clear();
        swap(view.version() + 1, List.of(), List.of());
    }
}
