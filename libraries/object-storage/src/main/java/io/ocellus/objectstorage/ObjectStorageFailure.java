package io.ocellus.objectstorage;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Why a call to the object store did not do what it was asked. An {@link IOException} of another kind comes from the caller's own stream. */
public abstract sealed class ObjectStorageFailure extends IOException {
    private static final long serialVersionUID = 1L;

    private ObjectStorageFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** No object of that key. */
    public static final class Missing extends ObjectStorageFailure {
        private static final long serialVersionUID = 1L;

        public Missing(String key) {
            super("no object " + key, null);
        }
    }

    /** The store does not answer or answers with a fault of its own; the same call may succeed later. */
    public static final class Unavailable extends ObjectStorageFailure {
        private static final long serialVersionUID = 1L;

        public Unavailable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** The store refuses the call; repeating it does not help. */
    public static final class Refused extends ObjectStorageFailure {
        private static final long serialVersionUID = 1L;

        public Refused(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
