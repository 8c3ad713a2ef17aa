package io.ocellus.annotation.identity;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Sessions of people at a browser, in {@code identity.session}: they outlive every process. A session ends {@code life} after its last use
 * (noted at most daily). Thread-safe; one query a call.
 */
final class Sessions {
    private static final Duration NOTED = Duration.ofDays(1);
    private final JdbcClient jdbc;
    private final Secrets secrets;
    private final Clock clock;
    private final Duration life;

    Sessions(JdbcClient jdbc, Secrets secrets, Clock clock, Duration life) {
        this.jdbc = jdbc;
        this.secrets = secrets;
        this.clock = clock;
        this.life = life;
    }

    record Session(long id, long accountId) {}

    Duration life() {
        return life;
    }

    /** The key of a new session, which only the client keeps. */
    String open(long accountId) {
        String key = secrets.hex(32);
        Instant now = clock.instant();
        jdbc.sql("DELETE FROM identity.session WHERE account_id = ? AND expires < ?")
                .params(accountId, Timestamp.from(now))
                .update();
        jdbc.sql("INSERT INTO identity.session (key_hash, account_id, expires) VALUES (?, ?, ?)")
                .params(Secrets.hash(key), accountId, Timestamp.from(now.plus(life)))
                .update();
        return key;
    }

    Optional<Session> find(String key) {
        Instant now = clock.instant();
        record Row(Session session, Instant expires) {}
        Optional<Row> row = jdbc.sql(
                        "SELECT id, account_id, expires FROM identity.session WHERE key_hash = ? AND expires > ?")
                .params(Secrets.hash(key), Timestamp.from(now))
                .query((r, n) -> new Row(
                        new Session(r.getLong(1), r.getLong(2)),
                        r.getTimestamp(3).toInstant()))
                .optional();
        row.filter(r -> r.expires().isBefore(now.plus(life).minus(NOTED)))
                .ifPresent(r -> jdbc.sql("UPDATE identity.session SET expires = ? WHERE id = ?")
                        .params(Timestamp.from(now.plus(life)), r.session().id())
                        .update());
        return row.map(Row::session);
    }

    void close(long id) {
        jdbc.sql("DELETE FROM identity.session WHERE id = ?").param(id).update();
    }

    /** All sessions of an account but one; for 0 all of them. */
    void closeOthers(long accountId, long kept) {
        jdbc.sql("DELETE FROM identity.session WHERE account_id = ? AND id <> ?")
                .params(accountId, kept)
                .update();
    }
}
