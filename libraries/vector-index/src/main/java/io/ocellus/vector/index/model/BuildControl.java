package io.ocellus.vector.index.model;

import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;

/**
 * How a build runs. One thread builds the same file every time.
 *
 * @param threads how many threads work, the caller's among them
 * @param memoryBytes the most working memory beside the file itself
 * @param progress called with the done part in [0, 1], from any thread of the build
 * @param cancelled asked often; the build ends with {@link IndexFailure.Cancelled} soon after it says yes
 */
public record BuildControl(int threads, long memoryBytes, DoubleConsumer progress, BooleanSupplier cancelled) {

    public BuildControl {
        if (threads < 1 || threads > 1024) {
            throw new IndexFailure.InvalidParameter("threads is " + threads + ", must be in range [1, 1024]");
        }
    }

    /** That many threads, no bound on memory, nobody watching. */
    public static BuildControl threads(int threads) {
        return new BuildControl(threads, Long.MAX_VALUE, done -> {}, () -> false);
    }

    /** The same on so many threads. */
    public BuildControl on(int threads) {
        return new BuildControl(threads, memoryBytes, progress, cancelled);
    }

    /** The same with nobody watching. */
    public BuildControl unwatched() {
        return new BuildControl(threads, memoryBytes, done -> {}, cancelled);
    }

    public void check() {
        if (cancelled.getAsBoolean()) {
            throw new IndexFailure.Cancelled();
        }
    }

    public void progress(double done) {
        check();
        progress.accept(done);
    }
}
