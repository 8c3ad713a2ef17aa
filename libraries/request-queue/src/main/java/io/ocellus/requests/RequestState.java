package io.ocellus.requests;

import java.util.Locale;

/** Where a request stands. {@link #FINISHED} and {@link #FAILED} are final until the same id is submitted again. */
public enum RequestState {
    QUEUED,
    STARTED,
    FINISHED,
    FAILED;

    /** CVAT's word, and what the table stores. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean isFinal() {
        return this == FINISHED || this == FAILED;
    }

    public static RequestState ofWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
