package io.ocellus.requests;

import java.time.Duration;

/**
 * How a worker works.
 *
 * @param name under which it claims
 * @param returning whether the name is this worker's alone and the same after a restart: what an earlier process claimed under it is then
 *     taken back at the start, without waiting for its lease to run out
 * @param concurrency requests of one queue at a time in this process
 * @param lease how long a claim holds without renewal; renewed at a third of it
 * @param poll how often the queue is looked at without any hint
 */
public record RequestWorkerSettings(String name, boolean returning, int concurrency, Duration lease, Duration poll) {
    public RequestWorkerSettings {
        if (concurrency < 1 || lease.isNegative() || lease.isZero() || poll.isNegative() || poll.isZero()) {
            throw new IllegalArgumentException("concurrency, lease and poll are positive");
        }
    }

    /** A worker of this kind, under the name of the settings or one that lives as long as this process. */
    public static RequestWorkerSettings of(String kind, RequestSettings settings) {
        boolean returning = !settings.worker().isBlank();
        String name = returning
                ? settings.worker()
                : Long.toString(ProcessHandle.current().pid());
        return new RequestWorkerSettings(
                kind + "-" + name, returning, 2, Duration.ofSeconds(15), Duration.ofSeconds(2));
    }
}
