package io.ocellus.vector.service.access;

import java.util.Optional;

/** The passwords of users that only the vector face knows; today {@code root} alone. Thread-safe. */
public interface MilvusUsers {
    /** The hash of a user's password. */
    Optional<String> passwordHash(String user);

    /** Keeps a hash for a user that has none; a present one stays. */
    void addIfAbsent(String user, String passwordHash);
}
