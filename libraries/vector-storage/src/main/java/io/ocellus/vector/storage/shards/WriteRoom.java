package io.ocellus.vector.storage.shards;

import io.ocellus.vector.storage.Failure;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Room for writes: bounds what is in flight, and waits while rows come faster than they are sealed. Thread-safe. */
final class WriteRoom {
    private static final int BYTES_IN_FLIGHT = 24 << 20;

    private final Semaphore bytesInFlight = new Semaphore(BYTES_IN_FLIGHT);
    private final ShardState state;
    private final PartitionSettings settings;

    WriteRoom(ShardState state, PartitionSettings settings) {
        this.state = state;
        this.settings = settings;
    }

    /** Waits for room and takes it; returns how much, which is to be given back. */
    int take(int wanted) {
        int bytes = Math.min(BYTES_IN_FLIGHT, wanted);
        awaitSealing();
        try {
            if (!bytesInFlight.tryAcquire(bytes, LogPartition.PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new Failure.Exhausted("too many writes are under way");
            }
        } catch (InterruptedException e) {
            throw LogPartition.interrupted(e);
        }
        return bytes;
    }

    void release(int bytes) {
        bytesInFlight.release(bytes);
    }

    private void awaitSealing() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LogPartition.PATIENCE_SECONDS);
        while (state.growingBytes() > 2 * settings.growingBytes()) {
            if (System.nanoTime() > deadline) {
                throw new Failure.Exhausted("rows arrive faster than they can be sealed; try again");
            }
            LockSupport.parkNanos(10_000_000);
        }
    }
}
