package io.ocellus.annotation.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.Semaphore;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/**
 * Password hashes in Django's notation {@code scheme$…}. New ones are Argon2id (19 MiB, 2 passes: about 0.1 CPU-s); those of a CVAT
 * installation ({@code pbkdf2_sha256}) are read. Thread-safe; at most two at a time, so that guessing cannot eat the memory.
 */
final class PasswordHashes {
    private static final String ARGON2 = "argon2";
    private static final int MOST_ITERATIONS = 5_000_000;
    private static final int LONGEST = 1024;

    private final Argon2PasswordEncoder argon2 = new Argon2PasswordEncoder(16, 32, 1, 19 * 1024, 2);
    private final Semaphore turns = new Semaphore(2);
    private final boolean legacy;

    PasswordHashes(boolean legacy) {
        this.legacy = legacy;
    }

    String hash(String password) {
        turns.acquireUninterruptibly();
        try {
            return ARGON2 + argon2.encode(password);
        } finally {
            turns.release();
        }
    }

    boolean fits(String password, String hash) {
        if (password.length() > LONGEST || hash.isEmpty() || hash.startsWith("!")) {
            return false;
        }
        turns.acquireUninterruptibly();
        try {
            String[] parts = hash.split("\\$", -1);
            return switch (parts[0]) {
                case ARGON2 -> argon2.matches(password, hash.substring(ARGON2.length()));
                case "pbkdf2_sha256" -> parts.length == 4 && pbkdf2(password, parts[1], parts[2], parts[3]);
                case "md5" -> legacy && parts.length == 3 && md5(password, parts[1], parts[2]);
                default -> false;
            };
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException("a stored password hash cannot be checked", e);
        } finally {
            turns.release();
        }
    }

    boolean outdated(String hash) {
        return !hash.startsWith(ARGON2 + "$") || argon2.upgradeEncoding(hash.substring(ARGON2.length()));
    }

    private static boolean pbkdf2(String password, String iterations, String salt, String expected)
            throws GeneralSecurityException {
        int count = Integer.parseInt(iterations);
        if (count < 1 || count > MOST_ITERATIONS) {
            return false;
        }
        byte[] wanted = Base64.getDecoder().decode(expected);
        PBEKeySpec spec =
                new PBEKeySpec(password.toCharArray(), salt.getBytes(StandardCharsets.UTF_8), count, wanted.length * 8);
        try {
            byte[] found = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
            return MessageDigest.isEqual(found, wanted);
        } finally {
            spec.clearPassword();
        }
    }

    private static boolean md5(String password, String salt, String expected) throws GeneralSecurityException {
        byte[] found = MessageDigest.getInstance("MD5").digest((salt + password).getBytes(StandardCharsets.UTF_8));
        return MessageDigest.isEqual(
                HexFormat.of().formatHex(found).getBytes(StandardCharsets.US_ASCII),
                expected.getBytes(StandardCharsets.US_ASCII));
    }
}
