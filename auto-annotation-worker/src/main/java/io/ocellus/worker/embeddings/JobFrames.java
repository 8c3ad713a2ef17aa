package io.ocellus.worker.embeddings;

import io.ocellus.annotation.model.ShapeType;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the tables say now of a job and its shapes. Thread-safe; each call is one query. */
final class JobFrames {
    private final JdbcClient jdbc;

    JobFrames(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param dataId of the task's media */
    record JobFacts(long job, long task, long dataId, int startFrame, int stopFrame) {}

    /** A top-level shape as it is saved now. */
    record Present(long id, int frame, long label, ShapeType type, double rotation, double[] points, long revision) {}

    Optional<JobFacts> job(long job) {
        return jdbc.sql("""
                        SELECT j.id, j.task_id, t.data_id, s.start_frame, s.stop_frame FROM annotation.job j
                        JOIN annotation.segment s ON s.id = j.segment_id JOIN annotation.task t ON t.id = j.task_id
                        WHERE j.id = ? AND t.data_id IS NOT NULL AND s.type = 'range'
                        """)
                .param(job)
                .query((row, n) ->
                        new JobFacts(row.getLong(1), row.getLong(2), row.getLong(3), row.getInt(4), row.getInt(5)))
                .optional();
    }

    boolean taskExists(long task) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM annotation.task WHERE id = ?)")
                .param(task)
                .query(Boolean.class)
                .single();
    }

    /** Those of the shapes that exist now; a skeleton with the points of its elements. */
    List<Present> present(long job, Collection<Long> ids) {
        return jdbc.sql("""
                        SELECT s.id, s.frame, s.label_id, s.type, s.rotation, s.revision,
                            CASE WHEN cardinality(s.points) > 0 THEN s.points ELSE ARRAY(
                                SELECT p FROM annotation.shape e, unnest(e.points) WITH ORDINALITY AS x(p, n)
                                WHERE e.job_id = s.job_id AND e.parent_id = s.id ORDER BY e.id, n) END
                        FROM annotation.shape s WHERE s.job_id = ? AND s.id = ANY(?) AND s.parent_id IS NULL
                        """)
                .params(job, ids.toArray(Long[]::new))
                .query((row, n) -> new Present(
                        row.getLong(1),
                        row.getInt(2),
                        row.getLong(3),
                        ShapeType.ofStored(row.getInt(4)),
                        row.getDouble(5),
                        numbers(row.getArray(7)),
                        row.getLong(6)))
                .list();
    }

    private static double[] numbers(java.sql.Array array) throws SQLException {
        return Arrays.stream((Double[]) array.getArray())
                .mapToDouble(Double::doubleValue)
                .toArray();
    }
}
