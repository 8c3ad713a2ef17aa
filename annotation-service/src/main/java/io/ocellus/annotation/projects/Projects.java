package io.ocellus.annotation.projects;

import io.ocellus.annotation.labels.LabelEdits;
import io.ocellus.annotation.labels.LabelSpec;
import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.model.LabelOwner;
import io.ocellus.annotation.model.LabelStore;
import io.ocellus.annotation.model.Project;
import io.ocellus.annotation.model.ProjectStore;
import io.ocellus.annotation.tasks.TaskRemoval;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/** What may be done with projects, each in one transaction. The right to it has been asked before. Thread-safe. */
public final class Projects {
    private final ProjectStore projects;
    private final LabelStore labels;
    private final LabelEdits edits;
    private final TaskRemoval removal;
    private final TransactionTemplate transactions;

    Projects(
            ProjectStore projects,
            LabelStore labels,
            LabelEdits edits,
            TaskRemoval removal,
            TransactionTemplate transactions) {
        this.projects = projects;
        this.labels = labels;
        this.edits = edits;
        this.removal = removal;
        this.transactions = transactions;
    }

    public long create(ProjectStore.NewProject project, List<LabelSpec> specs) {
        return Objects.requireNonNull(
                transactions.execute(status -> {
                    long id = projects.create(project);
                    edits.create(new LabelOwner.OfProject(id), specs);
                    return id;
                }),
                "no id");
    }

    /** Applies a change of fields and, where sent, of labels. */
    void update(long id, ProjectChange change, long user) {
        transactions.executeWithoutResult(status -> {
            Project before = projects.lock(id).orElseThrow(() -> new Failure.NotFound("Not found."));
            Project after = change.applyTo(before);
            if (!after.equals(before)) {
                projects.update(after);
            }
            Optional<List<LabelSpec>> specs = change.labelSpecs();
            if (specs.isPresent()) {
                LabelOwner owner = new LabelOwner.OfProject(id);
                labels.lock(owner);
                edits.update(owner, specs.get(), OptionalLong.of(user));
                projects.touchWithTasks(id);
            }
        });
    }

    void transfer(long id, @Nullable Long organization, long user) {
        transactions.executeWithoutResult(status -> {
            Project project = projects.lock(id).orElseThrow(() -> new Failure.NotFound("Not found."));
            projects.transfer(project.id(), organization, user);
        });
    }

    /** Deletes the project with its tasks, their annotations and media. */
    void delete(long id) {
        transactions.executeWithoutResult(status -> {
            Project project = projects.lock(id).orElseThrow(() -> new Failure.NotFound("Not found."));
            projects.taskIds(id).forEach(removal::delete);
            projects.delete(project.id());
        });
    }
}
