package io.ocellus.annotation.data;

import io.ocellus.annotation.model.Job;
import java.sql.Array;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The frames of a job: a range, or chosen ones. Thread-safe; one query for chosen ones. */
final class JobFrames {
    private final JdbcClient jdbc;

    JobFrames(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Numbers in the task, ascending, at least one. */
    List<Integer> of(Job job) {
        if (job.segmentType().equals("range")) {
            return IntStream.rangeClosed(job.startFrame(), job.stopFrame())
                    .boxed()
                    .toList();
        }
        return jdbc.sql("SELECT frames FROM annotation.segment WHERE id = ?")
                .param(job.segmentId())
                .query((row, number) -> chosen(row.getArray(1)))
                .single();
    }

    /** When the pictures of the segment, or of all the task's, last changed. */
    Instant changed(String column, long id) {
        return jdbc.sql("SELECT max(chunks_updated_date) FROM annotation.segment WHERE " + column + " = ?")
                .param(id)
                .query(Timestamp.class)
                .optional()
                .map(Timestamp::toInstant)
                .orElse(Instant.EPOCH);
    }

    private static List<Integer> chosen(Array frames) throws java.sql.SQLException {
        return Arrays.stream((Integer[]) frames.getArray()).sorted().toList();
    }
}
