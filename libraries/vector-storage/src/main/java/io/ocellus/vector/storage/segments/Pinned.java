package io.ocellus.vector.storage.segments;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Something whose memory must outlive the readers that hold it. It starts with one holder, the view; {@link #drop} gives that up. When the
 * last holder lets go it is disposed of, once. Thread-safe, lock-free.
 */
public abstract class Pinned {
    private final AtomicInteger holders = new AtomicInteger(1);

    /** False when it is disposed of already: take the newer view. */
    public final boolean tryPin() {
        while (true) {
            int present = holders.get();
            if (present == 0) {
                return false;
            }
            if (holders.compareAndSet(present, present + 1)) {
                return true;
            }
        }
    }

    public final void unpin() {
        if (holders.decrementAndGet() == 0) {
            dispose();
        }
    }

    /** The view lets go of it. */
    public final void drop() {
        unpin();
    }

    /** Whether only the view holds it. */
    protected final boolean idle() {
        return holders.get() <= 1;
    }

    protected abstract void dispose();
}
