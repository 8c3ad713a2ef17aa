package io.ocellus.annotation.model;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables {@code job} and {@code segment}. Thread-safe; works in the caller's transaction where there is one. */
public final class JobStore {
    private static final String SELECT = "SELECT j.*, s.start_frame, s.stop_frame, s.type AS segment_type,"
            + " CASE WHEN s.type = 'range' THEN s.stop_frame - s.start_frame + 1 ELSE cardinality(s.frames) END AS frame_count"
            + " FROM annotation.job j JOIN annotation.segment s ON s.id = j.segment_id ";
    private final JdbcClient jdbc;

    public JobStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Optional<Job> find(long id) {
        return jdbc.sql(SELECT + "WHERE j.id = ?")
                .param(id)
                .query(JobStore::job)
                .optional();
    }

    /** The same, locked until the transaction ends. */
    public Optional<Job> lock(long id) {
        return jdbc.sql(SELECT + "WHERE j.id = ? FOR UPDATE OF j")
                .param(id)
                .query(JobStore::job)
                .optional();
    }

    /** Those that exist, in the order of {@code ids}. */
    public List<Job> find(Collection<Long> ids) {
        Long[] wanted = ids.toArray(Long[]::new);
        return jdbc.sql(SELECT + "WHERE j.id = ANY(?) ORDER BY array_position(?, j.id)")
                .params(wanted, wanted)
                .query(JobStore::job)
                .list();
    }

    /** All jobs of the task, in the order of frames. */
    public List<Job> ofTask(long taskId) {
        return jdbc.sql(SELECT + "WHERE j.task_id = ? ORDER BY s.start_frame, j.id")
                .param(taskId)
                .query(JobStore::job)
                .list();
    }

    /** Writes assignee, stage, state and status, and the moment of the change. */
    public void update(Job job) {
        jdbc.sql("""
                        UPDATE annotation.job SET
                            assignee_updated_date = CASE WHEN assignee_id IS DISTINCT FROM :assignee THEN now() ELSE assignee_updated_date END,
                            assignee_id = :assignee, stage = :stage, state = :state, status = :status, updated_date = now()
                        WHERE id = :id
                        """)
                .param("id", job.id())
                .param("assignee", job.assigneeId(), Types.BIGINT)
                .param("stage", job.stage())
                .param("state", job.state())
                .param("status", job.status())
                .update();
    }

    /** Deletes the job and, when it was the last one there, its segment. Annotations are the annotation store's to purge, before this. */
    public void delete(Job job) {
        jdbc.sql("DELETE FROM annotation.job WHERE id = ?").param(job.id()).update();
        jdbc.sql("DELETE FROM annotation.segment s WHERE s.id = ?"
                        + " AND NOT EXISTS (SELECT FROM annotation.job j WHERE j.segment_id = s.id)")
                .param(job.segmentId())
                .update();
    }

    private static Job job(ResultSet row, int number) throws SQLException {
        return new Job(
                row.getLong("id"),
                row.getLong("task_id"),
                row.getLong("segment_id"),
                row.getString("segment_type"),
                row.getInt("start_frame"),
                row.getInt("stop_frame"),
                row.getInt("frame_count"),
                Rows.id(row, "assignee_id"),
                Rows.momentOrNull(row, "assignee_updated_date"),
                row.getString("status"),
                row.getString("stage"),
                row.getString("state"),
                row.getString("type"),
                Rows.id(row, "parent_job_id"),
                row.getLong("revision"),
                Rows.moment(row, "created_date"),
                Rows.moment(row, "updated_date"));
    }
}
