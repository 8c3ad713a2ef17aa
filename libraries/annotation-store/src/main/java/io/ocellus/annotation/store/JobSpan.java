package io.ocellus.annotation.store;

/** The frames of one job, both ends included. */
record JobSpan(long jobId, long taskId, int start, int stop, long revision) {
    boolean holds(int frame) {
        return frame >= start && frame <= stop;
    }
}
