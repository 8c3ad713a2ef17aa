package io.ocellus.annotation.datasets;

import io.ocellus.annotation.access.Access;
import io.ocellus.annotation.access.Resources;
import io.ocellus.annotation.model.Failure;
import io.ocellus.authorization.OrganizationContext;
import io.ocellus.requests.RequestScope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds what a path names and asks the policy about it. Thread-safe. */
final class DatasetAccess {
    private final Access access;
    private final Resources resources;
    private final JdbcClient jdbc;

    DatasetAccess(Access access, Resources resources, JdbcClient jdbc) {
        this.access = access;
        this.resources = resources;
        this.jdbc = jdbc;
    }

    long user() {
        return access.identity().userId();
    }

    /** Refuses unless the caller may do {@code scope} with it. */
    DatasetTarget require(DatasetTarget.Kind kind, long id, String scope) {
        access.require(
                kind.policy(),
                scope,
                switch (kind) {
                    case PROJECTS -> resources.project(id);
                    case TASKS -> resources.task(id);
                    case JOBS -> resources.job(id);
                });
        return new DatasetTarget(kind, id, scope(kind, id));
    }

    /** Refuses unless the caller may restore a backup into a new one. */
    void requireNew(DatasetTarget.Kind kind) {
        Long organization =
                access.caller().organization().map(OrganizationContext::id).orElse(null);
        access.requireNew(
                kind.policy(),
                "import:backup",
                kind == DatasetTarget.Kind.TASKS
                        ? resources.newTask(organization, user(), null, null)
                        : resources.newProject(organization, user(), null));
    }

    private RequestScope scope(DatasetTarget.Kind kind, long id) {
        String sql = switch (kind) {
            case PROJECTS ->
                "SELECT organization_id, id AS project_id, NULL::bigint AS task_id FROM annotation.project WHERE id = ?";
            case TASKS -> "SELECT organization_id, project_id, id AS task_id FROM annotation.task WHERE id = ?";
            case JOBS ->
                "SELECT t.organization_id, t.project_id, t.id AS task_id FROM annotation.job j"
                        + " JOIN annotation.task t ON t.id = j.task_id WHERE j.id = ?";
        };
        return jdbc.sql(sql)
                .param(id)
                .query((row, number) -> new RequestScope(
                        number(row, "organization_id"),
                        number(row, "project_id"),
                        number(row, "task_id"),
                        kind == DatasetTarget.Kind.JOBS ? OptionalLong.of(id) : OptionalLong.empty()))
                .optional()
                .orElseThrow(() -> new Failure.NotFound("Not found."));
    }

    private static OptionalLong number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
