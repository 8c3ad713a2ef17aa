package io.ocellus.benchmarks.engine;

import java.util.Arrays;

/**
 * What the timed passes took.
 *
 * @param passes how often all queries were searched
 * @param blocks CPU microseconds a query of each block of passes, in order
 * @param jitMillis what the JIT compiler worked meanwhile; its CPU time is in the others
 */
record Timing(int passes, double cpuMicros, double wallMicros, double[] blocks, long jitMillis, double warmSeconds) {

    double best() {
        return Arrays.stream(blocks).min().orElse(cpuMicros);
    }

    double median() {
        double[] sorted = blocks.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? cpuMicros : sorted[sorted.length / 2];
    }
}
