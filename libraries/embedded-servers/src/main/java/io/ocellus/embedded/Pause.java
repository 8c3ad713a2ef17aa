package io.ocellus.embedded;

import java.util.concurrent.locks.LockSupport;

/** Waiting between two looks at something outside this JVM that cannot be subscribed to. */
final class Pause {
    private Pause() {}

    static void millis(long millis) {
        LockSupport.parkNanos(millis * 1_000_000);
        if (Thread.currentThread().isInterrupted()) {
            throw new ServerStartFailure("interrupted while waiting for a server");
        }
    }
}
