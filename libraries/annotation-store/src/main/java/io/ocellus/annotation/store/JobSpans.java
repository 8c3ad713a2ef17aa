package io.ocellus.annotation.store;

import io.ocellus.annotation.model.Failure;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds the jobs behind a target, with their frames and present revisions. */
final class JobSpans {
    private static final String SELECT =
            "SELECT j.id, j.task_id, s.start_frame, s.stop_frame, j.revision FROM annotation.job j"
                    + " JOIN annotation.segment s ON s.id = j.segment_id";
    private final JdbcClient jdbc;

    JobSpans(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Ordered by first frame; empty for a task that has no data yet. */
    List<JobSpan> of(Target target) {
        return switch (target) {
            case Target.OfJob job -> List.of(job(job.id()));
            case Target.OfTask task -> ofTask(task.id());
        };
    }

    JobSpan job(long id) {
        return query(SELECT + " WHERE j.id = ?", id).stream()
                .findFirst()
                .orElseThrow(() -> new Failure.NotFound("No job " + id + "."));
    }

    /** The same, locked until the transaction ends, in the order of their ids. */
    List<JobSpan> lock(Target target) {
        List<JobSpan> found = switch (target) {
            case Target.OfJob job -> query(SELECT + " WHERE j.id = ? FOR UPDATE OF j", job.id());
            case Target.OfTask task -> {
                jdbc.sql("SELECT id FROM annotation.job WHERE task_id = ? AND type = 'annotation'"
                                + " ORDER BY id FOR UPDATE")
                        .param(task.id())
                        .query(Long.class)
                        .list();
                yield ofTask(task.id());
            }
        };
        if (found.isEmpty()) {
            throw new Failure.NotFound("It was deleted meanwhile.");
        }
        return found;
    }

    private List<JobSpan> ofTask(long id) {
        List<JobSpan> found =
                query(SELECT + " WHERE j.task_id = ? AND j.type = 'annotation' ORDER BY s.start_frame, j.id", id);
        if (found.isEmpty()
                && jdbc.sql("SELECT id FROM annotation.task WHERE id = ?")
                        .param(id)
                        .query(Long.class)
                        .list()
                        .isEmpty()) {
            throw new Failure.NotFound("No task " + id + ".");
        }
        return found;
    }

    private List<JobSpan> query(String sql, long id) {
        return jdbc.sql(sql)
                .param(id)
                .query((rs, n) -> new JobSpan(rs.getLong(1), rs.getLong(2), rs.getInt(3), rs.getInt(4), rs.getLong(5)))
                .list();
    }
}
