package io.ocellus.embeddings;

/** The vector service does not answer, or refuses; the same call may succeed later. */
public final class EmbeddingsUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EmbeddingsUnavailable(String message, Throwable cause) {
        super(message, cause);
    }

    public EmbeddingsUnavailable(String message) {
        super(message);
    }
}
