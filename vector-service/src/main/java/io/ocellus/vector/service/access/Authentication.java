package io.ocellus.vector.service.access;

import io.ocellus.authorization.Credential;
import io.ocellus.authorization.SignedIdentity;
import io.ocellus.vector.storage.Failure;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Knows a caller by {@code name:password}, an access token, or an identity that was already signed. A credential that was right is
 * remembered for half a minute under a keyed hash, so that a request costs neither a password hash nor a question to another service; a
 * changed password or a withdrawn token therefore works that much longer. Thread-safe.
 */
public final class Authentication {
    private static final Duration REMEMBERED = Duration.ofSeconds(30);
    private static final int MOST_REMEMBERED = 4096;
    private static final int LONGEST = 8192;
    private static final String ROOT = "root";

    private record Remembered(Principal principal, Instant until) {}

    private final boolean open;
    private final CredentialExchange platform;
    private final MilvusUsers users;
    private final Clock clock;
    private final SecretKeySpec key;
    private final Semaphore hashing = new Semaphore(2);
    private final Map<ByteBuffer, Remembered> remembered = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Remembered> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    /** @param open lets everybody in as {@code root}: Milvus' own default */
    public Authentication(
            boolean open, CredentialExchange platform, MilvusUsers users, Clock clock, SecureRandom random) {
        this.open = open;
        this.platform = platform;
        this.users = users;
        this.clock = clock;
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        this.key = new SecretKeySpec(secret, "HmacSHA256");
    }

    /**
     * @param credential {@code name:password}, an access token or a signed identity; empty where none was sent
     * @throws Unauthenticated where it is missing or wrong
     */
    public Principal authenticate(String credential) {
        if (open) {
            return Principal.root();
        }
        if (credential.isEmpty() || credential.length() > LONGEST) {
            throw new Unauthenticated("no credential was sent");
        }
        ByteBuffer name = ByteBuffer.wrap(keyed(credential));
        Instant now = clock.instant();
        synchronized (remembered) {
            Remembered found = remembered.get(name);
            if (found != null && now.isBefore(found.until())) {
                return found.principal();
            }
        }
        Remembered checked =
                check(credential, now).orElseThrow(() -> new Unauthenticated("the credential is not valid"));
        synchronized (remembered) {
            remembered.put(name, checked);
        }
        return checked.principal();
    }

    private Optional<Remembered> check(String credential, Instant now) {
        if (credential.startsWith("eyJ")
                && credential.chars().filter(c -> c == '.').count() == 2) {
            // Bound to its own life, which no memory may lengthen.
            return platform.verify(credential)
                    .map(signed -> new Remembered(new Principal(signed.identity()), signed.expires()));
        }
        int colon = credential.indexOf(':');
        if (colon < 0) {
            return platform.exchange(new Credential(Credential.Kind.ACCESS_TOKEN, credential))
                    .map(signed -> remember(signed, now));
        }
        String name = credential.substring(0, colon);
        String password = credential.substring(colon + 1);
        if (name.equals(ROOT)) {
            return isRoot(password)
                    ? Optional.of(new Remembered(Principal.root(), now.plus(REMEMBERED)))
                    : Optional.empty();
        }
        return platform.exchange(Credential.ofPassword(name, password)).map(signed -> remember(signed, now));
    }

    private static Remembered remember(SignedIdentity signed, Instant now) {
        return new Remembered(new Principal(signed.identity()), now.plus(REMEMBERED));
    }

    /** At most two hashes at a time, so that guessing cannot take the processors from searches. */
    private boolean isRoot(String password) {
        Optional<String> hash = users.passwordHash(ROOT);
        if (hash.isEmpty()) {
            return false;
        }
        try {
            hashing.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure.Unavailable("stopped while checking a password", e);
        }
        try {
            return PasswordHash.matches(password, hash.get());
        } finally {
            hashing.release();
        }
    }

    private byte[] keyed(String credential) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(credential.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("this JDK has no HMAC-SHA-256", e);
        }
    }
}
