package io.ocellus.annotation.model;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code task}. Thread-safe; works in the caller's transaction where there is one. */
public final class TaskStore {
    private static final String SELECT = "SELECT t.*, t.source_storage->>'location' AS source_location,"
            + " t.target_storage->>'location' AS target_location FROM annotation.task t ";
    private final JdbcClient jdbc;

    public TaskStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What a new task is made of. */
    public record NewTask(
            String name,
            @Nullable Long projectId,
            @Nullable Long ownerId,
            @Nullable Long assigneeId,
            String bugTracker,
            @Nullable Integer overlap,
            int segmentSize,
            String subset,
            @Nullable Long organizationId,
            @Nullable String sourceStorage,
            @Nullable String targetStorage,
            int consensusReplicas) {}

    public long create(NewTask task) {
        return jdbc.sql("""
                        INSERT INTO annotation.task (name, project_id, owner_id, assignee_id, assignee_updated_date, bug_tracker, overlap,
                            segment_size, subset, organization_id, source_storage, target_storage, consensus_replicas)
                        VALUES (:name, :project, :owner, :assignee, CASE WHEN :assignee IS NULL THEN NULL ELSE now() END, :tracker, :overlap,
                            :size, :subset, :organization, jsonb_build_object('location', :source), jsonb_build_object('location', :target),
                            :replicas)
                        RETURNING id
                        """)
                .param("name", task.name())
                .param("project", task.projectId(), Types.BIGINT)
                .param("owner", task.ownerId(), Types.BIGINT)
                .param("assignee", task.assigneeId(), Types.BIGINT)
                .param("tracker", task.bugTracker())
                .param("overlap", task.overlap(), Types.INTEGER)
                .param("size", task.segmentSize())
                .param("subset", task.subset())
                .param("organization", task.organizationId(), Types.BIGINT)
                .param("source", task.sourceStorage(), Types.VARCHAR)
                .param("target", task.targetStorage(), Types.VARCHAR)
                .param("replicas", task.consensusReplicas())
                .query(Long.class)
                .single();
    }

    public Optional<Task> find(long id) {
        return jdbc.sql(SELECT + "WHERE t.id = ?")
                .param(id)
                .query(TaskStore::task)
                .optional();
    }

    /** The same, locked until the transaction ends. */
    public Optional<Task> lock(long id) {
        return jdbc.sql(SELECT + "WHERE t.id = ? FOR UPDATE OF t")
                .param(id)
                .query(TaskStore::task)
                .optional();
    }

    /** Those that exist, in the order of {@code ids}. */
    public List<Task> find(Collection<Long> ids) {
        Long[] wanted = ids.toArray(Long[]::new);
        return jdbc.sql(SELECT + "WHERE t.id = ANY(?) ORDER BY array_position(?, t.id)")
                .params(wanted, wanted)
                .query(TaskStore::task)
                .list();
    }

    /** Writes what a client may change, and the moment of the change. */
    public void update(Task task) {
        jdbc.sql("""
                        UPDATE annotation.task SET name = :name, project_id = :project, owner_id = :owner, bug_tracker = :tracker,
                            assignee_updated_date = CASE WHEN assignee_id IS DISTINCT FROM :assignee THEN now() ELSE assignee_updated_date END,
                            assignee_id = :assignee, subset = :subset,
                            source_storage = jsonb_build_object('location', :source),
                            target_storage = jsonb_build_object('location', :target), updated_date = now()
                        WHERE id = :id
                        """)
                .param("id", task.id())
                .param("name", task.name())
                .param("project", task.projectId(), Types.BIGINT)
                .param("owner", task.ownerId(), Types.BIGINT)
                .param("assignee", task.assigneeId(), Types.BIGINT)
                .param("tracker", task.bugTracker())
                .param("subset", task.subset())
                .param("source", task.sourceStorage(), Types.VARCHAR)
                .param("target", task.targetStorage(), Types.VARCHAR)
                .update();
    }

    /**
     * Gives the task its media and splits it into jobs; for the transaction that ends the making of a task. The task must have none yet.
     *
     * @param mode {@code annotation} or {@code interpolation}
     * @param frames of the task, at least 1
     * @return ids of the new jobs, in the order of frames
     */
    public List<Long> attachData(long taskId, long dataId, String mode, int frames) {
        Task task = lock(taskId).orElseThrow(() -> new Failure.NotFound("There is no task " + taskId));
        if (task.dataId() != null) {
            throw new Failure.Conflict("Task " + taskId + " has media already");
        }
        JobSplit split = JobSplit.of(frames, task.segmentSize(), task.overlap(), mode.equals("interpolation"));
        jdbc.sql("""
                        UPDATE annotation.task SET data_id = :data, mode = :mode, segment_size = :size, overlap = :overlap, updated_date = now()
                        WHERE id = :id
                        """)
                .param("data", dataId)
                .param("mode", mode)
                .param("size", split.segmentSize())
                .param("overlap", split.overlap())
                .param("id", taskId)
                .update();
        Integer[] first = split.ranges().stream().map(JobSplit.Range::first).toArray(Integer[]::new);
        Integer[] last = split.ranges().stream().map(JobSplit.Range::last).toArray(Integer[]::new);
        List<Long> jobs = jdbc.sql("""
                        WITH made AS (
                            INSERT INTO annotation.segment (task_id, start_frame, stop_frame)
                            SELECT ?, f, l FROM unnest(?, ?) AS r (f, l) ORDER BY f RETURNING id, start_frame)
                        INSERT INTO annotation.job (segment_id, task_id) SELECT id, ? FROM made ORDER BY start_frame RETURNING id
                        """)
                .params(taskId, first, last, taskId)
                .query(Long.class)
                .list();
        announce(jobs);
        return jobs;
    }

    /** Revision 0 of a job tells the feed that there are frames: whatever follows frames learns it from the same rows as every save. */
    private void announce(List<Long> jobs) {
        jdbc.sql(
                        "INSERT INTO annotation.job_revision (job_id, revision, action, counts) SELECT j, 0, 'media', '{}' FROM unnest(?) AS n (j)")
                .param(jobs.toArray(Long[]::new))
                .update();
    }

    /** As its jobs stand: {@code completed} when all are, {@code annotation} while one is. */
    public void deriveStatus(long id) {
        jdbc.sql("""
                        UPDATE annotation.task t SET status = s.status, updated_date = now()
                        FROM (SELECT CASE WHEN bool_or(status = 'annotation') THEN 'annotation'
                                          WHEN bool_or(status = 'validation') THEN 'validation' ELSE 'completed' END AS status
                              FROM annotation.job WHERE task_id = :id) s
                        WHERE t.id = :id AND t.status <> s.status
                        """).param("id", id).update();
    }

    /** Its labels have changed, so it and its jobs have. */
    public void touchWithJobs(long id) {
        jdbc.sql("UPDATE annotation.task SET updated_date = now() WHERE id = ?")
                .param(id)
                .update();
        jdbc.sql("UPDATE annotation.job SET updated_date = now() WHERE task_id = ?")
                .param(id)
                .update();
    }

    /** Takes the task to another workspace; it belongs to {@code owner} there, and it and its jobs are assigned to nobody. */
    public void transfer(long id, @Nullable Long organization, long owner) {
        jdbc.sql("UPDATE annotation.task SET organization_id = :organization, owner_id = :owner, assignee_id = NULL,"
                        + " assignee_updated_date = CASE WHEN assignee_id IS NULL THEN assignee_updated_date ELSE now() END,"
                        + " updated_date = now() WHERE id = :id")
                .param("organization", organization, Types.BIGINT)
                .param("owner", owner)
                .param("id", id)
                .update();
        jdbc.sql("UPDATE annotation.job SET assignee_id = NULL, assignee_updated_date = now()"
                        + " WHERE task_id = ? AND assignee_id IS NOT NULL")
                .param(id)
                .update();
    }

    /**
     * Deletes the task with its jobs and labels, and its media when no other task has it: rows go now, objects are noted to go later.
     * Annotations are the annotation store's to purge, before this call.
     */
    public void delete(Task task) {
        jdbc.sql("DELETE FROM annotation.task WHERE id = ?").param(task.id()).update();
        if (task.dataId() == null
                || jdbc.sql("SELECT EXISTS (SELECT FROM annotation.task WHERE data_id = ?)")
                        .param(task.dataId())
                        .query(Boolean.class)
                        .single()) {
            return;
        }
        jdbc.sql("""
                        INSERT INTO annotation.discarded_object (object_key)
                        SELECT object_key FROM annotation.frame WHERE data_id = :id
                        UNION SELECT object_key FROM annotation.video WHERE data_id = :id
                        ON CONFLICT DO NOTHING
                        """).param("id", task.dataId()).update();
        jdbc.sql("DELETE FROM annotation.data WHERE id = ?")
                .param(task.dataId())
                .update();
    }

    private static Task task(ResultSet row, int number) throws SQLException {
        return new Task(
                row.getLong("id"),
                Rows.id(row, "project_id"),
                row.getString("name"),
                row.getString("mode"),
                Rows.id(row, "owner_id"),
                Rows.id(row, "assignee_id"),
                Rows.momentOrNull(row, "assignee_updated_date"),
                row.getString("bug_tracker"),
                Rows.integer(row, "overlap"),
                row.getInt("segment_size"),
                row.getString("status"),
                Rows.id(row, "data_id"),
                row.getString("dimension"),
                row.getString("subset"),
                Rows.id(row, "organization_id"),
                row.getString("source_location"),
                row.getString("target_location"),
                row.getInt("consensus_replicas"),
                Rows.moment(row, "created_date"),
                Rows.moment(row, "updated_date"));
    }
}
