package io.ocellus.authorization;

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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The annotation service's public keys, fetched when a key is asked for that is not known yet, at most once a second, and kept: known keys
 * work while that service is down. Thread-safe.
 */
public final class RemotePublicKeys implements PublicKeys, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RemotePublicKeys.class);
    private static final JsonMapper json = JsonMapper.builder().build();
    /** What stands before the 32 bytes of the point in an X.509 Ed25519 key (RFC 8410). */
    private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

    private final URI endpoint;
    private final Duration timeout;
    private final Clock clock;
    private final HttpClient http;
    private volatile Map<String, PublicKey> keys = Map.of();
    private Instant next = Instant.MIN;

    public RemotePublicKeys(URI service, Duration timeout, Clock clock) {
        this.endpoint = service.resolve("/_internal/identity/keys");
        this.timeout = timeout;
        this.clock = clock;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .build();
    }

    @Override
    public Optional<PublicKey> find(String keyId) {
        PublicKey known = keys.get(keyId);
        return known != null ? Optional.of(known) : fetch(keyId);
    }

    private synchronized Optional<PublicKey> fetch(String keyId) {
        if (!keys.containsKey(keyId) && !clock.instant().isBefore(next)) {
            next = clock.instant().plusSeconds(1);
            try {
                HttpResponse<byte[]> response = http.send(
                        HttpRequest.newBuilder(endpoint).timeout(timeout).build(),
                        HttpResponse.BodyHandlers.ofByteArray());
                if (response.statusCode() == 200) {
                    keys = read(json.readTree(response.body()));
                } else {
                    log.warn("the identity keys cannot be fetched: status {}", response.statusCode());
                }
            } catch (IOException | GeneralSecurityException | JacksonException | IllegalArgumentException e) {
                log.warn("the identity keys cannot be fetched: {}", e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return Optional.ofNullable(keys.get(keyId));
    }

    private static Map<String, PublicKey> read(JsonNode document) throws GeneralSecurityException {
        Map<String, PublicKey> found = new HashMap<>();
        for (JsonNode key : document.path("keys")) {
            byte[] point = Base64.getUrlDecoder().decode(key.path("x").stringValue());
            byte[] encoded = new byte[X509.length + point.length];
            System.arraycopy(X509, 0, encoded, 0, X509.length);
            System.arraycopy(point, 0, encoded, X509.length, point.length);
            found.put(
                    key.path("kid").stringValue(),
                    KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
        }
        return Map.copyOf(found);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
