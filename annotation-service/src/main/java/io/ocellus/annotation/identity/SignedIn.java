package io.ocellus.annotation.identity;

import io.ocellus.annotation.model.Failure;
import io.ocellus.authorization.Identity;
import io.ocellus.authorization.SignedIdentity;
import java.util.Optional;
import org.springframework.security.core.context.SecurityContextHolder;

/** Who makes the present request, from its verified token. Bound to the request's thread by the security filter. */
public final class SignedIn {
    private SignedIn() {}

    public static Optional<Identity> find() {
        return signed().map(SignedIdentity::identity);
    }

    public static Identity require() {
        return find().orElseThrow(SignedIn::nobody);
    }

    /** The row of the session or token that was used. */
    public static long credentialId() {
        return signed().orElseThrow(SignedIn::nobody).credentialId();
    }

    private static Optional<SignedIdentity> signed() {
        return SecurityContextHolder.getContext().getAuthentication() instanceof IdentityAuthentication authentication
                ? Optional.of(authentication.signed())
                : Optional.empty();
    }

    private static Failure nobody() {
        return new Failure.Unauthenticated("Authentication credentials were not provided.");
    }
}
