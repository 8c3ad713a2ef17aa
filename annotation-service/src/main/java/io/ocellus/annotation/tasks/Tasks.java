package io.ocellus.annotation.tasks;

import io.ocellus.annotation.labels.LabelEdits;
import io.ocellus.annotation.labels.LabelSpec;
import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.model.LabelOwner;
import io.ocellus.annotation.model.LabelStore;
import io.ocellus.annotation.model.Project;
import io.ocellus.annotation.model.ProjectStore;
import io.ocellus.annotation.model.Task;
import io.ocellus.annotation.model.TaskStore;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/** What may be done with tasks, each in one transaction. The right to it has been asked before. Thread-safe. */
public final class Tasks {
    private final TaskStore tasks;
    private final ProjectStore projects;
    private final LabelStore labels;
    private final LabelEdits edits;
    private final TaskRemoval removal;
    private final ProjectMove move;
    private final TransactionTemplate transactions;

    Tasks(
            TaskStore tasks,
            ProjectStore projects,
            LabelStore labels,
            LabelEdits edits,
            TaskRemoval removal,
            ProjectMove move,
            TransactionTemplate transactions) {
        this.tasks = tasks;
        this.projects = projects;
        this.labels = labels;
        this.edits = edits;
        this.removal = removal;
        this.move = move;
        this.transactions = transactions;
    }

    public long create(TaskStore.NewTask task, List<LabelSpec> specs) {
        Long projectId = task.projectId();
        if (projectId != null && !specs.isEmpty()) {
            throw new Failure.Invalid(
                    "A task of a project has the project's labels: send labels or project_id, not both.");
        }
        return Objects.requireNonNull(
                transactions.execute(status -> {
                    if (projectId != null) {
                        Project project = projects.lock(projectId)
                                .orElseThrow(() -> new Failure.Invalid(
                                        "The specified project #" + projectId + " does not exist."));
                        if (!Objects.equals(project.organizationId(), task.organizationId())) {
                            throw new Failure.Invalid("The task and its project should be in the same organization.");
                        }
                        projects.touch(projectId);
                    }
                    long id = tasks.create(task);
                    edits.create(new LabelOwner.OfTask(id), specs);
                    return id;
                }),
                "no id");
    }

    /** Applies a change of fields and, where sent and the labels are the task's own, of labels. */
    void update(long id, TaskChange change, long user) {
        transactions.executeWithoutResult(status -> {
            Task before = lock(id);
            Task after = change.applyTo(before);
            if (!after.equals(before)) {
                tasks.update(after);
            }
            Optional<List<LabelSpec>> specs = change.labelSpecs();
            if (specs.isPresent() && before.projectId() == null) {
                LabelOwner owner = new LabelOwner.OfTask(id);
                labels.lock(owner);
                edits.update(owner, specs.get(), OptionalLong.of(user));
                tasks.touchWithJobs(id);
            }
            touch(before.projectId());
        });
    }

    /** Puts the task into a project, whose labels it has from then on. */
    void moveTo(long id, long projectId, List<LabelSpec> renamed, long user) {
        transactions.executeWithoutResult(status -> {
            move.lockJobs(id);
            Task task = lock(id);
            Project project = projects.lock(projectId)
                    .orElseThrow(() -> new Failure.Invalid("Cannot find project with ID " + projectId));
            if (!Objects.equals(project.organizationId(), task.organizationId())) {
                throw new Failure.Invalid("The task and its project should be in the same organization.");
            }
            move.apply(task, projectId, renamed, user);
            touch(task.projectId());
            touch(projectId);
        });
    }

    void transfer(long id, @Nullable Long organization, long user) {
        transactions.executeWithoutResult(status -> {
            if (lock(id).projectId() != null) {
                throw new Failure.Invalid("Only top-level resources can be moved between workspaces");
            }
            tasks.transfer(id, organization, user);
        });
    }

    /** Deletes the task with its annotations and media. */
    void delete(long id) {
        transactions.executeWithoutResult(status -> {
            Task task = lock(id);
            removal.delete(id);
            touch(task.projectId());
        });
    }

    private Task lock(long id) {
        return tasks.lock(id).orElseThrow(() -> new Failure.NotFound("Not found."));
    }

    private void touch(@Nullable Long projectId) {
        if (projectId != null) {
            projects.touch(projectId);
        }
    }
}
