package io.ocellus.annotation.identity;

import io.ocellus.authorization.Identity;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A user, as {@code identity.account} has it.
 *
 * @param password the hash; never leaves this service
 * @param credentialVersion grows with every change of password or rights
 */
public record Account(
        long id,
        String username,
        String firstName,
        String lastName,
        String email,
        String password,
        long credentialVersion,
        boolean staff,
        boolean superuser,
        boolean active,
        boolean analyticsAccess,
        @Nullable Instant lastLogin,
        Instant joined,
        Set<String> groups) {
    public Account {
        groups = Set.copyOf(groups);
    }

    Identity identity(Identity.Credential credential, boolean readOnly) {
        return new Identity(id, username, groups, credential, readOnly);
    }

    /** Without the hash. */
    @Override
    public String toString() {
        return "Account[" + id + " " + username + "]";
    }
}
