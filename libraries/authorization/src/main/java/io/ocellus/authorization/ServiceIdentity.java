package io.ocellus.authorization;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The identity of one of the platform's own services, signed with the key in {@code identity.signing_key}. For services that reach that
 * table anyway; thread-safe, one signature in half the life of a token.
 */
public final class ServiceIdentity {
    private static final Duration RENEWAL = IdentityTokens.LIFE.dividedBy(2);

    private final String service;
    private final JdbcClient jdbc;
    private final Clock clock;
    private @Nullable Signed signed;

    private record Signed(String token, Instant until) {}

    private record Key(String id, byte[] encoded) {}

    /** @param service its name, for logs of whom it calls */
    public ServiceIdentity(String service, JdbcClient jdbc, Clock clock) {
        this.service = service;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A token that lives for at least half of {@link IdentityTokens#LIFE}. */
    public synchronized String token() {
        Instant now = clock.instant();
        Signed known = signed;
        if (known != null && now.isBefore(known.until())) {
            return known.token();
        }
        Optional<Key> key = jdbc.sql(
                        "SELECT id, private_key FROM identity.signing_key ORDER BY created DESC, id DESC LIMIT 1")
                .query((row, number) -> new Key(row.getString(1), row.getBytes(2)))
                .optional();
        if (key.isEmpty()) {
            throw new IllegalStateException("there is no signing key yet: annotation-service makes it when it starts");
        }
        Identity identity = new Identity(0, service, Set.of(), Identity.Credential.SERVICE, false);
        String token = IdentityTokens.sign(identity, 0, key.get().id(), privateKey(key.get()), clock);
        signed = new Signed(token, now.plus(RENEWAL));
        return token;
    }

    private static PrivateKey privateKey(Key key) {
        try {
            return KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(key.encoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the signing key " + key.id() + " cannot be read", e);
        }
    }
}
