package io.ocellus.vector.storage.shards;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** Work of others in the owner's turn. Its failure is theirs, but for a {@link LogPartition.Fatal} one. */
record Turn<T>(Callable<T> work, CompletableFuture<T> done) implements Step {
    @Override
    public void run() {
        try {
            done.complete(work.call());
        } catch (LogPartition.Fatal e) {
            done.completeExceptionally(e.cause());
            throw e.cause();
        } catch (RuntimeException e) {
            done.completeExceptionally(e);
        } catch (Exception e) {
            done.completeExceptionally(new IllegalStateException(e));
        }
    }

    @Override
    public void abandon(RuntimeException cause) {
        done.completeExceptionally(cause);
    }
}
