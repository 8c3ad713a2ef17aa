package io.ocellus.annotation.memberships;

import io.ocellus.annotation.model.Failure;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Memberships in {@code identity.membership}, and the use case that adds a member. Thread-safe; a query a call. */
public final class Members {
    /** The roles that can be given: an owner is made with the organization and stays. */
    public static final Set<String> ROLES = Set.of("worker", "supervisor", "maintainer");

    private static final String SELECT = "SELECT m.id, m.user_id, m.organization_id, m.is_active, m.joined_date, m.role"
            + " FROM identity.membership m WHERE ";
    private final JdbcClient jdbc;

    public Members(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A membership; without a user once that account is gone. */
    public record Membership(
            long id,
            @Nullable Long userId,
            long organizationId,
            boolean active,
            @Nullable Instant joined,
            String role) {}

    /** Makes a user a member at once, as an accepted invitation does. Deciding who may is the caller's. */
    public Membership add(long organizationId, long userId, String role) {
        if (!ROLES.contains(role)) {
            throw Failure.Invalid.field("role", "\"" + role + "\" is not a valid choice.");
        }
        try {
            long id = jdbc.sql(
                            "INSERT INTO identity.membership (user_id, organization_id, is_active, joined_date, role)"
                                    + " VALUES (?, ?, true, now(), ?) RETURNING id")
                    .params(userId, organizationId, role)
                    .query(Long.class)
                    .single();
            return byId(id).orElseThrow();
        } catch (DataIntegrityViolationException e) {
            throw new Failure.Invalid("The user is a member of the organization already, or one of them is gone.", e);
        }
    }

    Optional<Membership> byId(long id) {
        return jdbc.sql(SELECT + "m.id = ?").param(id).query(Members::read).optional();
    }

    List<Membership> byIds(List<Long> ids) {
        Long[] wanted = ids.toArray(Long[]::new);
        return jdbc.sql(SELECT + "m.id = ANY(?) ORDER BY array_position(?, m.id)")
                .params(wanted, wanted)
                .query(Members::read)
                .list();
    }

    /** Only while it is still what was decided on. */
    void changeRole(Membership membership, String role) {
        int changed = jdbc.sql("UPDATE identity.membership SET role = ? WHERE id = ? AND role = ?")
                .params(role, membership.id(), membership.role())
                .update();
        if (changed == 0) {
            throw new Failure.Conflict("The membership changed meanwhile.");
        }
    }

    void remove(long id) {
        jdbc.sql("DELETE FROM identity.membership WHERE id = ?").param(id).update();
    }

    private static Membership read(ResultSet row, int n) throws SQLException {
        Timestamp joined = row.getTimestamp(5);
        return new Membership(
                row.getLong(1),
                row.getObject(2, Long.class),
                row.getLong(3),
                row.getBoolean(4),
                joined == null ? null : joined.toInstant(),
                row.getString(6));
    }
}
