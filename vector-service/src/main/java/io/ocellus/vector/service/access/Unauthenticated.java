package io.ocellus.vector.service.access;

/** No credential, or a wrong one. The message does not say which part was wrong. */
public final class Unauthenticated extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unauthenticated(String message) {
        super(message);
    }
}
