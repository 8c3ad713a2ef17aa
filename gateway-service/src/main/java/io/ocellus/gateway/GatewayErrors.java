package io.ocellus.gateway;

import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Answers what fails in the gateway itself: no route, a service that does not answer. Shows no class names. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class GatewayErrors implements ErrorWebExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(GatewayErrors.class);

    @Override
    public Mono<Void> handle(ServerWebExchange call, Throwable error) {
        if (call.getResponse().isCommitted()) {
            return Mono.error(error);
        }
        return switch (error) {
            case ResponseStatusException refused
            when refused.getStatusCode().value() == 504 ->
                Answers.refuse(call.getResponse(), 504, "The service took too long to answer.");
            case ResponseStatusException refused
            when refused.getStatusCode().is4xxClientError() ->
                Answers.refuse(
                        call.getResponse(),
                        refused.getStatusCode().value(),
                        refused.getStatusCode().value() == 404 ? "Not found." : "The request was refused.");
            case TimeoutException _ -> Answers.refuse(call.getResponse(), 504, "The service took too long to answer.");
            case IOException _ -> {
                log.warn("a service does not answer {}: {}", call.getRequest().getPath(), error.toString());
                call.getResponse().getHeaders().set("Retry-After", "1");
                yield Answers.refuse(call.getResponse(), 503, "The service does not answer. Try again.");
            }
            default -> {
                log.error("the gateway failed at {}", call.getRequest().getPath(), error);
                yield Answers.refuse(call.getResponse(), 500, "The gateway failed.");
            }
        };
    }
}
