package io.ocellus.annotation.store;

/** Opens annotations for reading. Thread-safe. */
public interface AnnotationReader {
    /**
     * The annotations as they are now; saves that come later stay invisible to it.
     *
     * @throws io.ocellus.annotation.model.Failure.NotFound when there is no such job or task
     */
    AnnotationSnapshot open(Target target);

    /**
     * The annotations of a job as they were after its revision {@code revision}; 0 is the empty job.
     *
     * @throws io.ocellus.annotation.model.Failure.NotFound when there is no such job, or it never had that revision
     */
    AnnotationSnapshot openAt(long jobId, long revision);
}
