package io.ocellus.gateway;

import io.ocellus.authorization.CredentialExchange;
import java.time.Clock;
import java.util.Map;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * The HTTP door: {@code /api} to the annotation service, {@code /v2/vectordb} to the vector service, everything else is the web UI. What
 * services keep for each other ({@code /_internal}) has no route. Expects Spring WebFlux and Spring Cloud Gateway of its context.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(GatewaySettings.class)
public class GatewayConfiguration {
    /** Defaults for the context: loopback, bounds, streaming. */
    public static final Map<String, Object> DEFAULTS = Map.ofEntries(
            Map.entry("server.address", "127.0.0.1"),
            Map.entry("server.port", "8080"),
            Map.entry("server.shutdown", "graceful"),
            Map.entry("server.max-http-request-header-size", "64KB"),
            Map.entry("server.netty.max-initial-line-length", "64KB"),
            Map.entry("server.netty.idle-timeout", "75s"),
            Map.entry("spring.application.name", "gateway-service"),
            Map.entry("spring.main.banner-mode", "off"),
            Map.entry("spring.main.web-application-type", "reactive"),
            Map.entry("spring.web.resources.add-mappings", "false"),
            Map.entry("spring.cloud.gateway.server.webflux.forwarded.enabled", "false"),
            Map.entry("spring.cloud.gateway.server.webflux.x-forwarded.enabled", "false"),
            Map.entry("spring.cloud.gateway.server.webflux.httpclient.connect-timeout", "2000"),
            Map.entry(
                    "spring.cloud.gateway.server.webflux.httpclient.response-timeout",
                    "${ocellus.gateway.answer-timeout:5m}"),
            Map.entry("spring.cloud.gateway.server.webflux.httpclient.max-header-size", "64KB"),
            Map.entry("spring.cloud.gateway.server.webflux.httpclient.max-initial-line-length", "64KB"),
            Map.entry("spring.cloud.gateway.server.webflux.httpclient.pool.type", "fixed"),
            Map.entry("spring.cloud.gateway.server.webflux.httpclient.pool.max-connections", "1000"),
            Map.entry("spring.cloud.gateway.server.webflux.httpclient.pool.acquire-timeout", "10000"),
            Map.entry("spring.cloud.gateway.server.webflux.httpclient.pool.max-idle-time", "10s"));

    @Bean(destroyMethod = "close")
    CredentialExchange credentialExchange(GatewaySettings settings) {
        return new CredentialExchange(
                settings.annotationService(),
                settings.exchangeTimeout(),
                settings.credentialsKept(),
                Clock.systemUTC());
    }

    @Bean
    IdentityFilter identityFilter(CredentialExchange credentialExchange, GatewaySettings settings) {
        return new IdentityFilter(credentialExchange, settings.trustForwarded());
    }

    @Bean
    ForwardedHeaders forwardedHeaders() {
        return new ForwardedHeaders();
    }

    @Bean
    GatewayErrors gatewayErrors() {
        return new GatewayErrors();
    }

    @Bean
    RouterFunction<ServerResponse> webPages() {
        return new WebPages().route();
    }

    @Bean
    RouteLocator services(RouteLocatorBuilder routes, GatewaySettings settings) {
        return routes.routes()
                .route("annotation", route -> route.path("/api/**").uri(settings.annotationService()))
                .route("vectors", route -> route.path("/v2/vectordb/**").uri(settings.vectorService()))
                .build();
    }
}
