package io.ocellus.annotation.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the annotation side refuses, each with a stable code. One place per protocol translates it: the REST edge into CVAT's
 * bodies, a worker into the message of a failed request. Messages name the value that was wrong and what to do.
 */
public abstract sealed class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Failure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** A stable, machine-readable code, such as {@code not_found}. */
    public abstract String code();

    /** The text that {@link #getMessage()} gives, never null here. */
    public String text() {
        return String.valueOf(getMessage());
    }

    /** No such thing, or none that the caller may know of. CVAT: 404. */
    public static final class NotFound extends Failure {
        private static final long serialVersionUID = 1L;

        public NotFound(String message) {
            super(message, null);
        }

        @Override
        public String code() {
            return "not_found";
        }
    }

    /** The caller is known and may not. CVAT: 403. */
    public static final class Forbidden extends Failure {
        private static final long serialVersionUID = 1L;

        public Forbidden(String message) {
            super(message, null);
        }

        @Override
        public String code() {
            return "permission_denied";
        }
    }

    /** Nobody is signed in, or the credential is wrong. CVAT: 401. */
    public static final class Unauthenticated extends Failure {
        private static final long serialVersionUID = 1L;

        public Unauthenticated(String message) {
            super(message, null);
        }

        @Override
        public String code() {
            return "not_authenticated";
        }
    }

    /**
     * A value that is refused. CVAT: 400 with {@code {field: [messages]}}; errors of the whole body stand under
     * {@code non_field_errors}, a plain list is sent when {@link #fields()} is empty.
     */
    public static final class Invalid extends Failure {
        private static final long serialVersionUID = 1L;
        private final transient Map<String, List<String>> fields;

        public Invalid(String message) {
            super(message, null);
            this.fields = Map.of();
        }

        public Invalid(String message, Throwable cause) {
            super(message, cause);
            this.fields = Map.of();
        }

        public Invalid(Map<String, List<String>> fields) {
            super(fields.toString(), null);
            this.fields = Map.copyOf(fields);
        }

        public static Invalid field(String name, String message) {
            return new Invalid(Map.of(name, List.of(message)));
        }

        public Map<String, List<String>> fields() {
            return fields;
        }

        @Override
        public String code() {
            return "invalid";
        }
    }

    /** A body or parameter that cannot be read at all, such as broken JSON. CVAT: 400 with {@code {"detail": message}}. */
    public static final class Malformed extends Failure {
        private static final long serialVersionUID = 1L;

        public Malformed(String message) {
            super(message, null);
        }

        public Malformed(String message, Throwable cause) {
            super(message, cause);
        }

        @Override
        public String code() {
            return "parse_error";
        }
    }

    /** It contradicts the present state, such as a second export with an unfinished id. CVAT: 409. */
    public static final class Conflict extends Failure {
        private static final long serialVersionUID = 1L;

        public Conflict(String message) {
            super(message, null);
        }

        @Override
        public String code() {
            return "conflict";
        }
    }

    /** {@code If-Match} names another revision than the present one. 412. */
    public static final class PreconditionFailed extends Failure {
        private static final long serialVersionUID = 1L;

        public PreconditionFailed(String message) {
            super(message, null);
        }

        @Override
        public String code() {
            return "precondition_failed";
        }
    }

    /** A body, archive or picture beyond its limit. 413. */
    public static final class TooLarge extends Failure {
        private static final long serialVersionUID = 1L;

        public TooLarge(String message) {
            super(message, null);
        }

        @Override
        public String code() {
            return "too_large";
        }
    }

    /** A media type nobody reads. 415. */
    public static final class UnsupportedMedia extends Failure {
        private static final long serialVersionUID = 1L;

        public UnsupportedMedia(String message) {
            super(message, null);
        }

        @Override
        public String code() {
            return "unsupported_media_type";
        }
    }

    /** Part of CVAT's API that is not built. 501. */
    public static final class Absent extends Failure {
        private static final long serialVersionUID = 1L;

        public Absent(String message) {
            super(message, null);
        }

        @Override
        public String code() {
            return "not_implemented";
        }
    }

    /** Too many tries; the next one counts after {@link #retryAfter()}. 429. */
    public static final class TooManyRequests extends Failure {
        private static final long serialVersionUID = 1L;
        private final Duration retryAfter;

        public TooManyRequests(String message, Duration retryAfter) {
            super(message, null);
            this.retryAfter = retryAfter;
        }

        public Duration retryAfter() {
            return retryAfter;
        }

        @Override
        public String code() {
            return "throttled";
        }
    }

    /** A server behind this one does not answer; the same call may succeed later. 503. */
    public static final class Unavailable extends Failure {
        private static final long serialVersionUID = 1L;

        public Unavailable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }

        @Override
        public String code() {
            return "unavailable";
        }
    }
}
