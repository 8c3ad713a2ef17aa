package io.ocellus.annotation.access;

import io.ocellus.authorization.OrganizationContext;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds organizations and a user's active role there. Thread-safe; one query a call. */
public final class Organizations {
    private static final String SELECT = "SELECT o.id, o.slug, o.owner_id, m.role FROM identity.organization o"
            + " LEFT JOIN identity.membership m ON m.organization_id = o.id AND m.user_id = ? AND m.is_active WHERE ";
    private final JdbcClient jdbc;

    public Organizations(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Optional<OrganizationContext> bySlug(String slug, long userId) {
        return find("o.slug = ?", userId, slug);
    }

    public Optional<OrganizationContext> byId(long id, long userId) {
        return find("o.id = ?", userId, id);
    }

    private Optional<OrganizationContext> find(String where, long userId, Object key) {
        return jdbc.sql(SELECT + where)
                .params(userId, key)
                .query((row, n) -> new OrganizationContext(
                        row.getLong(1), row.getString(2), row.getLong(3), Optional.ofNullable(row.getString(4))))
                .optional();
    }
}
