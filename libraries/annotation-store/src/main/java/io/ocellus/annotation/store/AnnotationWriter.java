package io.ocellus.annotation.store;

import java.io.IOException;
import java.util.Collection;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Changes annotations. The source is read and checked to its end before the first lock is taken; then one short transaction makes a new
 * revision of each job that it touches. All or nothing. Thread-safe.
 */
public interface AnnotationWriter {
    /**
     * Saves; close the answer.
     *
     * @throws io.ocellus.annotation.model.Failure.Invalid when an annotation does not fit labels, frames or geometry
     * @throws io.ocellus.annotation.model.Failure.PreconditionFailed when {@code ifMatch} names another version than the present one
     * @throws io.ocellus.annotation.model.Failure.NotFound when there is no such job or task
     */
    Saved save(SaveRequest request, AnnotationSource source) throws IOException;

    /**
     * As {@link #save}, with {@code last} run in the transaction just before it commits; its exception undoes the save. For workers, whose
     * claim on the request must still hold.
     */
    Saved save(SaveRequest request, AnnotationSource source, Consumer<Saved> last) throws IOException;

    /** Makes a job what it was after {@code revision}; gives the new revision (the present one if nothing differs). */
    long restore(long jobId, long revision, OptionalLong user);

    /** Forgets everything of these jobs, history included; for the transaction that deletes them. */
    void purgeJobs(Collection<Long> jobIds);

    /** Removes what these labels mark, in a revision of each job concerned; for the transaction that deletes the labels. */
    void removeLabels(Collection<Long> labelIds, OptionalLong user);

    /**
     * Locks the jobs of a task until the caller's transaction ends; for one that will call {@link #relabel}, before it locks the task, as
     * saves lock in this order.
     */
    void lockJobs(long taskId);

    /**
     * Gives what a task holds other labels and attributes, in a revision of each job that holds anything. Earlier revisions are told in the
     * new labels too, as the old ones may go.
     */
    void relabel(long taskId, Relabelling relabelling, OptionalLong user);
}
