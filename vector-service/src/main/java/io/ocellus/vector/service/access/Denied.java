package io.ocellus.vector.service.access;

/** The caller is known and may not do this. */
public final class Denied extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Denied(String message) {
        super(message);
    }

    /** The text of {@link #getMessage()}, never null. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
