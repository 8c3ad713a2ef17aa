package io.ocellus.vector.service.access;

import io.ocellus.authorization.PublicKeys;
import io.ocellus.vector.storage.Failure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * The platform's public keys, fetched from annotation-service when an unknown one is asked for, at most once a second, so that forged key
 * ids cannot make traffic. Thread-safe.
 */
public final class PlatformKeys implements PublicKeys {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    /** What stands before the 32 bytes of an Ed25519 key in its X.509 form. */
    private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http;
    private final URI source;
    private final Clock clock;
    private volatile Map<String, PublicKey> known = Map.of();
    private volatile Instant fetched = Instant.EPOCH;

    public PlatformKeys(HttpClient http, URI annotationService, Clock clock) {
        this.http = http;
        this.source = annotationService.resolve("/_internal/identity/keys");
        this.clock = clock;
    }

    @Override
    public Optional<PublicKey> find(String keyId) {
        PublicKey key = known.get(keyId);
        if (key == null && fetched.plus(PATIENCE).isBefore(clock.instant())) {
            fetch();
            key = known.get(keyId);
        }
        return Optional.ofNullable(key);
    }

    private synchronized void fetch() {
        if (!fetched.plus(PATIENCE).isBefore(clock.instant())) {
            return;
        }
        HttpResponse<String> answer =
                send(http, HttpRequest.newBuilder(source).timeout(DEADLINE).build());
        if (answer.statusCode() != 200) {
            throw new Failure.Unavailable(
                    "sign-in is not possible now: the identity service answered " + answer.statusCode());
        }
        Map<String, PublicKey> keys = new HashMap<>();
        try {
            for (JsonNode key : JSON.readTree(answer.body()).path("keys")) {
                keys.put(key.path("kid").asString(""), key(key.path("x").asString("")));
            }
        } catch (JacksonException | GeneralSecurityException | IllegalArgumentException e) {
            throw new Failure.Unavailable("the identity service's keys cannot be read", e);
        }
        known = Map.copyOf(keys);
        fetched = clock.instant();
    }

    private static PublicKey key(String point) throws GeneralSecurityException {
        byte[] raw = Base64.getUrlDecoder().decode(point);
        byte[] encoded = new byte[X509_PREFIX.length + raw.length];
        System.arraycopy(X509_PREFIX, 0, encoded, 0, X509_PREFIX.length);
        System.arraycopy(raw, 0, encoded, X509_PREFIX.length, raw.length);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }

    static HttpResponse<String> send(HttpClient http, HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new Failure.Unavailable("sign-in is not possible now: the identity service does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure.Unavailable("stopped while asking the identity service", e);
        }
    }
}
