package io.ocellus.benchmarks.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Searches all queries again and again, first to warm up, then timed. Warm means: the asked seconds are over and the JIT
 * compiler has finished nothing for a second, so that the timed passes run compiled code and pay for no compilation. Should
 * it work for more than a fiftieth of the timed seconds all the same, they count as warm-up and are repeated, at most
 * three times. The timed passes come in five blocks, so that a disturbed one shows.
 */
final class TimedSearch {

    private static final double QUIET_SECONDS = 1;
    private static final int BLOCKS = 5;
    private static final int REPETITIONS = 3;
    private static final int REMINDERS = 100;

    private final ProcessClock clock;
    private final float[] queries;
    private final int count;
    private final int k;
    private final int batch;
    private final int threads;
    private final BatchSearch search;
    private final long[] ids;

    /** Wall seconds of the latest pass of the warm-up. */
    private double lastPass;

    TimedSearch(ProcessClock clock, float[] queries, int count, int k, int batch, int threads, BatchSearch search) {
        this.clock = clock;
        this.queries = queries;
        this.count = count;
        this.k = k;
        this.batch = batch;
        this.threads = threads;
        this.search = search;
        this.ids = new long[Math.multiplyExact(count, k)];
    }

    /** k row numbers a query. */
    long[] ids() {
        return ids;
    }

    /**
     * Until warm, but no longer than ten times the asked seconds (and one pass at least); gives the seconds that it took.
     * Seconds are CPU seconds of the process, so that a machine with other work warms up no less.
     */
    double warm(double seconds) {
        long start = clock.nanos();
        long quietSince = start;
        long compiled = ProcessClock.compilerMillis();
        while (true) {
            long before = System.nanoTime();
            pass(1);
            lastPass = Math.max(1e-6, (System.nanoTime() - before) / 1e9);
            long now = clock.nanos();
            if (ProcessClock.compilerMillis() != compiled) {
                compiled = ProcessClock.compilerMillis();
                quietSince = now;
            }
            double elapsed = (now - start) / 1e9;
            boolean quiet = (now - quietSince) / 1e9 >= Math.min(QUIET_SECONDS, seconds);
            if (elapsed >= seconds && (quiet || elapsed >= 10 * seconds)) {
                return elapsed;
            }
        }
    }

    /** Warms up, then times at least that many seconds. */
    Timing run(double warmSeconds, double seconds) {
        double warmed = warm(warmSeconds);
        int passes = (int) Math.min(1_000_000, Math.ceil(seconds / BLOCKS / lastPass));
        Timing timing = timed(Math.max(1, passes), lastPass * BLOCKS <= 4 * seconds ? BLOCKS : 1, warmed);
        for (int again = 1; again < REPETITIONS && disturbed(timing); again++) {
            double spent = timing.wallMicros() * count * timing.passes() / 1e6;
            timing = timed(passes, timing.blocks().length, timing.warmSeconds() + spent);
        }
        return timing;
    }

    /** One timed pass, after some queries that bring back into the caches what others have put out. */
    Timing once() {
        for (int i = 0; i * batch < Math.min(count, REMINDERS); i++) {
            searchBatch(i);
        }
        Timing timing = timed(1, 1, 0);
        for (int again = 1; again < REPETITIONS && disturbed(timing); again++) {
            timing = timed(1, 1, 0);
        }
        return timing;
    }

    private boolean disturbed(Timing timing) {
        return timing.jitMillis() > 0.02 * timing.wallMicros() * count * timing.passes() / 1e3;
    }

    private Timing timed(int passes, int blocks, double warmed) {
        double[] micros = new double[blocks];
        long jit = ProcessClock.compilerMillis();
        long wall = System.nanoTime();
        long cpu = clock.nanos();
        long before = cpu;
        for (int block = 0; block < blocks; block++) {
            pass(passes);
            long now = clock.nanos();
            micros[block] = (now - before) / 1e3 / count / passes;
            before = now;
        }
        double searched = (double) count * passes * blocks;
        return new Timing(
                passes * blocks,
                (before - cpu) / 1e3 / searched,
                (System.nanoTime() - wall) / 1e3 / searched,
                micros,
                ProcessClock.compilerMillis() - jit,
                warmed);
    }

    /** One pass without warming up, with the CPU microseconds of each batch; for one thread. */
    double[] traced() {
        double[] micros = new double[batches()];
        for (int i = 0; i < micros.length; i++) {
            long before = clock.nanos();
            searchBatch(i);
            micros[i] = (clock.nanos() - before) / 1e3;
        }
        return micros;
    }

    private int batches() {
        return (count + batch - 1) / batch;
    }

    private void searchBatch(int number) {
        int first = number * batch;
        search.search(queries, first, Math.min(batch, count - first), k, ids);
    }

    private void pass(int times) {
        int batches = batches();
        if (threads == 1) {
            for (int time = 0; time < times; time++) {
                for (int i = 0; i < batches; i++) {
                    searchBatch(i);
                }
            }
            return;
        }
        AtomicInteger next = new AtomicInteger();
        AtomicReference<RuntimeException> failure = new AtomicReference<>();
        Runnable work = () -> {
            try {
                for (long i = next.getAndIncrement(); i < (long) batches * times; i = next.getAndIncrement()) {
                    searchBatch((int) (i % batches));
                }
            } catch (RuntimeException e) {
                failure.compareAndSet(null, e);
            }
        };
        List<Thread> others = new ArrayList<>();
        for (int i = 1; i < threads; i++) {
            others.add(Thread.ofPlatform().start(work));
        }
        work.run();
        for (Thread thread : others) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while searching", e);
            }
        }
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }
}
