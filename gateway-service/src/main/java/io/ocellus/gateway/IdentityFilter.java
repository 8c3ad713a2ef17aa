package io.ocellus.gateway;

import io.ocellus.authorization.Credential;
import io.ocellus.authorization.CredentialExchange;
import io.ocellus.authorization.CredentialExchange.Answer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Exchanges what a client sent to prove who they are for the signed identity that services believe. Nothing of the client's own passes:
 * neither its {@code Authorization} and {@code Cookie} headers nor what claims to come from a proxy. A bad {@code Authorization} is answered
 * here; a cookie that is no longer good makes a stranger of its owner. Never reads a body.
 */
final class IdentityFilter implements GlobalFilter, Ordered {
    private static final Logger log = LoggerFactory.getLogger(IdentityFilter.class);

    private final CredentialExchange exchange;
    private final boolean trustForwarded;

    IdentityFilter(CredentialExchange exchange, boolean trustForwarded) {
        this.exchange = exchange;
        this.trustForwarded = trustForwarded;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE + 100;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange call, GatewayFilterChain chain) {
        ServerHttpRequest request = call.getRequest();
        ClientFacts client = ClientFacts.of(request, trustForwarded);
        String header = request.getHeaders().getFirst("Authorization");
        if (header != null) {
            if (isVectorCall(request)) {
                // The vector face signs its own users in too, in the same header.
                return chain.filter(forward(call, client, header));
            }
            return Credential.ofAuthorization(header)
                    .map(credential -> byHeader(call, chain, client, credential))
                    .orElseGet(() ->
                            Answers.refuse(call.getResponse(), 401, "The Authorization header has an unknown form."));
        }
        HttpCookie session = request.getCookies().getFirst("sessionid");
        if (session == null || session.getValue().isEmpty()) {
            return chain.filter(forward(call, client, null));
        }
        return bySession(call, chain, client, new Credential(Credential.Kind.SESSION, session.getValue()));
    }

    private Mono<Void> byHeader(
            ServerWebExchange call, GatewayFilterChain chain, ClientFacts client, Credential credential) {
        return ask(credential, client).flatMap(answer -> switch (answer) {
            case Answer.Accepted accepted -> pass(call, chain, client, credential, accepted.token());
            case Answer.Refused _ ->
                Answers.refuse(
                        call.getResponse(),
                        401,
                        credential.kind() == Credential.Kind.BASIC ? "Invalid username/password." : "Invalid token.");
            case Answer.Throttled throttled -> throttled(call, throttled);
            case Answer.Unavailable unavailable -> unavailable(call, unavailable);
        });
    }

    private Mono<Void> bySession(
            ServerWebExchange call, GatewayFilterChain chain, ClientFacts client, Credential credential) {
        return ask(credential, client).flatMap(answer -> switch (answer) {
            case Answer.Accepted accepted -> {
                Optional<String> objection = Csrf.objection(call.getRequest(), client.scheme(), client.host());
                yield objection.isPresent()
                        ? Answers.refuse(call.getResponse(), 403, objection.get())
                        : pass(call, chain, client, credential, accepted.token());
            }
            case Answer.Refused _ -> chain.filter(forward(call, client, null));
            case Answer.Throttled throttled -> throttled(call, throttled);
            case Answer.Unavailable unavailable -> unavailable(call, unavailable);
        });
    }

    private Mono<Answer> ask(Credential credential, ClientFacts client) {
        // The shared answer must not be cancelled with one waiting request.
        return Mono.fromFuture(() -> exchange.exchange(credential, client.address()), true);
    }

    private Mono<Void> pass(
            ServerWebExchange call, GatewayFilterChain chain, ClientFacts client, Credential credential, String token) {
        Mono<Void> passed = chain.filter(forward(call, client, "Bearer " + token));
        if (!changesCredentials(call.getRequest())) {
            return passed;
        }
        exchange.forget(credential);
        return passed.doFinally(signal -> exchange.forget(credential));
    }

    private ServerWebExchange forward(ServerWebExchange call, ClientFacts client, @Nullable String authorization) {
        ServerHttpRequest request = call.getRequest()
                .mutate()
                .headers(headers -> {
                    ClientFacts.SPOOFABLE.forEach(headers::remove);
                    headers.remove("Cookie");
                    headers.remove("Authorization");
                    headers.remove("X-CSRFTOKEN");
                    headers.set(TraceParent.HEADER, TraceParent.of(headers.getFirst(TraceParent.HEADER)));
                    if (authorization != null) {
                        headers.set("Authorization", authorization);
                    }
                })
                .build();
        call.getAttributes().put(ForwardedHeaders.CLIENT, client);
        return call.mutate().request(request).build();
    }

    private static boolean isVectorCall(ServerHttpRequest request) {
        return request.getPath().value().startsWith("/v2/vectordb/");
    }

    private static boolean changesCredentials(ServerHttpRequest request) {
        return request.getPath().value().startsWith("/api/auth/") && !HttpMethod.GET.equals(request.getMethod());
    }

    private static Mono<Void> throttled(ServerWebExchange call, Answer.Throttled throttled) {
        call.getResponse()
                .getHeaders()
                .set("Retry-After", String.valueOf(throttled.retryAfter().toSeconds()));
        return Answers.refuse(call.getResponse(), 429, "Too many failed sign-ins. Try again later.");
    }

    private static Mono<Void> unavailable(ServerWebExchange call, Answer.Unavailable unavailable) {
        log.warn("a credential cannot be checked: {}", unavailable.reason());
        call.getResponse().getHeaders().set("Retry-After", "1");
        return Answers.refuse(call.getResponse(), 503, "Signing in is not possible at the moment. Try again.");
    }
}
