package io.ocellus.vector.index.build;

import io.ocellus.vector.index.model.BuildControl;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs the same work on several threads, the caller's among them, and hands on the first failure. */
public final class BuildThreads {

    private BuildThreads() {}

    public static void run(int threads, Runnable work) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> others = new ArrayList<>();
        // Should a thread not start, those that did are waited for: what they read may be unmapped afterwards.
        guarded(() -> start("index-build-", threads - 1, () -> guarded(work, failure), others), failure);
        guarded(work, failure);
        join(others);
        rethrow(failure.get());
    }

    private static void start(String name, int count, Runnable work, List<Thread> started) {
        for (int i = 1; i <= count; i++) {
            started.add(Thread.ofPlatform().name(name + i).daemon().start(work));
        }
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
    public static void forEach(BuildControl control, int count, int some, Supplier<? extends BuildPass.Range> ranges) {
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
    public static <T> T beside(BuildControl control, BuildPass pass, Function<BuildControl, T> work) {
        int others = control.threads() / 2;
        BuildControl rest = control.on(control.threads() - others);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        BuildCrew crew = new BuildCrew(failure);
        List<Thread> threads = new ArrayList<>();
        Runnable passThenHelp = () -> {
            guarded(pass::work, failure);
            crew.help();
        };
        guarded(() -> start("index-pass-", others, passThenHelp, threads), failure);
        List<T> done = new ArrayList<>();
        guarded(() -> done.add(ScopedValue.where(BuildCrew.PRESENT, crew).call(() -> work.apply(rest))), failure);
        crew.dismiss();
        if (failure.get() != null) {
            pass.stop();
        }
        guarded(() -> run(rest.threads(), pass::work), failure);
        join(threads);
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
