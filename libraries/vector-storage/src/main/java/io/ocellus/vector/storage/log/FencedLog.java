package io.ocellus.vector.storage.log;

import io.ocellus.vector.storage.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One log partition in the hands of one owner, who is known by an epoch. The owner's first record is a fence; from then on readers ignore
 * records of lower epochs. An append counts as acknowledged only when its offset follows the owner's own last one, or when all that lies
 * between came from lower epochs. A higher epoch between them means: somebody else owns the partition, step down.
 *
 * <p>Appends may come from any thread but their order is the caller's business; {@link #confirm} and {@link #confirmEnd} belong to one
 * thread and go in append order.
 */
public final class FencedLog {
    private static final long PATIENCE_SECONDS = 15;

    private final WriteAheadLog log;
    private final int partition;
    private final long epoch;
    private long next;

    private FencedLog(WriteAheadLog log, int partition, long epoch, long next) {
        this.log = log;
        this.partition = partition;
        this.epoch = epoch;
        this.next = next;
    }

    /** Appends the fence. What lies before {@link #next} - 1 must be replayed before anything is served. */
    public static FencedLog open(WriteAheadLog log, int partition, long epoch) {
        byte[] fence = RecordCodec.encode(new LogRecord.Fence(RecordHeader.fence(epoch)));
        return new FencedLog(log, partition, epoch, await(log.append(partition, fence)) + 1);
    }

    public int partition() {
        return partition;
    }

    public long epoch() {
        return epoch;
    }

    /** The offset after this owner's last confirmed record. */
    public long next() {
        return next;
    }

    /** Sends the parts of one write; {@link #confirm} tells what became of them. */
    public List<CompletableFuture<Long>> append(List<byte[]> parts) {
        List<CompletableFuture<Long>> sent = new ArrayList<>(parts.size());
        for (byte[] part : parts) {
            sent.add(log.append(partition, part));
        }
        return sent;
    }

    /** Waits until the parts are durable and this owner's; gives the offset of the first one. {@link LostOwnership} when fenced off. */
    public long confirm(List<CompletableFuture<Long>> parts) {
        long first = -1;
        for (CompletableFuture<Long> part : parts) {
            long offset = await(part);
            between(offset);
            next = offset + 1;
            if (first < 0) {
                first = offset;
            }
        }
        return first;
    }

    /** Checks that nobody else owned the partition up to {@code end}. */
    public void confirmEnd(long end) {
        between(end);
        next = Math.max(next, end);
    }

    /** A request that proves ownership once {@link #confirmEnd} accepted its answer. */
    public CompletableFuture<Long> end() {
        return log.end(partition);
    }

    private void between(long offset) {
        if (offset <= next) {
            return;
        }
        try (WriteAheadLog.Reader reader = log.read(partition, next)) {
            long at = next;
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (at < offset) {
                for (WriteAheadLog.Entry entry : reader.next()) {
                    if (entry.offset() >= offset) {
                        return;
                    }
                    if (RecordCodec.header(entry.record()).epoch() > epoch) {
                        throw new LostOwnership(partition, epoch);
                    }
                    at = entry.offset() + 1;
                }
                if (System.nanoTime() > deadline) {
                    throw new Failure.Unavailable("log partition " + partition + " could not be read up to " + offset);
                }
            }
        }
    }

    private static long await(CompletableFuture<Long> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new Failure.Unavailable("an append to the log has an unknown outcome", e.getCause());
        } catch (TimeoutException e) {
            throw new Failure.Unavailable("an append to the log has an unknown outcome", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure.Unavailable("interrupted while appending", e);
        }
    }
}
