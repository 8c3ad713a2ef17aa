package io.ocellus.benchmarks.engine;

import java.io.Serial;

/** What a run cannot go on with, in one line for whoever called it. */
final class BenchmarkFailure extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    BenchmarkFailure(String message) {
        super(message);
    }
}
