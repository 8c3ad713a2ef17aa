package io.ocellus.standalone;

import java.io.PrintStream;
import java.util.Locale;

/** Lines for the person at the terminal, each with the seconds since the start. Thread-safe. */
final class Progress {
    private final PrintStream out;
    private final long begin;

    Progress(PrintStream out, long beginNanos) {
        this.out = out;
        this.begin = beginNanos;
    }

    void line(String text) {
        out.println(String.format(Locale.ROOT, "%6.1f s  %s", (System.nanoTime() - begin) / 1e9, text));
    }

    /** A line by itself, without the clock: what scripts look for. */
    void plain(String text) {
        out.println(text);
    }
}
