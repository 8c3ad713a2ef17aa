package io.ocellus.annotation.store;

/** What annotations belong to, seen as a whole: one job, or all annotation jobs of a task. */
public sealed interface Target {
    /** Of the job or of the task. */
    long id();

    record OfJob(long id) implements Target {}

    /** Objects on frames that two jobs share exist in both, and are shown once. */
    record OfTask(long id) implements Target {}
}
