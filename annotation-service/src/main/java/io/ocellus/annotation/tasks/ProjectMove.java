package io.ocellus.annotation.tasks;

import io.ocellus.annotation.labels.LabelSpec;
import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.model.Label;
import io.ocellus.annotation.model.LabelOwner;
import io.ocellus.annotation.model.LabelStore;
import io.ocellus.annotation.model.Task;
import io.ocellus.annotation.store.AnnotationWriter;
import io.ocellus.annotation.store.Relabelling;
import java.sql.Types;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The move of a task into a project, whose labels its annotations have from then on ({@link LabelMapping}). What the task holds gets a new
 * revision; its own labels go.
 */
final class ProjectMove {
    private final JdbcClient jdbc;
    private final LabelStore labels;
    private final Supplier<AnnotationWriter> annotations;

    ProjectMove(JdbcClient jdbc, LabelStore labels, Supplier<AnnotationWriter> annotations) {
        this.jdbc = jdbc;
        this.labels = labels;
        this.annotations = annotations;
    }

    /** The first lock of the caller's transaction: saves lock jobs before the task. */
    void lockJobs(long taskId) {
        annotations.get().lockJobs(taskId);
    }

    /** Works in the caller's transaction, with the task's jobs, task and project locked. */
    void apply(Task task, long projectId, List<LabelSpec> renamed, long user) {
        checkDimension(task, projectId);
        List<Label> own = labels.ofTask(task.id());
        Relabelling relabelling = LabelMapping.of(own, labels.of(new LabelOwner.OfProject(projectId)), renamed);
        annotations.get().relabel(task.id(), relabelling, OptionalLong.of(user));
        if (task.projectId() == null) {
            own.forEach(label -> labels.delete(label.id()));
        }
        jdbc.sql("UPDATE annotation.task SET project_id = :project, updated_date = now() WHERE id = :id")
                .param("project", projectId, Types.BIGINT)
                .param("id", task.id())
                .update();
    }

    private void checkDimension(Task task, long projectId) {
        jdbc.sql("SELECT min(dimension) FROM annotation.task WHERE project_id = ?")
                .param(projectId)
                .query(String.class)
                .optional()
                .filter(dimension -> !dimension.equals(task.dimension()))
                .ifPresent(dimension -> {
                    throw new Failure.Invalid("Dimension (" + task.dimension()
                            + ") of the task must be the same as other tasks in project (" + dimension + ")");
                });
    }
}
