package io.ocellus.vector.service.access;

import io.ocellus.authorization.Credential;
import io.ocellus.authorization.SignedIdentity;
import java.util.Optional;

/** Turns a credential of the platform into an identity. Thread-safe. */
public interface CredentialExchange {
    /**
     * @return empty where the credential is wrong
     * @throws io.ocellus.vector.storage.Failure.Unavailable when nobody can tell
     */
    Optional<SignedIdentity> exchange(Credential credential);

    /** An identity that was signed elsewhere, by the gateway or a service; empty where the signature or its time is wrong. */
    Optional<SignedIdentity> verify(String token);
}
