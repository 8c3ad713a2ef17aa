package io.ocellus.annotation.identity;

import io.ocellus.authorization.Identity;
import io.ocellus.authorization.IdentityTokens;
import io.ocellus.authorization.PublicKeys;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The Ed25519 keys that identities are signed with, in {@code identity.signing_key}: made by the first instance that needs one, shared by
 * all, so that a token lives on after any process is killed. Thread-safe; an unknown key is looked up at most once a second.
 */
final class SigningKeys implements PublicKeys {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private record Key(String id, PrivateKey privateKey, PublicKey publicKey) {}

    private record Keys(Map<String, Key> byId, @Nullable Key newest, Instant read) {}

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private volatile Keys keys = new Keys(Map.of(), null, Instant.MIN);

    SigningKeys(JdbcClient jdbc, TransactionTemplate transactions, Clock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
    }

    String sign(Identity identity, long credentialId) {
        Key key = keys.newest();
        if (key == null) {
            key = readOrMake();
        }
        return IdentityTokens.sign(identity, credentialId, key.id(), key.privateKey(), clock);
    }

    @Override
    public Optional<PublicKey> find(String keyId) {
        Keys known = keys;
        Key key = known.byId().get(keyId);
        if (key == null && known.read().plus(PATIENCE).isBefore(clock.instant())) {
            key = read().byId().get(keyId);
        }
        return Optional.ofNullable(key).map(Key::publicKey);
    }

    /** All public keys by id. */
    Map<String, PublicKey> all() {
        Keys known = keys.byId().isEmpty() ? read() : keys;
        return known.byId().values().stream().collect(Collectors.toUnmodifiableMap(Key::id, Key::publicKey));
    }

    private synchronized Key readOrMake() {
        Key found = read().newest();
        if (found != null) {
            return found;
        }
        transactions.executeWithoutResult(status -> {
            jdbc.sql("LOCK TABLE identity.signing_key IN EXCLUSIVE MODE").update();
            if (jdbc.sql("SELECT count(*) FROM identity.signing_key")
                            .query(Long.class)
                            .single()
                    == 0) {
                insert();
            }
        });
        Key made = read().newest();
        if (made == null) {
            throw new IllegalStateException("the signing key that was just made is not there");
        }
        return made;
    }

    private void insert() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            jdbc.sql("INSERT INTO identity.signing_key (id, private_key, public_key) VALUES (?, ?, ?)")
                    .params(
                            UUID.randomUUID().toString(),
                            pair.getPrivate().getEncoded(),
                            pair.getPublic().getEncoded())
                    .update();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no Ed25519", e);
        }
    }

    private Keys read() {
        Instant now = clock.instant();
        List<Key> found = jdbc.sql("SELECT id, private_key, public_key FROM identity.signing_key ORDER BY created, id")
                .query((row, n) -> key(row.getString(1), row.getBytes(2), row.getBytes(3)))
                .list();
        Keys fresh = new Keys(
                found.stream().collect(Collectors.toUnmodifiableMap(Key::id, key -> key)),
                found.isEmpty() ? null : found.getLast(),
                now);
        keys = fresh;
        return fresh;
    }

    private static Key key(String id, byte[] privateKey, byte[] publicKey) {
        try {
            KeyFactory factory = KeyFactory.getInstance("Ed25519");
            return new Key(
                    id,
                    factory.generatePrivate(new PKCS8EncodedKeySpec(privateKey)),
                    factory.generatePublic(new X509EncodedKeySpec(publicKey)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the signing key " + id + " cannot be read", e);
        }
    }
}
