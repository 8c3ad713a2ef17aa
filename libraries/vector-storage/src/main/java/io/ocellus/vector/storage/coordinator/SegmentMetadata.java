package io.ocellus.vector.storage.coordinator;

import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.segments.SegmentMeta;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Sealed segments, what is built of their indexes and how far each partition is sealed, in the tables of schema {@code vector}. Changes run
 * under the coordinator's lease and the log partition's epoch. Thread-safe.
 */
public final class SegmentMetadata {
    private final JdbcClient jdbc;
    private final Metadata metadata;

    SegmentMetadata(JdbcClient jdbc, Metadata metadata) {
        this.jdbc = jdbc;
        this.metadata = metadata;
    }

    public record SealedThrough(long collection, int shard, long partition, long offset, long growingId) {}

    public record SegmentIndex(long segment, long index) {}

    public List<SealedThrough> sealedThrough(int logPartition) {
        return metadata.read(() -> jdbc.sql("""
                        SELECT t.collection_id, t.shard, t.partition_id, t.log_offset, t.growing_id
                        FROM vector.sealed_through t
                        JOIN vector.shard s ON s.collection_id = t.collection_id AND s.number = t.shard
                        WHERE s.log_partition = :p""")
                .param("p", logPartition)
                .query((row, n) -> new SealedThrough(
                        row.getLong(1), row.getInt(2), row.getLong(3), row.getLong(4), row.getLong(5)))
                .list());
    }

    public List<SegmentMeta> inLogPartition(int logPartition) {
        return metadata.read(() -> jdbc.sql("""
                        SELECT g.id, g.collection_id, g.shard, g.partition_id, g.row_count, g.min_timestamp, g.max_timestamp,
                            g.bytes, g.marked_rows, g.last_field
                        FROM vector.segment g
                        JOIN vector.shard s ON s.collection_id = g.collection_id AND s.number = g.shard
                        WHERE s.log_partition = :p AND g.dropped_at IS NULL ORDER BY g.id""")
                .param("p", logPartition)
                .query((row, n) -> new SegmentMeta(
                        row.getLong(1),
                        row.getLong(2),
                        row.getInt(3),
                        row.getLong(4),
                        row.getInt(5),
                        row.getLong(6),
                        row.getLong(7),
                        row.getLong(8),
                        row.getInt(9),
                        row.getInt(10)))
                .list());
    }

    public List<SegmentIndex> segmentIndexes(int logPartition) {
        return metadata.read(() -> jdbc.sql("""
                        SELECT i.segment_id, i.index_id FROM vector.segment_index i
                        JOIN vector.segment g ON g.id = i.segment_id AND g.dropped_at IS NULL
                        JOIN vector.shard s ON s.collection_id = g.collection_id AND s.number = g.shard
                        WHERE s.log_partition = :p""")
                .param("p", logPartition)
                .query((row, n) -> new SegmentIndex(row.getLong(1), row.getLong(2)))
                .list());
    }

    /**
     * A swap: segments go, one comes (none when nothing was left), the seal position moves, the shard's view version rises. Returns the new
     * version.
     */
    public long swap(
            int logPartition,
            long partitionEpoch,
            long collection,
            int shard,
            List<Long> dropped,
            Optional<SegmentMeta> added,
            Optional<SealedThrough> through) {
        return metadata.change(() -> {
            metadata.holdPartition(logPartition, partitionEpoch);
            Optional<Long> version = jdbc.sql("""
                            UPDATE vector.shard SET view_version = view_version + 1
                            WHERE collection_id = :c AND number = :n RETURNING view_version""")
                    .param("c", collection)
                    .param("n", shard)
                    .query(Long.class)
                    .optional();
            if (version.isEmpty()) {
                throw new Failure.CollectionNotFound(collection);
            }
            for (Long segment : dropped) {
                jdbc.sql("UPDATE vector.segment SET dropped_at = now() WHERE id = :id")
                        .param("id", segment)
                        .update();
            }
            added.ifPresent(this::insertSegment);
            through.ifPresent(this::upsertThrough);
            return version.get();
        });
    }

    private void insertSegment(SegmentMeta segment) {
        jdbc.sql("""
                        INSERT INTO vector.segment (id, collection_id, shard, partition_id, row_count, min_timestamp, max_timestamp,
                            bytes, marked_rows, last_field)
                        VALUES (:id, :c, :s, :p, :rows, :min, :max, :bytes, :marked, :last)""")
                .param("id", segment.id())
                .param("c", segment.collection())
                .param("s", segment.shard())
                .param("p", segment.partition())
                .param("rows", segment.rows())
                .param("min", segment.minTimestamp())
                .param("max", segment.maxTimestamp())
                .param("bytes", segment.bytes())
                .param("marked", segment.markedRows())
                .param("last", segment.lastField())
                .update();
    }

    private void upsertThrough(SealedThrough through) {
        jdbc.sql("""
                        INSERT INTO vector.sealed_through (collection_id, shard, partition_id, log_offset, growing_id)
                        VALUES (:c, :s, :p, :o, :g)
                        ON CONFLICT (collection_id, shard, partition_id) DO UPDATE SET log_offset = :o, growing_id = :g""")
                .param("c", through.collection())
                .param("s", through.shard())
                .param("p", through.partition())
                .param("o", through.offset())
                .param("g", through.growingId())
                .update();
    }

    /** Records that a segment's index is built; false when the segment or the index went meanwhile. */
    public boolean addSegmentIndex(int logPartition, long partitionEpoch, long segment, long index) {
        return metadata.change(() -> {
            metadata.holdPartition(logPartition, partitionEpoch);
            return jdbc.sql("""
                            INSERT INTO vector.segment_index (segment_id, index_id)
                            SELECT g.id, i.id FROM vector.segment g, vector.field_index i
                            WHERE g.id = :s AND g.dropped_at IS NULL AND i.id = :i
                            ON CONFLICT DO NOTHING""").param("s", segment).param("i", index).update() == 1;
        });
    }

    /** Segments dropped that long ago: nobody can read them any more. */
    public List<SegmentMeta> sweepable(double seconds) {
        return metadata.read(() -> jdbc.sql("""
                        SELECT id, collection_id, shard, partition_id FROM vector.segment
                        WHERE dropped_at < now() - make_interval(secs => :s) ORDER BY dropped_at LIMIT 100""")
                .param("s", seconds)
                .query((row, n) -> new SegmentMeta(
                        row.getLong(1), row.getLong(2), row.getInt(3), row.getLong(4), 0, 0, 0, 0, 0, 0))
                .list());
    }

    public void forgetSegment(long segment) {
        metadata.run(() -> jdbc.sql("DELETE FROM vector.segment WHERE id = :id")
                .param("id", segment)
                .update());
    }
}
