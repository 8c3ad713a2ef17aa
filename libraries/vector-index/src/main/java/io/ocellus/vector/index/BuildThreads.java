package io.ocellus.vector.index;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
        join(others);
        rethrow(failure.get());
    }

    private static void join(List<Thread> threads) {
        boolean interrupted = false;
        for (Thread thread : threads) {
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
    }

    private static void rethrow(@Nullable Throwable thrown) {
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        if (thrown instanceof Error e) {
            throw e;
        }
    }

    /** All numbers below the count, some at a time, on the threads of the control; asks it whether to go on. */
    static void forEach(BuildControl control, int count, int some, Supplier<? extends BuildPass.Range> ranges) {
        BuildPass pass = new BuildPass(control, count, some, ranges);
        Runnable work = () -> run(pass.threads(control.threads()), pass::work);
        if (BuildCrew.PRESENT.isBound()) {
            BuildCrew.PRESENT.get().besides(pass, work);
        } else {
            work.run();
        }
    }

    /**
     * Other work and a pass that do not need each other, at once: half of the threads begin with the pass, those of the work
     * help where the pass is not over when it is, and those of the pass with each of the work's steps that is a
     * {@link #forEach}. What one waits for to be compiled the other does not.
     *
     * @param work gets the threads it begins with
     */
    static <T> T beside(BuildControl control, BuildPass pass, Function<BuildControl, T> work) {
        int others = control.threads() / 2;
        BuildControl rest = control.on(control.threads() - others);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        BuildCrew crew = new BuildCrew(failure);
        Thread[] threads = new Thread[others];
        for (int i = 0; i < others; i++) {
            threads[i] = Thread.ofPlatform().name("index-pass-" + i).daemon().start(() -> {
                guarded(pass::work, failure);
                crew.help();
            });
        }
        List<T> done = new ArrayList<>();
        guarded(() -> done.add(ScopedValue.where(BuildCrew.PRESENT, crew).call(() -> work.apply(rest))), failure);
        crew.dismiss();
        if (failure.get() != null) {
            pass.stop();
        }
        guarded(() -> run(rest.threads(), pass::work), failure);
        join(List.of(threads));
        rethrow(failure.get());
        return done.getFirst();
    }

    private static void guarded(Runnable work, AtomicReference<Throwable> failure) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        }
    }
}
