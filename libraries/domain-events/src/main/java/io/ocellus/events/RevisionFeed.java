package io.ocellus.events;

import java.util.List;

/**
 * The revisions of all jobs, at least once each. Those of one job come in order, but for repetitions after a crash.
 */
public interface RevisionFeed {
    /**
     * Starts consuming. Members of one group share the jobs between them; a new group begins with the oldest revision kept.
     *
     * @param group the consumer, such as {@code embeddings}
     */
    Subscription subscribe(String group, Handler handler);

    /** Takes revisions. */
    @FunctionalInterface
    interface Handler {
        /** When this returns, the batch counts as consumed. An exception makes it come again, after a pause. */
        void handle(List<JobRevision> batch) throws Exception;
    }

    /** Ends with {@link #close}, which waits for the batch in hand. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
