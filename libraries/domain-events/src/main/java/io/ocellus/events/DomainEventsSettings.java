package io.ocellus.events;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param bootstrapServers as Kafka's clients take them: {@code host:port,…}; null where there is no Kafka
 * @param revisionsTopic where revisions go; all who share the annotation tables use one
 * @param member name of this process among the consumers: the same after a restart, different in each process. Who comes back under it goes
 *     on at once; without one the group first waits until the session of the one that died has run out
 */
@ConfigurationProperties("ocellus.kafka")
public record DomainEventsSettings(
        @Nullable String bootstrapServers,
        @DefaultValue("ocellus.revisions") String revisionsTopic,
        @DefaultValue("") String member) {}
