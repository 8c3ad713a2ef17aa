package io.ocellus.annotation.accesstokens;

import io.ocellus.annotation.identity.Secrets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Access tokens in {@code identity.access_token}. One is usable until it is revoked, expired, or unused for {@link #STALE}. Thread-safe; a
 * query a call. The last use is noted at most every two hours.
 */
public final class AccessTokenKeys {
    /** Unused for so long, a token is dead: as in CVAT. */
    public static final Duration STALE = Duration.ofDays(180);

    static final int MOST_FOR_ONE = 50;
    private static final Duration NOTED = Duration.ofHours(2);
    private static final String USABLE = " NOT t.revoked AND (t.expiry_date IS NULL OR t.expiry_date > now())"
            + " AND coalesce(t.last_used_date, t.created_date) > now() - interval '180 days'";
    private static final String SELECT =
            "SELECT t.id, t.account_id, t.name, t.read_only, t.created_date, t.updated_date,"
                    + " t.expiry_date, t.last_used_date FROM identity.access_token t WHERE " + USABLE;

    private final JdbcClient jdbc;
    private final Secrets secrets;
    private final Clock clock;

    public AccessTokenKeys(JdbcClient jdbc, Secrets secrets, Clock clock) {
        this.jdbc = jdbc;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** A token without its key. */
    public record AccessToken(
            long id,
            long accountId,
            String name,
            boolean readOnly,
            Instant created,
            Instant updated,
            @Nullable Instant expires,
            @Nullable Instant lastUsed) {}

    /** SQL that holds for usable rows of {@code identity.access_token t}. */
    static String usable() {
        return USABLE;
    }

    /** The usable token with this key; notes the use. */
    public Optional<AccessToken> use(String key) {
        Optional<AccessToken> found = jdbc.sql(SELECT + " AND t.key_hash = ?")
                .param(Secrets.hash(key))
                .query(AccessTokenKeys::read)
                .optional();
        Instant due = clock.instant().minus(NOTED);
        found.filter(token -> token.lastUsed() == null || token.lastUsed().isBefore(due))
                .ifPresent(token -> jdbc.sql("UPDATE identity.access_token SET last_used_date = ? WHERE id = ?")
                        .params(Timestamp.from(clock.instant()), token.id())
                        .update());
        return found;
    }

    Optional<AccessToken> byId(long id) {
        return jdbc.sql(SELECT + " AND t.id = ?")
                .param(id)
                .query(AccessTokenKeys::read)
                .optional();
    }

    List<AccessToken> byIds(List<Long> ids) {
        Long[] wanted = ids.toArray(Long[]::new);
        return jdbc.sql(SELECT + " AND t.id = ANY(?) ORDER BY array_position(?, t.id)")
                .params(wanted, wanted)
                .query(AccessTokenKeys::read)
                .list();
    }

    int count(long accountId) {
        return jdbc.sql("SELECT count(*) FROM identity.access_token t WHERE t.account_id = ? AND " + USABLE)
                .param(accountId)
                .query(Integer.class)
                .single();
    }

    /** The id of the new token, whose key only the caller keeps. */
    long insert(long accountId, String key, String name, boolean readOnly, @Nullable Instant expires) {
        return jdbc.sql("INSERT INTO identity.access_token (key_hash, account_id, name, read_only, expiry_date)"
                        + " VALUES (?, ?, ?, ?, ?) RETURNING id")
                .param(Secrets.hash(key))
                .param(accountId)
                .param(name)
                .param(readOnly)
                .param(expires == null ? null : Timestamp.from(expires))
                .query(Long.class)
                .single();
    }

    String newKey() {
        return secrets.word(8) + "." + secrets.word(40);
    }

    void update(AccessToken token) {
        Instant expires = token.expires();
        jdbc.sql("UPDATE identity.access_token SET name = ?, read_only = ?, expiry_date = ?, updated_date = now()"
                        + " WHERE id = ?")
                .param(token.name())
                .param(token.readOnly())
                .param(expires == null ? null : Timestamp.from(expires))
                .param(token.id())
                .update();
    }

    void revoke(long id) {
        jdbc.sql("UPDATE identity.access_token SET revoked = true, updated_date = now() WHERE id = ?")
                .param(id)
                .update();
    }

    private static AccessToken read(ResultSet row, int n) throws SQLException {
        return new AccessToken(
                row.getLong(1),
                row.getLong(2),
                row.getString(3),
                row.getBoolean(4),
                row.getTimestamp(5).toInstant(),
                row.getTimestamp(6).toInstant(),
                moment(row.getTimestamp(7)),
                moment(row.getTimestamp(8)));
    }

    private static @Nullable Instant moment(@Nullable Timestamp stamp) {
        return stamp == null ? null : stamp.toInstant();
    }
}
