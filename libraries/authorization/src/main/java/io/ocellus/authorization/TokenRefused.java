package io.ocellus.authorization;

/** A token that is not believed: malformed, forged, of an unknown key, or out of time. The message never holds the token. */
public final class TokenRefused extends Exception {
    private static final long serialVersionUID = 1L;

    public TokenRefused(String message) {
        super(message);
    }

    public TokenRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
