package io.ocellus.vector.service.access;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** In {@code vector.milvus_user}. */
public final class StoredMilvusUsers implements MilvusUsers {
    private final JdbcClient jdbc;

    public StoredMilvusUsers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Optional<String> passwordHash(String user) {
        return jdbc.sql("SELECT password_hash FROM vector.milvus_user WHERE name = ?")
                .param(user)
                .query(String.class)
                .optional();
    }

    @Override
    public void addIfAbsent(String user, String passwordHash) {
        jdbc.sql("INSERT INTO vector.milvus_user (name, password_hash) VALUES (?, ?) ON CONFLICT (name) DO NOTHING")
                .params(user, passwordHash)
                .update();
    }
}
