package io.ocellus.events;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param bootstrapServers as Kafka's clients take them: {@code host:port,…}
 */
@ConfigurationProperties("ocellus.kafka")
public record DomainEventsSettings(String bootstrapServers) {
    /** Where revisions go. */
    public static final String REVISIONS = "ocellus.revisions";
}
