package io.ocellus.requests;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;

/**
 * Puts right what crashes leave: expired leases go back to the queue, hints that may be lost are sent again, old requests are removed.
 * Several may run at once. Thread-safe; a look costs three index reads.
 */
public final class RequestSweeper implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(RequestSweeper.class);
    private static final int BATCH = 200;
    private final RequestStore store;
    private final RequestHints hints;
    private final Duration interval;
    private final Consumer<BackgroundRequest> removed;
    private volatile @Nullable Thread thread;

    /** @param removed is told of each request that is removed for its age, to free what it left in the object store */
    public RequestSweeper(
            RequestStore store, RequestHints hints, Duration interval, Consumer<BackgroundRequest> removed) {
        this.store = store;
        this.hints = hints;
        this.interval = interval;
        this.removed = removed;
    }

    /** One look. */
    public void sweep() {
        store.expireLeases().forEach(hint -> hints.send(hint.queue(), hint.id()));
        store.waiting(Duration.ofSeconds(5), BATCH).forEach(hint -> hints.send(hint.queue(), hint.id()));
        store.removeExpired(BATCH).forEach(removed);
    }

    @Override
    public synchronized void start() {
        if (thread == null) {
            thread = Thread.ofVirtual().name("request-sweeper").start(this::run);
        }
    }

    @Override
    public synchronized void stop() {
        Thread running = thread;
        thread = null;
        if (running != null) {
            running.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private void run() {
        try {
            while (true) {
                try {
                    sweep();
                } catch (DataAccessException e) {
                    LOG.warn("cannot sweep requests: {}", String.valueOf(e.getMessage()));
                }
                TimeUnit.MILLISECONDS.sleep(interval.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
