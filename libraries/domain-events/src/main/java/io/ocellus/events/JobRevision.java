package io.ocellus.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One save of one job, as the feed tells it. It names the change and does not carry it: consumers read the delta from the tables.
 *
 * @param action {@code create}, {@code update}, {@code delete}, {@code replace}, {@code restore}; {@code purge} when the job is gone with all that
 *     it held, which is its last revision
 * @param userId who saved; null: the platform
 * @param traceId of the request that saved; null when it had none
 */
public record JobRevision(
        long taskId,
        long jobId,
        long revision,
        String action,
        Instant at,
        @Nullable Long userId,
        @Nullable String traceId) {
    static final String PURGE = "purge";

    /** Whether the job is gone. */
    public boolean purge() {
        return action.equals(PURGE);
    }
}
