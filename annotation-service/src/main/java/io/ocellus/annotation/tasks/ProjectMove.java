package io.ocellus.annotation.tasks;

import io.ocellus.annotation.labels.LabelSpec;
import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.model.Label;
import io.ocellus.annotation.model.LabelOwner;
import io.ocellus.annotation.model.LabelStore;
import io.ocellus.annotation.model.Task;
import java.sql.Types;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The move of a task into a project. Every label of the task must have one of the same name (or of the name that the request gives it) in
 * the project, skeletons the same joints. A task that holds annotations is not moved yet: that would rewrite the labels of each of them.
 */
final class ProjectMove {
    private final JdbcClient jdbc;
    private final LabelStore labels;

    ProjectMove(JdbcClient jdbc, LabelStore labels) {
        this.jdbc = jdbc;
        this.labels = labels;
    }

    /** Works in the caller's transaction, with task and project locked. */
    void apply(Task task, long projectId, List<LabelSpec> renamed) {
        checkDimension(task, projectId);
        Set<String> wanted = names(labels.ofTask(task.id()), renamed);
        if (!names(labels.of(new LabelOwner.OfProject(projectId)), List.of()).containsAll(wanted)) {
            throw new Failure.Invalid("All task or project label names must be mapped to the target project");
        }
        if (annotated(task.id())) {
            throw new Failure.Absent(
                    "Moving a task that holds annotations into a project is not built yet. Move it before it is labelled.");
        }
        if (task.projectId() == null) {
            labels.ofTask(task.id()).forEach(label -> labels.delete(label.id()));
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

    private static Set<String> names(List<Label> set, List<LabelSpec> renamed) {
        Set<String> names = new HashSet<>();
        for (Label label : set) {
            String name = renamed.stream()
                    .filter(spec -> spec.id() != null && spec.id() == label.id() && spec.name() != null)
                    .map(LabelSpec::name)
                    .findFirst()
                    .orElse(label.name());
            names.add(name);
            label.sublabels().forEach(joint -> names.add(name + "\0" + joint.name()));
        }
        return names;
    }

    private boolean annotated(long taskId) {
        return jdbc.sql("""
                        SELECT EXISTS (SELECT FROM annotation.shape s JOIN annotation.job j ON j.id = s.job_id WHERE j.task_id = :id)
                            OR EXISTS (SELECT FROM annotation.track s JOIN annotation.job j ON j.id = s.job_id WHERE j.task_id = :id)
                            OR EXISTS (SELECT FROM annotation.tag s JOIN annotation.job j ON j.id = s.job_id WHERE j.task_id = :id)
                        """).param("id", taskId).query(Boolean.class).single();
    }
}
