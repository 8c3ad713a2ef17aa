package io.ocellus.requests;

import java.time.Duration;

/**
 * Tells workers that there is work, soon and perhaps. A lost hint only costs time: workers look by themselves, and the sweeper sends hints
 * again. Thread-safe.
 */
public interface RequestHints extends AutoCloseable {
    /** Never throws and never waits. */
    void send(String queue, String id);

    /** Returns when a hint for the queue came, or after {@code atMost}. */
    void await(String queue, Duration atMost) throws InterruptedException;

    @Override
    void close();
}
