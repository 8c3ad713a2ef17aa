package io.ocellus.annotation.identity;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** CVAT's API tokens ({@code Authorization: Token …}): one an account, made at the first sign-in, gone at sign-out. Thread-safe. */
final class ApiTokens {
    private final JdbcClient jdbc;
    private final Secrets secrets;

    ApiTokens(JdbcClient jdbc, Secrets secrets) {
        this.jdbc = jdbc;
        this.secrets = secrets;
    }

    record ApiToken(long id, long accountId) {}

    String of(long accountId) {
        jdbc.sql("INSERT INTO identity.api_token (key, account_id) VALUES (?, ?) ON CONFLICT (account_id) DO NOTHING")
                .params(secrets.hex(20), accountId)
                .update();
        return jdbc.sql("SELECT key FROM identity.api_token WHERE account_id = ?")
                .param(accountId)
                .query(String.class)
                .single();
    }

    Optional<ApiToken> find(String key) {
        return jdbc.sql("SELECT id, account_id FROM identity.api_token WHERE key = ?")
                .param(key)
                .query((row, n) -> new ApiToken(row.getLong(1), row.getLong(2)))
                .optional();
    }

    void revoke(long accountId) {
        jdbc.sql("DELETE FROM identity.api_token WHERE account_id = ?")
                .param(accountId)
                .update();
    }
}
