package io.ocellus.standalone;

/** What keeps {@code up} from starting, as the one line that the person at the terminal reads. */
public final class UsageFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UsageFailure(String message) {
        super(message);
    }

    public UsageFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
