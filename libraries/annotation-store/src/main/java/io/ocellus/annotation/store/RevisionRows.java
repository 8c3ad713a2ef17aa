package io.ocellus.annotation.store;

import io.ocellus.annotation.model.Failure;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The row of each save in {@code job_revision}. Runs in the transaction of the save. */
final class RevisionRows {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String VERSION = "version";
    private final JdbcClient jdbc;
    private final Supplier<Optional<String>> traceId;

    RevisionRows(JdbcClient jdbc, Supplier<Optional<String>> traceId) {
        this.jdbc = jdbc;
        this.traceId = traceId;
    }

    /** @param hash of what came with the key */
    record Key(String name, byte[] hash) {}

    /** What, together with the repeated body, makes the first answer again. */
    record Answer(long version, Map<String, Long> firstIds) {}

    record Keyed(Key key, Answer answer) {}

    /** The first answer to this key, if it was used for one of the jobs. */
    Optional<Answer> answered(List<JobSpan> jobs, Key key) {
        record Found(byte[] hash, String answer) {}
        Optional<Found> found = jdbc.sql("SELECT request_hash, answer::text FROM annotation.job_revision"
                        + " WHERE job_id IN (:jobs) AND request_key = :key ORDER BY job_id LIMIT 1")
                .param("jobs", jobs.stream().map(JobSpan::jobId).toList())
                .param("key", key.name())
                .query((rs, n) -> new Found(rs.getBytes(1), rs.getString(2)))
                .optional();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        if (!Arrays.equals(found.get().hash(), key.hash())) {
            throw new Failure.Conflict("The Idempotency-Key " + key.name() + " was used for another save.");
        }
        Map<String, Long> values =
                new HashMap<>(JSON.readValue(found.get().answer(), new TypeReference<Map<String, Long>>() {}));
        Long version = values.remove(VERSION);
        return Optional.of(new Answer(version == null ? 0 : version, values));
    }

    void add(
            JobSpan job,
            String action,
            OptionalLong user,
            RowStage.Counts added,
            long removedRows,
            Optional<Keyed> keyed) {
        Map<String, Long> counts = Map.of(
                "tags", added.tags(),
                "shapes", added.shapes(),
                "tracks", added.tracks(),
                "removed", removedRows);
        jdbc.sql("INSERT INTO annotation.job_revision"
                        + " (job_id, revision, user_id, action, counts, request_key, request_hash, answer, trace_id)"
                        + " VALUES (?, ?, ?, ?, CAST(? AS jsonb), ?, ?, CAST(? AS jsonb), ?)")
                .param(job.jobId())
                .param(job.revision() + 1)
                .param(user.isPresent() ? user.getAsLong() : null)
                .param(action)
                .param(JSON.writeValueAsString(counts))
                .param(keyed.map(k -> k.key().name()).orElse(null))
                .param(keyed.map(k -> k.key().hash()).orElse(null))
                .param(keyed.map(k -> json(k.answer())).orElse(null))
                .param(traceId.get().orElse(null))
                .update();
    }

    private static String json(Answer answer) {
        Map<String, Long> all = new HashMap<>(answer.firstIds());
        all.put(VERSION, answer.version());
        return JSON.writeValueAsString(all);
    }

    /**
     * The last row of jobs that go: it tells those who follow, and names the task because the job will no longer do so. The relay removes it
     * once it was sent.
     */
    void purged(Collection<Long> jobIds) {
        jdbc.sql("INSERT INTO annotation.job_revision (job_id, revision, action, counts, trace_id, purged_task)"
                        + " SELECT id, revision + 1, 'purge', '{}', :trace, task_id FROM annotation.job"
                        + " WHERE id IN (:jobs) ON CONFLICT DO NOTHING")
                .param("trace", traceId.get().orElse(null), java.sql.Types.VARCHAR)
                .param("jobs", jobIds)
                .update();
    }

    /** Counts the revision up, and notes the change where lists show it. */
    void touch(List<JobSpan> jobs) {
        for (JobSpan job : jobs) {
            jdbc.sql("UPDATE annotation.job SET revision = ?, updated_date = clock_timestamp() WHERE id = ?")
                    .param(job.revision() + 1)
                    .param(job.jobId())
                    .update();
        }
        for (long task : jobs.stream().map(JobSpan::taskId).distinct().sorted().toList()) {
            jdbc.sql("UPDATE annotation.task SET updated_date = clock_timestamp() WHERE id = ?")
                    .param(task)
                    .update();
            jdbc.sql("UPDATE annotation.project SET updated_date = clock_timestamp()"
                            + " WHERE id = (SELECT project_id FROM annotation.task WHERE id = ?)")
                    .param(task)
                    .update();
        }
    }
}
