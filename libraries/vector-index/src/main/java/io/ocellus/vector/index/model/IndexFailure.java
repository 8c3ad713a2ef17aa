package io.ocellus.vector.index.model;

/** Everything that this library refuses, told apart by type; the message names the value and the allowed range. */
public abstract sealed class IndexFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private IndexFailure(String message) {
        super(message);
    }

    private IndexFailure(String message, Throwable cause) {
        super(message, cause);
    }

    /** A parameter that is unknown, malformed or out of range. */
    public static final class InvalidParameter extends IndexFailure {
        private static final long serialVersionUID = 1L;

        public InvalidParameter(String message) {
            super(message);
        }
    }

    /** A vector with the wrong dimension, a NaN or an infinity, or too long for its scores. */
    public static final class InvalidVector extends IndexFailure {
        private static final long serialVersionUID = 1L;

        public InvalidVector(String message) {
            super(message);
        }
    }

    /** A file that is no index, is cut short or was changed. */
    public static final class DamagedFile extends IndexFailure {
        private static final long serialVersionUID = 1L;

        public DamagedFile(String message) {
            super(message);
        }

        public DamagedFile(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The build was cancelled. */
    public static final class Cancelled extends IndexFailure {
        private static final long serialVersionUID = 1L;

        public Cancelled() {
            super("the build was cancelled");
        }
    }

    /** The build would need more memory than it may use. */
    public static final class OutOfBudget extends IndexFailure {
        private static final long serialVersionUID = 1L;

        public OutOfBudget(String message) {
            super(message);
        }
    }

    /** The index was closed before the call. */
    public static final class Closed extends IndexFailure {
        private static final long serialVersionUID = 1L;

        public Closed() {
            super("the index is closed");
        }
    }
}
