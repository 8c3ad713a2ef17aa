package io.ocellus.authorization;

import java.util.Optional;

/** Who asks, and in which organization; empty means the personal workspace (CVAT's sandbox). */
public record Caller(Identity identity, Optional<OrganizationContext> organization) {
    public long userId() {
        return identity.userId();
    }
}
