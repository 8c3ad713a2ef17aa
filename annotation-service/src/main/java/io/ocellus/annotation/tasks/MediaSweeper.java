package io.ocellus.annotation.tasks;

import io.ocellus.objectstorage.ObjectStore;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Deletes the objects of deleted tasks, some time after the rows went. An object is deleted before its note, so that a crash in between only
 * repeats the deletion, which is no failure. Several may run; each note is taken by one of them.
 */
public final class MediaSweeper implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(MediaSweeper.class);
    private static final Duration PAUSE = Duration.ofSeconds(15);
    private static final int BATCH = 100;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Supplier<ObjectStore> objects;
    private final Supplier<ScheduledExecutorService> executors;
    private @Nullable ScheduledExecutorService executor;

    public MediaSweeper(
            JdbcClient jdbc,
            TransactionTemplate transactions,
            Supplier<ObjectStore> objects,
            Supplier<ScheduledExecutorService> executors) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.objects = objects;
        this.executors = executors;
    }

    /** Deletes what is noted now; returns how many objects went. */
    public int sweep() {
        int all = 0;
        int batch;
        do {
            batch = Objects.requireNonNullElse(transactions.execute(status -> batch()), 0);
            all += batch;
        } while (batch == BATCH);
        return all;
    }

    private int batch() {
        List<String> keys = jdbc.sql("SELECT object_key FROM annotation.discarded_object ORDER BY discarded_at LIMIT "
                        + BATCH + " FOR UPDATE SKIP LOCKED")
                .query(String.class)
                .list();
        int done = 0;
        for (String key : keys) {
            try {
                objects.get().delete(key);
            } catch (IOException e) {
                LOG.warn("Objects of deleted tasks stay for now: {}", e.toString());
                return done;
            }
            jdbc.sql("DELETE FROM annotation.discarded_object WHERE object_key = ?")
                    .param(key)
                    .update();
            done++;
        }
        return done;
    }

    @Override
    public synchronized void start() {
        ScheduledExecutorService started = executors.get();
        executor = started;
        ScheduledFuture<?> _ = started.scheduleWithFixedDelay(
                () -> {
                    try {
                        sweep();
                    } catch (DataAccessException | TransactionException e) {
                        LOG.warn("Objects of deleted tasks stay for now: {}", e.toString());
                    }
                },
                PAUSE.toSeconds(),
                PAUSE.toSeconds(),
                TimeUnit.SECONDS);
    }

    @Override
    public synchronized void stop() {
        ScheduledExecutorService running = executor;
        executor = null;
        if (running != null) {
            running.shutdownNow();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return executor != null;
    }
}
