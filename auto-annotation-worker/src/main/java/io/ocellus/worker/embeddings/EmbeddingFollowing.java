package io.ocellus.worker.embeddings;

import io.ocellus.events.RevisionFeed;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** The subscription, for as long as the context runs; model and stores are made with the first revision. */
final class EmbeddingFollowing implements SmartLifecycle, AutoCloseable {
    private static final String GROUP = "embeddings";
    private final RevisionFeed feed;
    private final Supplier<RevisionFeed.Handler> handler;
    private RevisionFeed.@Nullable Subscription subscription;
    private RevisionFeed.@Nullable Handler made;

    EmbeddingFollowing(RevisionFeed feed, Supplier<RevisionFeed.Handler> handler) {
        this.feed = feed;
        this.handler = handler;
    }

    @Override
    public synchronized void start() {
        subscription = feed.subscribe(GROUP, this::handle);
    }

    private void handle(List<io.ocellus.events.JobRevision> batch) throws Exception {
        // One thread calls, so the first revision may make what the others use.
        RevisionFeed.Handler present = made;
        if (present == null) {
            present = handler.get();
            made = present;
        }
        present.handle(batch);
    }

    @Override
    public synchronized void stop() {
        RevisionFeed.Subscription running = subscription;
        subscription = null;
        if (running != null) {
            running.close();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return subscription != null;
    }

    @Override
    public void close() {
        stop();
    }
}
