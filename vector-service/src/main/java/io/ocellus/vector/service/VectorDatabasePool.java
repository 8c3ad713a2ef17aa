package io.ocellus.vector.service;

import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.Flyway;

/**
 * The one pool of connections of the schema {@code vector}, and its migrations. Not a bean of the type that others look for: in one process
 * with other services each keeps to its own pool.
 */
final class VectorDatabasePool implements AutoCloseable {
    private static final int CONNECTIONS = 8;

    private final HikariDataSource source;

    private VectorDatabasePool(HikariDataSource source) {
        this.source = source;
    }

    /** Connects and brings the schema to its present version. */
    static VectorDatabasePool open(String url, String user, String password) {
        HikariDataSource source = new HikariDataSource();
        source.setPoolName("vector");
        source.setJdbcUrl(url);
        source.setUsername(user);
        source.setPassword(password);
        source.setMaximumPoolSize(CONNECTIONS);
        source.setMinimumIdle(1);
        source.setConnectionTimeout(5000);
        // A database that is not there yet delays the migration, which tries again.
        source.setInitializationFailTimeout(-1);
        Flyway.configure()
                .dataSource(source)
                .schemas("vector")
                .defaultSchema("vector")
                .createSchemas(true)
                .locations("classpath:db/vector")
                .connectRetries(30)
                .load()
                .migrate();
        return new VectorDatabasePool(source);
    }

    HikariDataSource source() {
        return source;
    }

    @Override
    public void close() {
        source.close();
    }
}
