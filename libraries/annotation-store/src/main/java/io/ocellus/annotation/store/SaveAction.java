package io.ocellus.annotation.store;

import java.util.Locale;

/** What a save does with what it is given. */
public enum SaveAction {
    /** Adds; given ids are refused. */
    CREATE,
    /** Replaces those with a known id, which they keep; adds the others. */
    UPDATE,
    /** Removes those with the given ids; unknown ids are passed over. */
    DELETE,
    /** Removes everything and adds what is given, in one revision. */
    REPLACE;

    /** As it stands in {@code job_revision.action}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
