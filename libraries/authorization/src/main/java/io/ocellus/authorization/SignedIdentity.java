package io.ocellus.authorization;

import java.time.Instant;

/**
 * An identity as a verified token carries it.
 *
 * @param credentialId which session, token or access token was used, by its row's id; 0 where there is none
 * @param expires when the token ends; nobody may use the identity afterwards
 */
public record SignedIdentity(Identity identity, long credentialId, Instant expires) {}
