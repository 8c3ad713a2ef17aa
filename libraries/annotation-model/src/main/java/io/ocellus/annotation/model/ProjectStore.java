package io.ocellus.annotation.model;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code project}. Thread-safe; works in the caller's transaction where there is one. */
public final class ProjectStore {
    private static final String SELECT = "SELECT p.*, p.source_storage->>'location' AS source_location,"
            + " p.target_storage->>'location' AS target_location FROM annotation.project p ";
    private final JdbcClient jdbc;

    public ProjectStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What a new project is made of. */
    public record NewProject(
            String name,
            @Nullable Long ownerId,
            @Nullable Long assigneeId,
            String bugTracker,
            @Nullable Long organizationId,
            @Nullable String sourceStorage,
            @Nullable String targetStorage) {}

    public long create(NewProject project) {
        return jdbc.sql("""
                        INSERT INTO annotation.project (name, owner_id, assignee_id, assignee_updated_date, bug_tracker, organization_id,
                            source_storage, target_storage)
                        VALUES (:name, :owner, :assignee, CASE WHEN :assignee IS NULL THEN NULL ELSE now() END, :tracker, :organization,
                            jsonb_build_object('location', :source), jsonb_build_object('location', :target))
                        RETURNING id
                        """)
                .param("name", project.name())
                .param("owner", project.ownerId(), Types.BIGINT)
                .param("assignee", project.assigneeId(), Types.BIGINT)
                .param("tracker", project.bugTracker())
                .param("organization", project.organizationId(), Types.BIGINT)
                .param("source", project.sourceStorage(), Types.VARCHAR)
                .param("target", project.targetStorage(), Types.VARCHAR)
                .query(Long.class)
                .single();
    }

    public Optional<Project> find(long id) {
        return jdbc.sql(SELECT + "WHERE p.id = ?")
                .param(id)
                .query(ProjectStore::project)
                .optional();
    }

    /** The same, locked until the transaction ends. */
    public Optional<Project> lock(long id) {
        return jdbc.sql(SELECT + "WHERE p.id = ? FOR UPDATE OF p")
                .param(id)
                .query(ProjectStore::project)
                .optional();
    }

    /** Those that exist, in the order of {@code ids}. */
    public List<Project> find(Collection<Long> ids) {
        Long[] wanted = ids.toArray(Long[]::new);
        return jdbc.sql(SELECT + "WHERE p.id = ANY(?) ORDER BY array_position(?, p.id)")
                .params(wanted, wanted)
                .query(ProjectStore::project)
                .list();
    }

    /** Writes what a client may change, and the moment of the change. */
    public void update(Project project) {
        jdbc.sql("""
                        UPDATE annotation.project SET name = :name, owner_id = :owner, bug_tracker = :tracker,
                            assignee_updated_date = CASE WHEN assignee_id IS DISTINCT FROM :assignee THEN now() ELSE assignee_updated_date END,
                            assignee_id = :assignee, organization_id = :organization,
                            source_storage = jsonb_build_object('location', :source),
                            target_storage = jsonb_build_object('location', :target), updated_date = now()
                        WHERE id = :id
                        """)
                .param("id", project.id())
                .param("name", project.name())
                .param("owner", project.ownerId(), Types.BIGINT)
                .param("assignee", project.assigneeId(), Types.BIGINT)
                .param("tracker", project.bugTracker())
                .param("organization", project.organizationId(), Types.BIGINT)
                .param("source", project.sourceStorage(), Types.VARCHAR)
                .param("target", project.targetStorage(), Types.VARCHAR)
                .update();
    }

    public void touch(long id) {
        jdbc.sql("UPDATE annotation.project SET updated_date = now() WHERE id = ?")
                .param(id)
                .update();
    }

    /** As {@link #touch}, with all its tasks and jobs: their labels have changed. */
    public void touchWithTasks(long id) {
        touch(id);
        jdbc.sql("UPDATE annotation.task SET updated_date = now() WHERE project_id = ?")
                .param(id)
                .update();
        jdbc.sql("UPDATE annotation.job SET updated_date = now() WHERE task_id IN"
                        + " (SELECT id FROM annotation.task WHERE project_id = ?)")
                .param(id)
                .update();
    }

    /** Takes the project to another workspace, with its tasks; everything in it belongs to {@code owner} and is assigned to nobody. */
    public void transfer(long id, @Nullable Long organization, long owner) {
        jdbc.sql("UPDATE annotation.project SET organization_id = :organization, owner_id = :owner, assignee_id = NULL,"
                        + " assignee_updated_date = CASE WHEN assignee_id IS NULL THEN assignee_updated_date ELSE now() END,"
                        + " updated_date = now() WHERE id = :id")
                .param("organization", organization, Types.BIGINT)
                .param("owner", owner)
                .param("id", id)
                .update();
        jdbc.sql("UPDATE annotation.task SET organization_id = :organization, owner_id = :owner, assignee_id = NULL,"
                        + " assignee_updated_date = now() WHERE project_id = :id")
                .param("organization", organization, Types.BIGINT)
                .param("owner", owner)
                .param("id", id)
                .update();
        jdbc.sql(
                        "UPDATE annotation.job SET assignee_id = NULL, assignee_updated_date = now() WHERE assignee_id IS NOT NULL"
                                + " AND task_id IN (SELECT id FROM annotation.task WHERE project_id = ?)")
                .param(id)
                .update();
    }

    public List<Long> taskIds(long id) {
        return jdbc.sql("SELECT id FROM annotation.task WHERE project_id = ? ORDER BY id FOR UPDATE")
                .param(id)
                .query(Long.class)
                .list();
    }

    public void delete(long id) {
        jdbc.sql("DELETE FROM annotation.project WHERE id = ?").param(id).update();
    }

    private static Project project(ResultSet row, int number) throws SQLException {
        return new Project(
                row.getLong("id"),
                row.getString("name"),
                Rows.id(row, "owner_id"),
                Rows.id(row, "assignee_id"),
                Rows.momentOrNull(row, "assignee_updated_date"),
                row.getString("bug_tracker"),
                row.getString("status"),
                Rows.id(row, "organization_id"),
                row.getString("source_location"),
                row.getString("target_location"),
                Rows.moment(row, "created_date"),
                Rows.moment(row, "updated_date"));
    }
}
