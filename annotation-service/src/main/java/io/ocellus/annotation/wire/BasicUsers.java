package io.ocellus.annotation.wire;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Looks users up for display, a page at a time. Thread-safe; one query a call. */
public final class BasicUsers {
    private final JdbcClient jdbc;

    public BasicUsers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The users among {@code ids} that exist; nulls are skipped. */
    public Map<Long, BasicUser> byId(Collection<@Nullable Long> ids, BaseUrl base) {
        Long[] wanted = ids.stream().filter(Objects::nonNull).distinct().toArray(Long[]::new);
        Map<Long, BasicUser> found = new HashMap<>();
        if (wanted.length == 0) {
            return found;
        }
        jdbc.sql("SELECT id, username, first_name, last_name FROM identity.account WHERE id = ANY(?)")
                .param(wanted)
                .query((row, n) -> {
                    long id = row.getLong(1);
                    return new BasicUser(
                            base.to("/api/users/" + id), id, row.getString(2), row.getString(3), row.getString(4));
                })
                .list()
                .forEach(user -> found.put(user.id(), user));
        return found;
    }

    public boolean exists(long id) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM identity.account WHERE id = ?)")
                .param(id)
                .query(Boolean.class)
                .single();
    }
}
