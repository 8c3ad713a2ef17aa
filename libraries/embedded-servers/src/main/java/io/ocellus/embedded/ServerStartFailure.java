package io.ocellus.embedded;

/** An embedded server could not be started; the message is one line for the person at the terminal. */
public final class ServerStartFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ServerStartFailure(String message) {
        super(message);
    }

    public ServerStartFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
