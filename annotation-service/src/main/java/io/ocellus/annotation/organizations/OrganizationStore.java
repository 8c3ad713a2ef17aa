package io.ocellus.annotation.organizations;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Organizations in {@code identity.organization}. Thread-safe; in the caller's transaction where there is one. */
final class OrganizationStore {
    private static final String SELECT = "SELECT o.id, o.slug, o.name, o.description, o.contact::text, o.owner_id,"
            + " o.created_date, o.updated_date FROM identity.organization o WHERE ";
    private final JdbcClient jdbc;

    OrganizationStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record Organization(
            long id,
            String slug,
            String name,
            String description,
            String contact,
            @Nullable Long ownerId,
            Instant created,
            Instant updated) {}

    Optional<Organization> byId(long id) {
        return jdbc.sql(SELECT + "o.id = ?")
                .param(id)
                .query(OrganizationStore::read)
                .optional();
    }

    List<Organization> byIds(List<Long> ids) {
        Long[] wanted = ids.toArray(Long[]::new);
        return jdbc.sql(SELECT + "o.id = ANY(?) ORDER BY array_position(?, o.id)")
                .params(wanted, wanted)
                .query(OrganizationStore::read)
                .list();
    }

    Optional<String> roleOf(long organization, long user) {
        return jdbc.sql("SELECT role FROM identity.membership WHERE organization_id = ? AND user_id = ? AND is_active")
                .params(organization, user)
                .query(String.class)
                .optional();
    }

    /** With its owner as the first member. */
    long insert(String slug, String name, String description, String contact, long owner) {
        long id = jdbc.sql("INSERT INTO identity.organization (slug, name, description, contact, owner_id)"
                        + " VALUES (?, ?, ?, ?::jsonb, ?) RETURNING id")
                .params(slug, name, description, contact, owner)
                .query(Long.class)
                .single();
        jdbc.sql("INSERT INTO identity.membership (user_id, organization_id, is_active, joined_date, role)"
                        + " VALUES (?, ?, true, now(), 'owner')")
                .params(owner, id)
                .update();
        return id;
    }

    void update(Organization organization) {
        jdbc.sql("UPDATE identity.organization SET slug = ?, name = ?, description = ?, contact = ?::jsonb,"
                        + " updated_date = now() WHERE id = ?")
                .params(
                        organization.slug(),
                        organization.name(),
                        organization.description(),
                        organization.contact(),
                        organization.id())
                .update();
    }

    /** What it held goes back to the personal workspaces of the owners. */
    void delete(long id) {
        jdbc.sql("UPDATE annotation.project SET organization_id = NULL WHERE organization_id = ?")
                .param(id)
                .update();
        jdbc.sql("UPDATE annotation.task SET organization_id = NULL WHERE organization_id = ?")
                .param(id)
                .update();
        jdbc.sql("DELETE FROM identity.organization WHERE id = ?").param(id).update();
    }

    private static Organization read(ResultSet row, int n) throws SQLException {
        return new Organization(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getObject(6, Long.class),
                row.getTimestamp(7).toInstant(),
                row.getTimestamp(8).toInstant());
    }
}
