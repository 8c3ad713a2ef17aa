package io.ocellus.vector.index.build;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Threads that help with one pass after another, whichever is handed out, until they are dismissed. */
final class BuildCrew {

    /** The crew that helps with what the present thread hands out. */
    static final ScopedValue<BuildCrew> PRESENT = ScopedValue.newInstance();

    private final AtomicReference<Throwable> failure;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable BuildPass pass;
    private int helping;
    private boolean dismissed;

    /**
     * @param failure where the first failure of a helper goes
     */
    BuildCrew(AtomicReference<Throwable> failure) {
        this.failure = failure;
    }

    /** What each thread of the crew does; returns when it is dismissed. */
    void help() {
        for (BuildPass next = join(); next != null; next = join()) {
            try {
                next.work();
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            } finally {
                leave();
            }
        }
    }

    /** Lets the crew help with a pass while the caller sees to it; returns when nobody is at it any more. */
    void besides(BuildPass offered, Runnable work) {
        change(() -> pass = offered);
        try {
            work.run();
        } finally {
            change(() -> pass = null);
            lock.lock();
            try {
                while (helping > 0) {
                    changed.awaitUninterruptibly();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    void dismiss() {
        change(() -> dismissed = true);
    }

    private @Nullable BuildPass join() {
        lock.lock();
        try {
            while (!dismissed && (pass == null || pass.isHandedOut())) {
                changed.awaitUninterruptibly();
            }
            helping += dismissed ? 0 : 1;
            return dismissed ? null : pass;
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        change(() -> helping--);
    }

    private void change(Runnable what) {
        lock.lock();
        try {
            what.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
