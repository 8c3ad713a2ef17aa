package io.ocellus.requests;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Hints within one process only; workers elsewhere find their work by looking. Thread-safe. */
public final class NoHints implements RequestHints {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition sent = lock.newCondition();
    private long count;

    @Override
    public void send(String queue, String id) {
        lock.lock();
        try {
            count++;
            sent.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void await(String queue, Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long before = count;
            long left = atMost.toNanos();
            while (count == before && left > 0) {
                left = sent.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
