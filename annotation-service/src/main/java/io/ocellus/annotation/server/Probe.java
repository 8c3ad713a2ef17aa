package io.ocellus.annotation.server;

import java.io.IOException;
import java.time.Duration;

/** Asks one server whether it serves; returns when it does, throws when not. */
interface Probe {
    /** @param within at most this long; the caller does not wait longer */
    void check(Duration within) throws IOException;
}
