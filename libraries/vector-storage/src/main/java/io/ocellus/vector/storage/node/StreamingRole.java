package io.ocellus.vector.storage.node;

import io.ocellus.vector.storage.SegmentInfo;
import io.ocellus.vector.storage.coordinator.CollectionRecord;
import io.ocellus.vector.storage.coordinator.CollectionRecord.IndexRecord;
import io.ocellus.vector.storage.log.TraceId;
import io.ocellus.vector.storage.shards.WriteCommand;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The owners of log partitions as the proxy sees them: writes, seals, and what the shards consist of. Values go in and come out, so that
 * they may live in other processes. Thread-safe.
 */
interface StreamingRole {
    /**
     * Completes with the write's timestamp when it is durable and visible.
     *
     * @param trace of the call it is done for
     */
    CompletableFuture<Long> write(int logPartition, WriteCommand command, TraceId trace);

    /** Seals what was written before the call; the ids of the segments it became. */
    List<Long> flush(CollectionRecord collection);

    List<SegmentInfo> segments(CollectionRecord collection);

    IndexProgress progress(CollectionRecord collection, IndexRecord index);

    /**
     * How far an index is built over the sealed rows.
     *
     * @param failure why the build of a segment ended for good; empty where none did
     */
    record IndexProgress(long totalRows, long indexedRows, Optional<String> failure) {}
}
