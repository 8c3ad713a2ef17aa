package io.ocellus.worker.embeddings;

import io.ocellus.events.JobRevision;
import io.ocellus.events.RevisionFeed;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** The subscription, for as long as the context runs; model and stores are made with the first revision. */
final class EmbeddingFollowing implements SmartLifecycle, AutoCloseable {
    private static final String GROUP = "embeddings";
    private final RevisionFeed feed;
    private final Supplier<RevisionFollower> handler;
    private RevisionFeed.@Nullable Subscription subscription;
    private volatile @Nullable RevisionFollower made;

    EmbeddingFollowing(RevisionFeed feed, Supplier<RevisionFollower> handler) {
        this.feed = feed;
        this.handler = handler;
    }

    @Override
    public synchronized void start() {
        subscription = feed.subscribe(GROUP, this::handle);
    }

    private void handle(List<JobRevision> batch) throws Exception {
        // One thread calls, so the first revision may make what the others use.
        RevisionFollower present = made;
        if (present == null) {
            present = handler.get();
            made = present;
        }
        present.handle(batch);
    }

    @Override
    public synchronized void stop() {
        RevisionFollower follower = made;
        if (follower != null) {
            follower.stop();
        }
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
