package io.ocellus.annotation.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Whether the servers behind this one serve. The probes run side by side, each with a deadline, and their result is kept for a second, so that
 * asking often costs nothing. Thread-safe: one caller probes at a time, the others wait for its result.
 */
final class Health {
    static final String WORKING = "working";
    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final Duration KEPT = Duration.ofSeconds(1);
    private final Map<String, Probe> probes;
    private final ExecutorService executor;
    private final Clock clock;
    private @Nullable Report last;

    /** What the probes said, by server: {@link #WORKING}, or what is wrong. */
    record Report(Instant at, Map<String, String> servers) {
        boolean serving() {
            return servers.values().stream().allMatch(WORKING::equals);
        }
    }

    /** @param executor a virtual thread a task */
    Health(Map<String, Probe> probes, ExecutorService executor, Clock clock) {
        this.probes = Map.copyOf(probes);
        this.executor = executor;
        this.clock = clock;
    }

    synchronized Report report() {
        Report known = last;
        if (known != null && clock.instant().isBefore(known.at().plus(KEPT))) {
            return known;
        }
        Map<String, CompletableFuture<Void>> running = new LinkedHashMap<>();
        probes.forEach((name, probe) -> running.put(
                name,
                CompletableFuture.runAsync(
                        () -> {
                            try {
                                probe.check(DEADLINE);
                            } catch (java.io.IOException e) {
                                throw new java.io.UncheckedIOException(e);
                            }
                        },
                        executor)));
        Map<String, String> servers = new java.util.TreeMap<>();
        long end = System.nanoTime() + DEADLINE.toNanos();
        running.forEach((name, probe) -> servers.put(name, result(probe, end)));
        Report report = new Report(clock.instant(), servers);
        last = report;
        return report;
    }

    private static String result(CompletableFuture<Void> probe, long end) {
        try {
            probe.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            return WORKING;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "unavailable: interrupted";
        } catch (TimeoutException e) {
            probe.cancel(true);
            return "unavailable: no answer within " + DEADLINE.toSeconds() + " s";
        } catch (ExecutionException e) {
            return "unavailable: it does not serve";
        }
    }
}
