package io.ocellus.vector.service.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * The first password of {@code root}: given, or the administrator's first one, which another service may write later than this one starts.
 * It is stored as a hash when it is first asked for and stays from then on, whatever becomes of the administrator's.
 */
public final class RootPassword {
    private static final String ROOT = "root";

    private final Optional<String> given;
    private final Optional<Path> administrators;

    /** @param administrators the file with the administrator's first password */
    public RootPassword(Optional<String> given, Optional<Path> administrators) {
        this.given = given;
        this.administrators = administrators;
    }

    /** The stored users, to whom {@code root} is added as soon as a password is known. */
    public MilvusUsers over(MilvusUsers stored) {
        return new MilvusUsers() {
            @Override
            public Optional<String> passwordHash(String user) {
                Optional<String> known = stored.passwordHash(user);
                if (known.isPresent() || !user.equals(ROOT)) {
                    return known;
                }
                first().ifPresent(password -> addIfAbsent(ROOT, PasswordHash.of(password, new SecureRandom())));
                return stored.passwordHash(user);
            }

            @Override
            public void addIfAbsent(String user, String passwordHash) {
                stored.addIfAbsent(user, passwordHash);
            }
        };
    }

    private Optional<String> first() {
        return given.or(() -> administrators.filter(Files::isReadable).map(RootPassword::read))
                .filter(password -> !password.isEmpty());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("the administrator's first password cannot be read", e);
        }
    }
}
