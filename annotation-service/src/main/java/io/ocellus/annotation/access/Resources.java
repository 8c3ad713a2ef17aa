package io.ocellus.annotation.access;

import io.ocellus.annotation.model.Failure;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Finds what the policies read of projects, tasks and jobs. Thread-safe; one query a call; 404 when there is no such thing.
 *
 * <pre>{@code access.require("jobs", "view:annotations", resources.job(id));}</pre>
 */
public final class Resources {
    private final JdbcClient jdbc;

    public Resources(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Resource project(long id) {
        return jdbc.sql("SELECT id, owner_id, assignee_id, organization_id FROM annotation.project WHERE id = ?")
                .param(id)
                .query((row, number) -> {
                    Long organization = id(row, "organization_id");
                    Map<String, @Nullable Object> facts = new HashMap<>();
                    facts.put("id", row.getLong("id"));
                    facts.put("owner", Resource.reference(id(row, "owner_id")));
                    facts.put("assignee", Resource.reference(id(row, "assignee_id")));
                    facts.put("organization", Resource.reference(organization));
                    return new Resource(organization, facts);
                })
                .optional()
                .orElseThrow(Resources::missing);
    }

    public Resource task(long id) {
        return jdbc.sql("""
                        SELECT t.id, t.owner_id, t.assignee_id, t.organization_id, t.project_id, p.owner_id AS project_owner,
                            p.assignee_id AS project_assignee, p.organization_id AS project_organization
                        FROM annotation.task t LEFT JOIN annotation.project p ON p.id = t.project_id WHERE t.id = ?
                        """)
                .param(id)
                .query((row, number) -> {
                    Long organization = id(row, "organization_id");
                    Map<String, @Nullable Object> facts = new HashMap<>();
                    facts.put("id", row.getLong("id"));
                    facts.put("owner", Resource.reference(id(row, "owner_id")));
                    facts.put("assignee", Resource.reference(id(row, "assignee_id")));
                    facts.put("organization", Resource.reference(organization));
                    facts.put("project", project(row));
                    return new Resource(organization, facts);
                })
                .optional()
                .orElseThrow(Resources::missing);
    }

    public Resource job(long id) {
        return jdbc.sql("""
                        SELECT j.id, j.assignee_id, t.owner_id AS task_owner, t.assignee_id AS task_assignee, t.organization_id, t.project_id,
                            p.owner_id AS project_owner, p.assignee_id AS project_assignee, p.organization_id AS project_organization
                        FROM annotation.job j JOIN annotation.task t ON t.id = j.task_id
                        LEFT JOIN annotation.project p ON p.id = t.project_id WHERE j.id = ?
                        """)
                .param(id)
                .query((row, number) -> {
                    Long project = id(row, "project_id");
                    Long organization = id(row, project == null ? "organization_id" : "project_organization");
                    Map<String, @Nullable Object> task = new HashMap<>();
                    task.put("owner", Resource.reference(id(row, "task_owner")));
                    task.put("assignee", Resource.reference(id(row, "task_assignee")));
                    Map<String, @Nullable Object> facts = new HashMap<>();
                    facts.put("id", row.getLong("id"));
                    facts.put("assignee", Resource.reference(id(row, "assignee_id")));
                    facts.put("organization", Resource.reference(organization));
                    facts.put("task", task);
                    facts.put("project", project(row));
                    return new Resource(organization, facts);
                })
                .optional()
                .orElseThrow(Resources::missing);
    }

    /** The facts of a task to be made by {@code owner}, perhaps in a project. */
    public Resource newTask(
            @Nullable Long organization, long owner, @Nullable Long assignee, @Nullable Long projectId) {
        Map<String, @Nullable Object> facts =
                newProject(organization, owner, assignee).facts();
        Resource task = new Resource(organization, facts);
        if (projectId == null) {
            return task.with("project", null);
        }
        Resource project;
        try {
            project = project(projectId);
        } catch (Failure.NotFound e) {
            throw new Failure.Invalid("The specified project #" + projectId + " does not exist.", e);
        }
        return task.with("project", project.facts());
    }

    /** The facts of a project to be made by {@code owner}. */
    public Resource newProject(@Nullable Long organization, long owner, @Nullable Long assignee) {
        Map<String, @Nullable Object> facts = new HashMap<>();
        facts.put("id", null);
        facts.put("owner", Resource.reference(owner));
        facts.put("assignee", Resource.reference(assignee));
        facts.put("organization", Resource.reference(organization));
        return new Resource(organization, facts);
    }

    private static @Nullable Map<String, @Nullable Object> project(ResultSet row) throws SQLException {
        if (id(row, "project_id") == null) {
            return null;
        }
        Map<String, @Nullable Object> project = new HashMap<>();
        project.put("owner", Resource.reference(id(row, "project_owner")));
        project.put("assignee", Resource.reference(id(row, "project_assignee")));
        project.put("organization", Resource.reference(id(row, "project_organization")));
        return project;
    }

    private static @Nullable Long id(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    private static Failure missing() {
        return new Failure.NotFound("Not found.");
    }
}
