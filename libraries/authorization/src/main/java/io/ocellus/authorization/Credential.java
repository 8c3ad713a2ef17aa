package io.ocellus.authorization;

import java.util.Locale;
import java.util.Optional;

/**
 * What a client sent to prove who they are. A secret: {@link #toString} does not show it.
 *
 * @param value the session's key, the token, or what follows {@code Basic }
 */
public record Credential(Kind kind, String value) {
    /** Where it stood in the request. */
    public enum Kind {
        SESSION,
        TOKEN,
        BASIC,
        ACCESS_TOKEN
    }

    /** From an {@code Authorization} header: {@code Basic}, CVAT's {@code Token}, or {@code Bearer} for an access token. */
    public static Optional<Credential> ofAuthorization(String header) {
        String text = header.strip();
        int blank = text.indexOf(' ');
        if (blank < 0) {
            return Optional.empty();
        }
        String value = text.substring(blank + 1).strip();
        return switch (text.substring(0, blank).toLowerCase(Locale.ROOT)) {
            case "basic" -> Optional.of(new Credential(Kind.BASIC, value));
            case "token" -> Optional.of(new Credential(Kind.TOKEN, value));
            case "bearer" -> Optional.of(new Credential(Kind.ACCESS_TOKEN, value));
            default -> Optional.empty();
        };
    }

    /** From a name and a password, as the vector face takes them. */
    public static Credential ofPassword(String name, String password) {
        byte[] pair = (name + ":" + password).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return new Credential(Kind.BASIC, java.util.Base64.getEncoder().encodeToString(pair));
    }

    @Override
    public String toString() {
        return "Credential[" + kind + "]";
    }
}
