package io.ocellus.vector.storage.shards;

import io.ocellus.vector.storage.log.FencedLog;
import java.util.concurrent.CompletableFuture;

/**
 * A read's place among the writes: when its turn comes, all that was appended before is applied.
 *
 * @param end where the log ended when the read came, confirmed to be this owner's; negative: not asked for
 * @param at the timestamp that the read reads at
 */
record Barrier(FencedLog log, long end, long at, CompletableFuture<Long> done) implements Step {
    @Override
    public void run() {
        try {
            if (end >= 0) {
                log.confirmEnd(end);
            }
            done.complete(at);
        } catch (RuntimeException e) {
            abandon(e);
            throw e;
        }
    }

    @Override
    public void abandon(RuntimeException cause) {
        done.completeExceptionally(cause);
    }
}
