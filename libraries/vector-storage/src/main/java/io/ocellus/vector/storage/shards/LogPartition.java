package io.ocellus.vector.storage.shards;

import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.HybridTimestamp;
import io.ocellus.vector.storage.ReadPoint;
import io.ocellus.vector.storage.coordinator.Metadata;
import io.ocellus.vector.storage.log.FencedLog;
import io.ocellus.vector.storage.log.LostOwnership;
import io.ocellus.vector.storage.log.RecordCodec;
import io.ocellus.vector.storage.log.TraceId;
import io.ocellus.vector.storage.log.WriteAheadLog;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One log partition in the hands of its owner: appends writes in the order of their timestamps, applies each once it is durable and this
 * owner's, then acknowledges it. One thread confirms and applies; any thread may write and read.
 *
 * <p>One-shot: whatever goes wrong (an append of unknown outcome, lost ownership, a swap of unknown outcome) closes it, acknowledges
 * nothing more and forgets its state; a new owner with a new epoch recovers from checkpoint and log.
 */
public final class LogPartition implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LogPartition.class);
    static final long PATIENCE_SECONDS = 20;

    private final int id;
    private final WriteAheadLog wal;
    private final Metadata metadata;
    private final Recovery recovery;
    private final PartitionSettings settings;
    private final Clock wallClock;
    private final Consumer<LogPartition> onClosed;
    private final ShardState state;
    private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();
    private final WriteRoom room;
    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
    private final ReentrantLock order = new ReentrantLock();
    private final Thread thread;

    // Guarded by order.
    private long clock;
    private long writes;
    private boolean serving;
    private boolean closed;

    private volatile long applied;
    private volatile boolean lostOwnership;
    private volatile long epoch;

    private volatile Optional<FencedLog> fenced = Optional.empty();

    // The owner's thread alone.
    private long bytesSinceCheckpoint;
    private Consumer<ShardState.Full> sealer = full -> {};

    public LogPartition(
            int id,
            WriteAheadLog wal,
            Metadata metadata,
            Recovery recovery,
            PartitionSettings settings,
            Clock wallClock,
            Consumer<LogPartition> onClosed) {
        this.id = id;
        this.wal = wal;
        this.metadata = metadata;
        this.recovery = recovery;
        this.settings = settings;
        this.wallClock = wallClock;
        this.onClosed = onClosed;
        this.state = new ShardState(recovery.segmentIds(), settings);
        this.room = new WriteRoom(state, settings);
        this.thread = Thread.ofPlatform().daemon().name("vector-log-" + id).unstarted(this::own);
    }

    public int id() {
        return id;
    }

    public long epoch() {
        return epoch;
    }

    /** Whether it closed because somebody else owns the partition now. */
    public boolean lostOwnership() {
        return lostOwnership;
    }

    PartitionSettings settings() {
        return settings;
    }

    Metadata metadata() {
        return metadata;
    }

    WriteAheadLog wal() {
        return wal;
    }

    /** Begins to recover; {@code whenFull} is told, on the owner's thread, which segments to seal. */
    void start(Consumer<ShardState.Full> whenFull) {
        this.sealer = whenFull;
        thread.start();
    }

    /** Completes when it serves. */
    public CompletableFuture<Boolean> ready() {
        return ready;
    }

    public boolean isServing() {
        order.lock();
        try {
            return serving && !closed;
        } finally {
            order.unlock();
        }
    }

    // ---- the owner's thread

    private void own() {
        RuntimeException cause = new Failure.Unavailable("log partition " + id + " is closed");
        try {
            recover();
            order.lock();
            try {
                serving = true;
            } finally {
                order.unlock();
            }
            ready.complete(true);
            while (!Thread.currentThread().isInterrupted()) {
                steps.take().run();
                state.takeFull().forEach(sealer);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (LostOwnership e) {
            log.warn("Stepping down: {}", e.getMessage());
            lostOwnership = true;
            cause = new Failure.Unavailable(e.getMessage() == null ? "fenced off" : e.getMessage(), e);
        } catch (RuntimeException e) {
            if (!isClosed()) {
                log.warn("Log partition {} closes and recovers anew", id, e);
            }
            cause = e instanceof Failure.Unavailable
                    ? e
                    : new Failure.Unavailable("log partition " + id + " failed", e);
        } finally {
            shut(cause);
        }
    }

    private boolean isClosed() {
        order.lock();
        try {
            return closed;
        } finally {
            order.unlock();
        }
    }

    private void recover() {
        long begin = System.nanoTime();
        Metadata.LogPartitionRecord record = recovery.takeOver(id);
        epoch = record.epoch();
        FencedLog opened = FencedLog.open(wal, id, record.epoch());
        fenced = Optional.of(opened);
        Recovery.Recovered recovered = recovery.recover(id, record, state, opened.next());
        order.lock();
        try {
            clock = Math.max(recovered.clock(), HybridTimestamp.of(wallClock.millis()));
            applied = clock;
        } finally {
            order.unlock();
        }
        bytesSinceCheckpoint = recovered.bytes();
        state.measure();
        log.info(
                "Log partition {} serves with epoch {}: {} bytes of log replayed in {} ms",
                id,
                epoch,
                recovered.bytes(),
                (System.nanoTime() - begin) / 1_000_000);
    }

    private void shut(RuntimeException cause) {
        List<Step> left = new ArrayList<>();
        order.lock();
        try {
            closed = true;
            steps.drainTo(left);
        } finally {
            order.unlock();
        }
        ready.completeExceptionally(cause);
        left.forEach(step -> step.abandon(cause));
        state.close();
        onClosed.accept(this);
    }

    private FencedLog fenced() {
        Optional<FencedLog> present = fenced;
        if (present.isEmpty()) {
            throw new Failure.Unavailable("log partition " + id + " is not open");
        }
        return present.get();
    }

    /** The offset after the last applied record. The owner's thread alone. */
    long offset() {
        return fenced().next();
    }

    long clock() {
        order.lock();
        try {
            return clock;
        } finally {
            order.unlock();
        }
    }

    ShardState state() {
        return state;
    }

    long bytesSinceCheckpoint() {
        return bytesSinceCheckpoint;
    }

    void checkpointTaken(long bytes) {
        bytesSinceCheckpoint -= bytes;
    }

    // ---- any thread

    /** The shard, where this partition serves it. */
    public Optional<Shard> find(ShardKey key) {
        return state.find(key);
    }

    private void awaitServing() {
        try {
            ready.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new Failure.Unavailable("log partition " + id + " does not serve yet", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    static Failure.Unavailable interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Failure.Unavailable("interrupted", e);
    }

    /**
     * Appends the write; completes with its timestamp when it is durable and visible.
     *
     * @param trace of the call it is done for
     */
    public CompletableFuture<Long> write(WriteCommand command, TraceId trace) {
        List<byte[]> parts = WriteEncoding.encode(command, trace);
        awaitServing();
        int bytes = room.take(parts.stream().mapToInt(part -> part.length).sum());
        order.lock();
        try {
            if (closed) {
                room.release(bytes);
                throw new Failure.Unavailable("log partition " + id + " is closed");
            }
            clock = Math.max(clock + 1, HybridTimestamp.of(wallClock.millis()));
            long timestamp = clock;
            long number = ++writes;
            parts.forEach(part -> RecordCodec.stamp(part, epoch, timestamp, number));
            PendingWrite pending = new PendingWrite(
                    this, room, command, trace, timestamp, fenced().append(parts), bytes, new CompletableFuture<>());
            steps.add(pending);
            return pending.done();
        } finally {
            order.unlock();
        }
    }

    /** Applies the write once it is durable and this owner's. */
    void confirm(PendingWrite write) {
        try {
            long offset = fenced().confirm(write.parts());
            state.apply(write.record(epoch), offset, write.timestamp());
            applied = write.timestamp();
            bytesSinceCheckpoint += write.bytes();
            log.debug("Log partition {}: applied at offset {} with timestamp {}", id, offset, write.timestamp());
        } catch (RuntimeException e) {
            log.warn("Log partition {}: a write's outcome is unknown: {}", id, e.getMessage());
            write.abandon(new Failure.Unavailable("the write's outcome is unknown", e));
            throw e;
        }
    }

    /** The timestamp to read at; everything up to it is applied when this returns. */
    public long readAt(ReadPoint point) {
        awaitServing();
        return switch (point) {
            case ReadPoint.Strong p -> barrier(await(fenced().end()), 0);
            case ReadPoint.Applied p -> applied;
            case ReadPoint.AtLeast(long timestamp) -> barrier(-1, notAhead(timestamp));
            case ReadPoint.Exactly(long timestamp) -> {
                barrier(-1, notAhead(timestamp));
                yield timestamp;
            }
        };
    }

    private long notAhead(long timestamp) {
        if (HybridTimestamp.millis(timestamp) > wallClock.millis() + 1000) {
            throw new Failure.Invalid("the timestamp " + timestamp + " lies more than a second ahead of this server");
        }
        return timestamp;
    }

    private long barrier(long end, long timestamp) {
        CompletableFuture<Long> done = new CompletableFuture<>();
        order.lock();
        try {
            if (closed) {
                throw new Failure.Unavailable("log partition " + id + " is closed");
            }
            clock = Math.max(clock, timestamp);
            long at = clock;
            if (end < 0 && applied >= at) {
                return at;
            }
            steps.add(new Barrier(fenced(), end, at, done));
        } finally {
            order.unlock();
        }
        return await(done);
    }

    /** Runs something in the owner's turn, after all writes appended before. Its failure closes the partition only where it says so. */
    <T> CompletableFuture<T> call(Callable<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        Step step = new Turn<>(work, done);
        order.lock();
        try {
            if (closed) {
                done.completeExceptionally(new Failure.Unavailable("log partition " + id + " is closed"));
            } else {
                steps.add(step);
            }
        } finally {
            order.unlock();
        }
        return done;
    }

    /** A failure after which this owner's state cannot be trusted: the outcome of a metadata change is unknown. */
    static final class Fatal extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final RuntimeException reason;

        Fatal(RuntimeException reason) {
            super(reason);
            this.reason = reason;
        }

        RuntimeException cause() {
            return reason;
        }
    }

    /** Waits for a result of {@link #call} or of a write, and rethrows its failure. */
    public static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Failure failure) {
                throw failure;
            }
            throw new Failure.Unavailable("the owner of the log partition failed", e.getCause());
        } catch (TimeoutException e) {
            throw new Failure.Unavailable("no answer within " + PATIENCE_SECONDS + " s; the outcome is unknown", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Stops serving; nothing is acknowledged any more. */
    @Override
    public void close() {
        order.lock();
        try {
            closed = true;
        } finally {
            order.unlock();
        }
        thread.interrupt();
        try {
            thread.join(5000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
