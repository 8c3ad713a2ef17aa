package io.ocellus.annotation.identity;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Accounts in {@code identity.account}. Thread-safe; a query a call, in the caller's transaction where there is one. */
public final class Accounts {
    private static final String SELECT = "SELECT a.id, a.username, a.first_name, a.last_name, a.email, a.password,"
            + " a.credential_version, a.is_staff, a.is_superuser, a.is_active, a.has_analytics_access, a.last_login,"
            + " a.date_joined, ARRAY(SELECT g.name FROM identity.account_group g WHERE g.account_id = a.id ORDER BY g.name)"
            + " FROM identity.account a WHERE ";
    private final JdbcClient jdbc;

    public Accounts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What a new account needs. */
    public record NewAccount(
            String username,
            String firstName,
            String lastName,
            String email,
            String passwordHash,
            boolean superuser,
            Set<String> groups) {
        public NewAccount {
            groups = Set.copyOf(groups);
        }
    }

    public Optional<Account> byId(long id) {
        return jdbc.sql(SELECT + "a.id = ?").param(id).query(Accounts::read).optional();
    }

    /** In the order of the ids; those that are gone are left out. */
    public List<Account> byIds(List<Long> ids) {
        return jdbc.sql(SELECT + "a.id = ANY(?) ORDER BY array_position(?, a.id)")
                .params(ids.toArray(Long[]::new), ids.toArray(Long[]::new))
                .query(Accounts::read)
                .list();
    }

    public Optional<Account> byUsername(String username) {
        return jdbc.sql(SELECT + "a.username = ?")
                .param(username)
                .query(Accounts::read)
                .optional();
    }

    /** The account with this address, in any case of letters; nobody when several share it. */
    public Optional<Account> byEmail(String email) {
        if (email.isEmpty()) {
            return Optional.empty();
        }
        List<Account> found = jdbc.sql(SELECT + "lower(a.email) = lower(?) LIMIT 2")
                .param(email)
                .query(Accounts::read)
                .list();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    public boolean emailTaken(String email) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM identity.account WHERE lower(email) = lower(?))")
                .param(email)
                .query(Boolean.class)
                .single();
    }

    /** In a transaction of the caller's; a taken name is a {@link org.springframework.dao.DuplicateKeyException}. */
    public long insert(NewAccount account) {
        long id = jdbc.sql("INSERT INTO identity.account"
                        + " (username, first_name, last_name, email, password, is_staff, is_superuser)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id")
                .params(
                        account.username(),
                        account.firstName(),
                        account.lastName(),
                        account.email(),
                        account.passwordHash(),
                        account.superuser(),
                        account.superuser())
                .query(Long.class)
                .single();
        setGroups(id, account.groups());
        return id;
    }

    /** Writes everything that a person may change, and a new version. */
    public void update(Account account) {
        jdbc.sql("UPDATE identity.account SET username = ?, first_name = ?, last_name = ?, email = ?, is_staff = ?,"
                        + " is_superuser = ?, is_active = ?, credential_version = credential_version + 1 WHERE id = ?")
                .params(
                        account.username(),
                        account.firstName(),
                        account.lastName(),
                        account.email(),
                        account.staff(),
                        account.superuser(),
                        account.active(),
                        account.id())
                .update();
        setGroups(account.id(), account.groups());
    }

    public void changePassword(long id, String hash) {
        jdbc.sql("UPDATE identity.account SET password = ?, credential_version = credential_version + 1 WHERE id = ?")
                .params(hash, id)
                .update();
    }

    /** The same password in a better hash: only while it still is that password. */
    void rehash(Account account, String hash) {
        jdbc.sql("UPDATE identity.account SET password = ? WHERE id = ? AND password = ?")
                .params(hash, account.id(), account.password())
                .update();
    }

    void signedIn(long id) {
        jdbc.sql("UPDATE identity.account SET last_login = now() WHERE id = ?")
                .param(id)
                .update();
    }

    public void delete(long id) {
        jdbc.sql("DELETE FROM identity.account WHERE id = ?").param(id).update();
    }

    private void setGroups(long id, Set<String> groups) {
        jdbc.sql("DELETE FROM identity.account_group WHERE account_id = ?")
                .param(id)
                .update();
        for (String group : groups) {
            jdbc.sql("INSERT INTO identity.account_group (account_id, name) VALUES (?, ?)")
                    .params(id, group)
                    .update();
        }
    }

    private static Account read(ResultSet row, int n) throws SQLException {
        Timestamp lastLogin = row.getTimestamp(12);
        return new Account(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getLong(7),
                row.getBoolean(8),
                row.getBoolean(9),
                row.getBoolean(10),
                row.getBoolean(11),
                lastLogin == null ? null : lastLogin.toInstant(),
                row.getTimestamp(13).toInstant(),
                groups(row.getArray(14)));
    }

    private static Set<String> groups(@Nullable Array array) throws SQLException {
        return array == null ? Set.of() : Set.copyOf(Arrays.asList((String[]) array.getArray()));
    }
}
