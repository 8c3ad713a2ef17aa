package io.ocellus.authorization;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks the annotation service for the signed identity behind a credential. Answers are shared for a short time under the credential's hash,
 * one question at a time for each; refusals are not kept. Thread-safe and bounded; every question has a deadline.
 */
public final class CredentialExchange implements AutoCloseable {
    private static final int KEPT = 10_000;
    private static final JsonMapper json = JsonMapper.builder().build();

    private final URI endpoint;
    private final Duration timeout;
    private final Duration kept;
    private final Clock clock;
    private final HttpClient http;
    private final Map<String, Shared> entries = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Shared> eldest) {
            return size() > KEPT;
        }
    };

    private record Shared(CompletableFuture<Answer> answer, Instant until) {}

    /** What became of a credential. */
    public sealed interface Answer {
        /** It is good: the signed token that services believe. */
        record Accepted(String token) implements Answer {}

        /** It is not, or no longer. */
        record Refused() implements Answer {}

        /** Too many tries: not looked at. */
        record Throttled(Duration retryAfter) implements Answer {}

        /** Nobody could say. */
        record Unavailable(String reason) implements Answer {}
    }

    /**
     * @param service base address of the annotation service
     * @param timeout for one question
     * @param kept how long an answer is shared: this long a sign-out may go unnoticed; well below {@link IdentityTokens#LIFE}
     */
    public CredentialExchange(URI service, Duration timeout, Duration kept, Clock clock) {
        if (kept.compareTo(IdentityTokens.LIFE.dividedBy(2)) > 0) {
            throw new IllegalArgumentException("answers kept for " + kept + " would hold expired tokens");
        }
        this.endpoint = service.resolve("/_internal/identity/exchange");
        this.timeout = timeout;
        this.kept = kept;
        this.clock = clock;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .build();
    }

    /** Never completes exceptionally. */
    public CompletableFuture<Answer> exchange(Credential credential, String address) {
        String key = fingerprint(credential);
        Instant now = clock.instant();
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        Shared shared = new Shared(answer, now.plus(kept));
        synchronized (entries) {
            Shared known = entries.get(key);
            if (known != null && now.isBefore(known.until())) {
                return known.answer();
            }
            entries.put(key, shared);
        }
        CompletableFuture<Void> _ = ask(credential, address)
                .exceptionally(failed -> new Answer.Unavailable(String.valueOf(failed.getMessage())))
                .thenAccept(result -> {
                    if (!(result instanceof Answer.Accepted)) {
                        forgetOnly(key, shared);
                    }
                    answer.complete(result);
                });
        return answer;
    }

    /** The identity itself, checked; waits for the answer. */
    public Optional<SignedIdentity> identity(Credential credential, String address, PublicKeys keys)
            throws IOException {
        return switch (exchange(credential, address).join()) {
            case Answer.Accepted accepted -> {
                try {
                    yield Optional.of(IdentityTokens.verify(accepted.token(), keys, clock));
                } catch (TokenRefused e) {
                    throw new IOException("the annotation service signs with a key that is not known here", e);
                }
            }
            case Answer.Refused _ -> Optional.empty();
            case Answer.Throttled _ -> Optional.empty();
            case Answer.Unavailable unavailable -> throw new IOException(unavailable.reason());
        };
    }

    /** After a sign-out or a change of password: the next question is a new one. */
    public void forget(Credential credential) {
        synchronized (entries) {
            entries.remove(fingerprint(credential));
        }
    }

    private void forgetOnly(String key, Shared shared) {
        synchronized (entries) {
            entries.remove(key, shared);
        }
    }

    private CompletableFuture<Answer> ask(Credential credential, String address) {
        byte[] body = json.writeValueAsBytes(
                Map.of("kind", credential.kind().name(), "value", credential.value(), "address", address));
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()).thenApply(CredentialExchange::read);
    }

    private static Answer read(HttpResponse<byte[]> response) {
        try {
            return switch (response.statusCode()) {
                case 200 ->
                    new Answer.Accepted(
                            json.readTree(response.body()).path("token").stringValue());
                case 400, 401 -> new Answer.Refused();
                case 429 ->
                    new Answer.Throttled(Duration.ofSeconds(
                            response.headers().firstValueAsLong("Retry-After").orElse(1)));
                default -> new Answer.Unavailable("the annotation service answered " + response.statusCode());
            };
        } catch (JacksonException e) {
            return new Answer.Unavailable("the annotation service's answer cannot be read");
        }
    }

    private static String fingerprint(Credential credential) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((credential.kind().name() + ":").getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            return HexFormat.of()
                    .formatHex(digest.digest(credential.value().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
