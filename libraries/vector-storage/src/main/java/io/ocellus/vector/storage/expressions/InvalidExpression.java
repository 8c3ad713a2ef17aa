package io.ocellus.vector.storage.expressions;

/** An expression that cannot be understood or does not fit the schema; the message says which and why, in Milvus' words. */
public final class InvalidExpression extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidExpression(String message) {
        super(message);
    }

    /** The text of {@link #getMessage()}, never null. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
