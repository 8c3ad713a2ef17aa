package io.ocellus.requests;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The rows of {@code requests.background_request}. Times are the database's, so that clocks of workers do not matter. Every change by a
 * worker carries its fence and does nothing when another claim came after. Thread-safe.
 */
public final class RequestStore {
    /** How often a request is begun before it counts as failed. */
    public static final int MOST_ATTEMPTS = 6;

    private static final Duration KEEP_FINISHED = Duration.ofDays(1);
    private static final Duration KEEP_FAILED = Duration.ofDays(14);
    private static final int LONGEST_MESSAGE = 4000;
    private final JdbcClient jdbc;
    private final JsonMapper json;

    public RequestStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** False when a request of this id is unfinished; a finished or failed one is replaced. */
    boolean insert(NewRequest request) {
        RequestId id = request.id();
        RequestScope scope = request.scope();
        return jdbc.sql("""
                        INSERT INTO requests.background_request AS r (id, queue, state, action, target, target_id, subresource, format, owner_id,
                            organization_id, project_id, task_id, job_id, params, trace_id)
                        VALUES (:id, :queue, 'queued', :action, :target, :targetId, :subresource, :format, :owner,
                            :organization, :project, :task, :job, cast(:params AS jsonb), :trace)
                        ON CONFLICT (id) DO UPDATE SET queue = excluded.queue, state = 'queued', owner_id = excluded.owner_id,
                            subresource = excluded.subresource, format = excluded.format, organization_id = excluded.organization_id,
                            project_id = excluded.project_id, task_id = excluded.task_id, job_id = excluded.job_id,
                            params = excluded.params, trace_id = excluded.trace_id, attempt = 0, lease_until = NULL, worker = NULL,
                            not_before = now(), progress = NULL, message = '', result_id = NULL, result = NULL, created_at = now(),
                            started_at = NULL, finished_at = NULL, expires_at = NULL
                        WHERE r.state IN ('finished', 'failed')
                        """)
                        .param("id", id.render())
                        .param("queue", request.queue())
                        .param("action", id.action())
                        .param("target", id.target())
                        .param("targetId", boxed(id.targetId()), Types.BIGINT)
                        .param("subresource", id.subresource().orElse(null), Types.VARCHAR)
                        .param("format", id.format().orElse(null), Types.VARCHAR)
                        .param("owner", request.owner())
                        .param("organization", boxed(scope.organization()), Types.BIGINT)
                        .param("project", boxed(scope.project()), Types.BIGINT)
                        .param("task", boxed(scope.task()), Types.BIGINT)
                        .param("job", boxed(scope.job()), Types.BIGINT)
                        .param("params", json.writeValueAsString(request.params()))
                        .param("trace", request.traceId().orElse(null), Types.VARCHAR)
                        .update()
                == 1;
    }

    public Optional<BackgroundRequest> find(String id) {
        return jdbc.sql("SELECT * FROM requests.background_request WHERE id = :id")
                .param("id", id)
                .query(this::row)
                .optional();
    }

    /** The requests of these numbers, in this order. */
    public List<BackgroundRequest> ofNumbers(List<Long> numbers) {
        return jdbc.sql("""
                        SELECT r.* FROM unnest(?) WITH ORDINALITY AS n (number, place)
                        JOIN requests.background_request r ON r.number = n.number ORDER BY n.place
                        """)
                .param(numbers.toArray(Long[]::new))
                .query(this::row)
                .list();
    }

    /** A user's requests, newest first. */
    public List<BackgroundRequest> ofOwner(long owner, int limit) {
        return jdbc.sql(
                        "SELECT * FROM requests.background_request WHERE owner_id = :owner ORDER BY created_at DESC, id LIMIT :limit")
                .param("owner", owner)
                .param("limit", limit)
                .query(this::row)
                .list();
    }

    /** Takes the request away unless a worker has begun it. */
    boolean cancelQueued(String id) {
        return jdbc.sql("DELETE FROM requests.background_request WHERE id = :id AND state = 'queued'")
                        .param("id", id)
                        .update()
                == 1;
    }

    /** Takes the oldest queued request of the queue, for {@code lease} from now. */
    Optional<BackgroundRequest> claim(String queue, String worker, Duration lease) {
        return jdbc.sql("""
                        UPDATE requests.background_request
                        SET state = 'started', fence = nextval('requests.fence'), attempt = attempt + 1, worker = :worker,
                            lease_until = now() + cast(:lease AS interval), started_at = coalesce(started_at, now())
                        WHERE state = 'queued' AND id = (
                            SELECT id FROM requests.background_request
                            WHERE queue = :queue AND state = 'queued' AND not_before <= now()
                            ORDER BY not_before LIMIT 1 FOR UPDATE SKIP LOCKED)
                        RETURNING *
                        """)
                .param("worker", worker)
                .param("lease", lease.toMillis() + " milliseconds")
                .param("queue", queue)
                .query(this::row)
                .optional();
    }

    boolean renew(String id, long fence, Duration lease) {
        return jdbc.sql("""
                        UPDATE requests.background_request SET lease_until = now() + cast(:lease AS interval)
                        WHERE id = :id AND fence = :fence AND state = 'started'
                        """)
                        .param("lease", lease.toMillis() + " milliseconds")
                        .param("id", id)
                        .param("fence", fence)
                        .update()
                == 1;
    }

    boolean progress(String id, long fence, double done, String message) {
        return jdbc.sql("""
                        UPDATE requests.background_request SET progress = :done, message = :message
                        WHERE id = :id AND fence = :fence AND state = 'started'
                        """)
                        .param("done", Math.clamp(done, 0, 1))
                        .param("message", shortened(message))
                        .param("id", id)
                        .param("fence", fence)
                        .update()
                == 1;
    }

    boolean lock(String id, long fence) {
        return jdbc.sql("""
                        SELECT 1 FROM requests.background_request WHERE id = :id AND fence = :fence AND state = 'started' FOR UPDATE
                        """)
                .param("id", id)
                .param("fence", fence)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    boolean finish(String id, long fence, RequestResult result) {
        return jdbc.sql("""
                        UPDATE requests.background_request
                        SET state = 'finished', lease_until = NULL, progress = 1, message = '', result_id = :resultId,
                            result = cast(:result AS jsonb), finished_at = now(), expires_at = now() + cast(:keep AS interval)
                        WHERE id = :id AND fence = :fence AND state = 'started'
                        """)
                        .param("resultId", boxed(result.id()), Types.BIGINT)
                        .param("result", json.writeValueAsString(result.detail()))
                        .param("keep", KEEP_FINISHED.toSeconds() + " seconds")
                        .param("id", id)
                        .param("fence", fence)
                        .update()
                == 1;
    }

    boolean fail(String id, long fence, String message) {
        return jdbc.sql("""
                        UPDATE requests.background_request
                        SET state = 'failed', lease_until = NULL, message = :message, finished_at = now(),
                            expires_at = now() + cast(:keep AS interval)
                        WHERE id = :id AND fence = :fence AND state = 'started'
                        """)
                        .param("message", shortened(message))
                        .param("keep", KEEP_FAILED.toSeconds() + " seconds")
                        .param("id", id)
                        .param("fence", fence)
                        .update()
                == 1;
    }

    boolean requeue(String id, long fence, Duration wait) {
        return jdbc.sql("""
                        UPDATE requests.background_request
                        SET state = 'queued', lease_until = NULL, not_before = now() + cast(:wait AS interval)
                        WHERE id = :id AND fence = :fence AND state = 'started'
                        """)
                        .param("wait", wait.toMillis() + " milliseconds")
                        .param("id", id)
                        .param("fence", fence)
                        .update()
                == 1;
    }

    /** Gives requests whose lease has run out back to the queue, or up. */
    List<Hint> expireLeases() {
        return giveBack("lease_until < now()", Map.of());
    }

    /** The same with what an earlier process claimed under the name of a worker that now begins. */
    List<Hint> takeBack(String queue, String worker) {
        return giveBack("queue = :queue AND worker = :worker", Map.of("queue", queue, "worker", worker));
    }

    private List<Hint> giveBack(String which, Map<String, String> parameters) {
        jdbc.sql("""
                        UPDATE requests.background_request
                        SET state = 'failed', lease_until = NULL, finished_at = now(), expires_at = now() + cast(:keep AS interval),
                            message = 'The worker ended before it was done, ' || attempt || ' times in a row.'
                        WHERE state = 'started' AND attempt >= :most AND
                        """ + which)
                .param("keep", KEEP_FAILED.toSeconds() + " seconds")
                .param("most", MOST_ATTEMPTS)
                .params(parameters)
                .update();
        return jdbc.sql("""
                        UPDATE requests.background_request SET state = 'queued', lease_until = NULL, not_before = now()
                        WHERE state = 'started' AND
                        """ + which + " RETURNING queue, id")
                .params(parameters)
                .query((row, number) -> new Hint(row.getString(1), row.getString(2)))
                .list();
    }

    /** Requests that wait longer than {@code age}: their hint may have been lost. */
    List<Hint> waiting(Duration age, int limit) {
        return jdbc.sql("""
                        SELECT queue, id FROM requests.background_request
                        WHERE state = 'queued' AND not_before < now() - cast(:age AS interval) ORDER BY not_before LIMIT :limit
                        """)
                .param("age", age.toMillis() + " milliseconds")
                .param("limit", limit)
                .query((row, number) -> new Hint(row.getString(1), row.getString(2)))
                .list();
    }

    /** Removes rows beyond their time; the objects they name are found by whoever sweeps objects. */
    List<BackgroundRequest> removeExpired(int limit) {
        return jdbc.sql("""
                        DELETE FROM requests.background_request WHERE id IN (
                            SELECT id FROM requests.background_request WHERE expires_at < now() ORDER BY expires_at LIMIT :limit)
                        AND expires_at < now() RETURNING *
                        """).param("limit", limit).query(this::row).list();
    }

    /** That there is, or may be, work in a queue. */
    record Hint(String queue, String id) {}

    private BackgroundRequest row(ResultSet row, int number) throws SQLException {
        String result = row.getString("result");
        return new BackgroundRequest(
                row.getString("id"),
                row.getString("queue"),
                RequestState.ofWireName(row.getString("state")),
                row.getString("action"),
                row.getString("target"),
                number(row, "target_id"),
                Optional.ofNullable(row.getString("subresource")),
                Optional.ofNullable(row.getString("format")),
                row.getLong("owner_id"),
                new RequestScope(
                        number(row, "organization_id"),
                        number(row, "project_id"),
                        number(row, "task_id"),
                        number(row, "job_id")),
                json.readTree(row.getString("params")),
                row.getInt("attempt"),
                row.getLong("fence"),
                decimal(row, "progress"),
                row.getString("message"),
                number(row, "result_id"),
                Optional.ofNullable(result).map(this::parsed),
                Optional.ofNullable(row.getString("trace_id")),
                row.getTimestamp("created_at").toInstant(),
                instant(row, "started_at"),
                instant(row, "finished_at"),
                instant(row, "expires_at"));
    }

    private JsonNode parsed(String text) {
        return json.readTree(text);
    }

    private static OptionalLong number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static OptionalDouble decimal(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }

    private static @Nullable Long boxed(OptionalLong value) {
        return value.isPresent() ? Long.valueOf(value.getAsLong()) : null;
    }

    private static String shortened(String text) {
        String clean = text.replace('\0', ' ');
        return clean.length() <= LONGEST_MESSAGE ? clean : clean.substring(0, LONGEST_MESSAGE);
    }
}
