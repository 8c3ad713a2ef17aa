package io.ocellus.events;

import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The relay, for the service that saves: needs the annotation database's pool and transaction manager. Without an address of Kafka there is
 * none, and revisions wait in their table.
 */
@ConditionalOnProperty("ocellus.kafka.bootstrap-servers")
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DomainEventsSettings.class)
public class RevisionRelayConfiguration {
    @Bean(initMethod = "start", destroyMethod = "close")
    RevisionRelay revisionRelay(
            DataSource database, PlatformTransactionManager transactions, DomainEventsSettings settings) {
        return new RevisionRelay(
                database, transactions, Objects.requireNonNull(settings.bootstrapServers()), settings.revisionsTopic());
    }
}
