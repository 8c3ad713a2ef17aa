package io.ocellus.vector.index;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Runs the same work on several threads, the caller's among them, and hands on the first failure. */
final class BuildThreads {

    private BuildThreads() {}

    static void run(int threads, Runnable work) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> others = new ArrayList<>();
        for (int i = 1; i < threads; i++) {
            others.add(Thread.ofPlatform().name("index-build-" + i).daemon().start(() -> guarded(work, failure)));
        }
        guarded(work, failure);
        boolean interrupted = false;
        for (Thread thread : others) {
            while (true) {
                try {
                    thread.join();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        Throwable thrown = failure.get();
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        if (thrown instanceof Error e) {
            throw e;
        }
    }

    /** What one thread does with the numbers it gets. */
    interface Range {
        void between(int from, int to);
    }

    /** All numbers below the count, some at a time, on the threads of the control; asks it whether to go on. */
    static void forEach(BuildControl control, int count, int some, Supplier<? extends Range> ranges) {
        AtomicLong next = new AtomicLong();
        run(Math.clamp((count + some - 1L) / some, 1, control.threads()), () -> {
            Range range = ranges.get();
            for (long from = next.getAndAdd(some); from < count; from = next.getAndAdd(some)) {
                control.check();
                range.between((int) from, (int) Math.min(count, from + some));
            }
        });
    }

    private static void guarded(Runnable work, AtomicReference<Throwable> failure) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        }
    }
}
