package io.ocellus.annotation.identity;

import io.ocellus.authorization.Identity;
import io.ocellus.authorization.SignedIdentity;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** A verified identity in Spring Security's form. What it may do is for the policies, so it carries no authorities. */
final class IdentityAuthentication extends AbstractAuthenticationToken {
    private static final long serialVersionUID = 1L;
    private final transient SignedIdentity identity;

    IdentityAuthentication(SignedIdentity identity) {
        super(List.of());
        this.identity = identity;
        setAuthenticated(true);
    }

    @Override
    public Identity getPrincipal() {
        return identity.identity();
    }

    SignedIdentity signed() {
        return identity;
    }

    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IdentityAuthentication that && identity.equals(that.identity);
    }

    @Override
    public int hashCode() {
        return identity.hashCode();
    }
}
