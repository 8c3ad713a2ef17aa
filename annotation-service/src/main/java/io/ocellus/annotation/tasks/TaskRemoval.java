package io.ocellus.annotation.tasks;

import io.ocellus.annotation.model.Job;
import io.ocellus.annotation.model.JobStore;
import io.ocellus.annotation.model.TaskStore;
import io.ocellus.annotation.store.AnnotationWriter;
import java.util.List;
import java.util.function.Supplier;

/** Deletes tasks with everything of theirs, in the caller's transaction. Thread-safe. */
public final class TaskRemoval {
    private final TaskStore tasks;
    private final JobStore jobs;
    private final Supplier<AnnotationWriter> annotations;

    public TaskRemoval(TaskStore tasks, JobStore jobs, Supplier<AnnotationWriter> annotations) {
        this.tasks = tasks;
        this.jobs = jobs;
        this.annotations = annotations;
    }

    /** Nothing happens when it is gone already. */
    public void delete(long id) {
        tasks.lock(id).ifPresent(task -> {
            List<Long> ids = jobs.ofTask(id).stream().map(Job::id).toList();
            if (!ids.isEmpty()) {
                annotations.get().purgeJobs(ids);
            }
            tasks.delete(task);
        });
    }
}
