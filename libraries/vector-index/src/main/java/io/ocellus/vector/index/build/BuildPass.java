package io.ocellus.vector.index.build;

import io.ocellus.vector.index.model.BuildControl;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** All numbers below a count, some at a time, for whatever threads come to work on them, at any time. Asks whether to go on. */
public final class BuildPass {

    private final BuildControl control;
    private final int count;
    private final int some;
    private final Supplier<? extends Range> ranges;
    private final AtomicLong next = new AtomicLong();

    /** What one thread does with the numbers it gets. */
    public interface Range {
        void between(int from, int to);
    }

    /**
     * @param ranges one for each thread that comes
     */
    public BuildPass(BuildControl control, int count, int some, Supplier<? extends Range> ranges) {
        this.control = control;
        this.count = count;
        this.some = some;
        this.ranges = ranges;
    }

    /** On the calling thread until no number is left; others may work on theirs still. */
    public void work() {
        if (isHandedOut()) {
            return;
        }
        Range range = ranges.get();
        for (long from = next.getAndAdd(some); from < count; from = next.getAndAdd(some)) {
            control.check();
            range.between((int) from, (int) Math.min(count, from + some));
        }
    }

    boolean isHandedOut() {
        return next.get() >= count;
    }

    /** Hands out no more. */
    void stop() {
        next.set(count);
    }

    /** As many threads as have something to do at most. */
    public int threads(int most) {
        return Math.clamp((count + some - 1L) / some, 1, most);
    }
}
