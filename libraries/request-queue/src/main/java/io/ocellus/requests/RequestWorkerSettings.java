package io.ocellus.requests;

import java.time.Duration;

/**
 * How a worker works ({@code ocellus.requests.*}).
 *
 * @param concurrency requests of one queue at a time in this process
 * @param lease how long a claim holds without renewal; renewed at a third of it
 * @param poll how often the queue is looked at without any hint
 */
public record RequestWorkerSettings(String name, int concurrency, Duration lease, Duration poll) {
    public RequestWorkerSettings {
        if (concurrency < 1 || lease.isNegative() || lease.isZero() || poll.isNegative() || poll.isZero()) {
            throw new IllegalArgumentException("concurrency, lease and poll are positive");
        }
    }

    public static RequestWorkerSettings named(String name) {
        return new RequestWorkerSettings(name, 2, Duration.ofSeconds(15), Duration.ofSeconds(2));
    }
}
