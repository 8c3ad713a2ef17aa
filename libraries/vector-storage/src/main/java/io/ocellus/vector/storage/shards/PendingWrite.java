package io.ocellus.vector.storage.shards;

import io.ocellus.vector.storage.log.LogRecord;
import io.ocellus.vector.storage.log.RecordHeader;
import io.ocellus.vector.storage.log.TraceId;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A write that is appended and not yet known to be durable. Its room among the bytes in flight is given back when it ends, either way.
 *
 * @param parts the offsets of its records, once they are known
 * @param done its timestamp, when it is durable and visible
 */
record PendingWrite(
        LogPartition owner,
        WriteRoom room,
        WriteCommand command,
        TraceId trace,
        long timestamp,
        List<CompletableFuture<Long>> parts,
        int bytes,
        CompletableFuture<Long> done)
        implements Step {
    @Override
    public void run() {
        try (TraceId.Lines _ = trace.lines()) {
            owner.confirm(this);
        }
        room.release(bytes);
        done.complete(timestamp);
    }

    LogRecord record(long epoch) {
        long partition = switch (command) {
            case WriteCommand.Insert c -> c.partition();
            case WriteCommand.Upsert c -> c.partition();
            case WriteCommand.Delete c -> c.partition();
            case WriteCommand.Ddl c -> 0;
        };
        RecordHeader header =
                new RecordHeader(epoch, timestamp, command.collection(), command.shard(), partition, 0, 0, 1, trace);
        return switch (command) {
            case WriteCommand.Insert c -> new LogRecord.Insert(header, c.rows());
            case WriteCommand.Upsert c -> new LogRecord.Upsert(header, c.rows());
            case WriteCommand.Delete c -> new LogRecord.Delete(header, c.keys());
            case WriteCommand.Ddl c -> new LogRecord.Ddl(header, c.body());
        };
    }

    @Override
    public void abandon(RuntimeException cause) {
        room.release(bytes);
        done.completeExceptionally(cause);
    }
}
