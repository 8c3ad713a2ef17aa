package io.ocellus.annotation.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One pool for all of the annotation side in a process: services and workers that share a context share it. Statements and waits for
 * connections end by deadlines, so that a database that hangs does not take the service along.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseSettings.class)
public class DatabaseConfiguration {
    private static final Duration CONNECTION_WAIT = Duration.ofSeconds(10);
    private static final Duration STATEMENT = Duration.ofMinutes(5);
    private static final Duration LOCK_WAIT = Duration.ofSeconds(60);

    @Bean(destroyMethod = "close")
    @Primary
    HikariDataSource annotationDataSource(DatabaseSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("annotation");
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(settings.pool());
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECTION_WAIT.toMillis());
        config.setInitializationFailTimeout(-1);
        config.addDataSourceProperty("ApplicationName", "ocellus-annotation");
        config.addDataSourceProperty("connectTimeout", "5");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty(
                "options",
                "-c statement_timeout=" + STATEMENT.toMillis() + " -c lock_timeout=" + LOCK_WAIT.toMillis()
                        + " -c idle_in_transaction_session_timeout=" + STATEMENT.toMillis());
        return new HikariDataSource(config);
    }

    @Bean
    @Primary
    PlatformTransactionManager annotationTransactionManager(DataSource annotationDataSource) {
        return new JdbcTransactionManager(annotationDataSource);
    }

    @Bean
    @Primary
    TransactionTemplate annotationTransactions(PlatformTransactionManager annotationTransactionManager) {
        return new TransactionTemplate(annotationTransactionManager);
    }

    @Bean
    @Primary
    JdbcTemplate annotationJdbcTemplate(DataSource annotationDataSource) {
        return new JdbcTemplate(annotationDataSource);
    }

    @Bean
    @Primary
    JdbcClient annotationJdbcClient(JdbcTemplate annotationJdbcTemplate) {
        return JdbcClient.create(annotationJdbcTemplate);
    }
}
