package io.ocellus.vector.storage.log;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A fixed number of ordered, durable partitions of records. It does not know owners: {@link FencedLog} does. Thread-safe.
 */
public interface WriteAheadLog extends AutoCloseable {
    /** A record larger than this is refused; what is larger is split before. */
    int MAX_RECORD_BYTES = 1 << 20;

    int partitions();

    /**
     * Appends in the order of the calls. Completes with the record's offset once durable; exceptionally when the outcome is unknown.
     */
    CompletableFuture<Long> append(int partition, byte[] record);

    /** Reads from an offset on. The caller closes it. */
    Reader read(int partition, long from);

    /**
     * The offset after the last durable record, learnt by a request that began after this call. Calls that wait at the same time share
     * one request.
     */
    CompletableFuture<Long> end(int partition);

    /** The first offset still there. */
    long start(int partition);

    /** Forgets the records below an offset. */
    void truncate(int partition, long before);

    @Override
    void close();

    record Entry(long offset, byte[] record) {}

    /** A position in one partition. Confined to one thread. */
    interface Reader extends AutoCloseable {
        /** The next records; empty when there was none for a while. */
        List<Entry> next();

        @Override
        void close();
    }
}
