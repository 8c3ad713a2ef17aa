package io.ocellus.vector.index;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

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

    private static void guarded(Runnable work, AtomicReference<Throwable> failure) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        }
    }
}
