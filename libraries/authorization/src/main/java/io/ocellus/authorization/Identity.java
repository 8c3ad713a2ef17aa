package io.ocellus.authorization;

import java.util.Optional;
import java.util.Set;

/**
 * Who is asking, as the signed identity token says it. Made only from a verified token, never from a header.
 *
 * @param userId id in {@code identity.account}; 0 is nobody
 * @param groups CVAT's groups of the user: {@code admin}, {@code user}, {@code worker}
 * @param credential how the caller signed in
 * @param readOnly an access token that may only read
 */
public record Identity(long userId, String username, Set<String> groups, Credential credential, boolean readOnly) {
    /** How a caller proved who they are. */
    public enum Credential {
        SESSION,
        TOKEN,
        BASIC,
        ACCESS_TOKEN,
        SERVICE
    }

    public Identity {
        groups = Set.copyOf(groups);
    }

    /** The strongest group, as policies ask for it: {@code admin}, {@code user}, {@code worker} or none. */
    public Optional<String> privilege() {
        for (String group : new String[] {"admin", "user", "worker"}) {
            if (groups.contains(group)) {
                return Optional.of(group);
            }
        }
        return Optional.empty();
    }
}
