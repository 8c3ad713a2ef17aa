package io.ocellus.vector.service.errors;

/** What the edge itself refuses, with Milvus' code and the text that its clients look for. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int code;

    public Refusal(int code, String message) {
        super(message);
        this.code = code;
    }

    /** Code 1100 with Milvus' ending. */
    public static Refusal invalid(String message) {
        return new Refusal(1100, message + ": invalid parameter");
    }

    /** Code 1100 that tells what was expected. */
    public static Refusal invalid(Object expected, Object actual, String message) {
        return new Refusal(1100, message + ": invalid parameter[expected=" + expected + "][actual=" + actual + "]");
    }

    /** Code 1100 without a word of its own. */
    public static Refusal invalid(Object expected, Object actual) {
        return new Refusal(1100, "invalid parameter[expected=" + expected + "][actual=" + actual + "]");
    }

    /** Code 65535: Milvus' errors without a code of their own. */
    public static Refusal unexpected(String message) {
        return new Refusal(65535, message);
    }

    public static Refusal fieldName(String field, String message) {
        return new Refusal(1701, message + ": field name invalid[field=" + field + "]");
    }

    public static Refusal databaseNotFound(String database) {
        return new Refusal(800, "database not found[database=" + database + "]");
    }

    public int code() {
        return code;
    }

    /** The text of {@link #getMessage()}, never null. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
