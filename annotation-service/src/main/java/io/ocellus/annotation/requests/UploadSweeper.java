package io.ocellus.annotation.requests;

import io.ocellus.annotation.uploads.Uploads;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;

/** Removes uploads that nobody finished. Several may run at once. Thread-safe. */
final class UploadSweeper implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(UploadSweeper.class);
    private final Uploads uploads;
    private final Duration interval;
    private volatile @Nullable Thread thread;

    UploadSweeper(Uploads uploads, Duration interval) {
        this.uploads = uploads;
        this.interval = interval;
    }

    @Override
    public synchronized void start() {
        if (thread == null) {
            thread = Thread.ofVirtual().name("upload-sweeper").start(this::run);
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
                TimeUnit.MILLISECONDS.sleep(interval.toMillis());
                try {
                    uploads.sweep();
                } catch (DataAccessException e) {
                    LOG.warn("cannot sweep uploads: {}", String.valueOf(e.getMessage()));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
