package io.ocellus.authorization;

import java.security.PublicKey;
import java.util.Optional;

/** The keys that identity tokens may be signed with. Thread-safe. */
@FunctionalInterface
public interface PublicKeys {
    Optional<PublicKey> find(String keyId);
}
