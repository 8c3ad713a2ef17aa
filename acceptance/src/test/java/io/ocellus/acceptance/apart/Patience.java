package io.ocellus.acceptance.apart;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits for what must come at some time, for so long that only what never comes is missed, also on a machine with other work. */
record Patience(Deployment deployment) {
    static final Duration LIMIT = Duration.ofMinutes(10);

    interface Condition {
        boolean holds() throws InterruptedException, IOException;
    }

    void await(String what, Condition condition) throws InterruptedException, IOException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(what + ": not within " + LIMIT + "\n" + deployment.lastWords());
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }
}
