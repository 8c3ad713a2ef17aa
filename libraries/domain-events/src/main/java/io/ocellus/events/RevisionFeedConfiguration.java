package io.ocellus.events;

import java.util.Objects;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The feed, for whoever consumes revisions. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DomainEventsSettings.class)
public class RevisionFeedConfiguration {
    @Bean
    RevisionFeed revisionFeed(DomainEventsSettings settings) {
        return new KafkaRevisionFeed(
                Objects.requireNonNull(settings.bootstrapServers(), "ocellus.kafka.bootstrap-servers is not set"),
                settings.revisionsTopic(),
                settings.member());
    }
}
