package io.ocellus.annotation.service;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;

/** Brings the schemas that this service owns to their present versions before anything else uses the database. */
final class Migrations implements InitializingBean {
    static final String[] SCHEMAS = {"identity", "annotation", "requests", "events"};
    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
    private final DataSource dataSource;

    Migrations(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public void afterPropertiesSet() {
        for (String schema : SCHEMAS) {
            int done = Flyway.configure()
                    .dataSource(dataSource)
                    .schemas(schema)
                    .defaultSchema(schema)
                    .createSchemas(true)
                    .locations("classpath:db/" + schema)
                    .failOnMissingLocations(false)
                    .connectRetries(10)
                    .load()
                    .migrate()
                    .migrationsExecuted;
            if (done > 0) {
                LOG.info("Schema {}: {} migrations applied", schema, done);
            }
        }
    }
}
