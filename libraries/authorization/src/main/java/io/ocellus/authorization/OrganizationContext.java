package io.ocellus.authorization;

import java.util.Optional;

/**
 * The organization a request is made in, and the caller's role there.
 *
 * @param role {@code worker}, {@code supervisor}, {@code maintainer} or {@code owner}; empty for a non-member (an admin may look in)
 */
public record OrganizationContext(long id, String slug, long ownerId, Optional<String> role) {}
