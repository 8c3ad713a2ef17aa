package io.ocellus.annotation.database;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the database is.
 *
 * @param url JDBC URL of the database, whose schemas SQL names explicitly
 * @param pool connections at most, 2 to 64
 */
@ConfigurationProperties("ocellus.database")
public record DatabaseSettings(
        String url,
        String user,
        String password,
        @DefaultValue("12") int pool) {
    public DatabaseSettings {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("ocellus.database.url must begin with jdbc:postgresql:, is " + url);
        }
        if (pool < 2 || pool > 64) {
            throw new IllegalArgumentException("ocellus.database.pool must be 2 to 64, is " + pool);
        }
    }
}
