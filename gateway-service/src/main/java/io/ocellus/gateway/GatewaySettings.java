package io.ocellus.gateway;

import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the gateway sends what.
 *
 * @param annotationService base address of the annotation service
 * @param vectorService base address of the vector service's REST side
 * @param credentialsKept how long an exchanged credential is believed without asking again
 * @param exchangeTimeout for asking
 * @param answerTimeout for a service's answer to begin, after the request was sent
 * @param trustForwarded keep the {@code X-Forwarded-*} headers of a proxy before this gateway; only where every request passes it
 */
@ConfigurationProperties("ocellus.gateway")
public record GatewaySettings(
        @DefaultValue("http://127.0.0.1:8081") @NotNull URI annotationService,
        @DefaultValue("http://127.0.0.1:19530") @NotNull URI vectorService,
        @DefaultValue("2s") Duration credentialsKept,
        @DefaultValue("10s") Duration exchangeTimeout,
        @DefaultValue("5m") Duration answerTimeout,
        @DefaultValue("false") boolean trustForwarded) {}
