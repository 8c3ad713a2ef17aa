package io.ocellus.vector.service.access;

import io.ocellus.authorization.Credential;
import io.ocellus.authorization.IdentityTokens;
import io.ocellus.authorization.PublicKeys;
import io.ocellus.authorization.SignedIdentity;
import io.ocellus.authorization.TokenRefused;
import io.ocellus.vector.storage.Failure;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;

/** Asks annotation-service, over its internal door. Each question has a deadline; the answer's signature is checked. */
public final class HttpCredentialExchange implements CredentialExchange {
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http;
    private final URI exchange;
    private final PublicKeys keys;
    private final Clock clock;

    public HttpCredentialExchange(HttpClient http, URI annotationService, PublicKeys keys, Clock clock) {
        this.http = http;
        this.exchange = annotationService.resolve("/_internal/identity/exchange");
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public Optional<SignedIdentity> exchange(Credential credential) {
        HttpRequest request = HttpRequest.newBuilder(exchange)
                .timeout(DEADLINE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        JSON.writeValueAsString(Map.of("kind", credential.kind().name(), "value", credential.value()))))
                .build();
        HttpResponse<String> answer = PlatformKeys.send(http, request);
        return switch (answer.statusCode()) {
            case 200 -> verify(token(answer.body()));
            case 400, 401, 403 -> Optional.empty();
            case 429 -> throw new Failure.Exhausted("too many sign-ins, try again later");
            default ->
                throw new Failure.Unavailable(
                        "sign-in is not possible now: the identity service answered " + answer.statusCode());
        };
    }

    private static String token(String body) {
        try {
            return JSON.readTree(body).path("token").asString("");
        } catch (JacksonException e) {
            throw new Failure.Unavailable("the identity service's answer cannot be read", e);
        }
    }

    @Override
    public Optional<SignedIdentity> verify(String token) {
        try {
            return Optional.of(IdentityTokens.verify(token, keys, clock));
        } catch (TokenRefused e) {
            return Optional.empty();
        }
    }
}
