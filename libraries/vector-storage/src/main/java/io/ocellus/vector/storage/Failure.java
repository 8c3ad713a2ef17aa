package io.ocellus.vector.storage;

import org.jspecify.annotations.Nullable;

/**
 * Everything that the vector side refuses, each with Milvus' code. One place per protocol translates it. Messages name the value that was
 * wrong and what was expected.
 */
public abstract sealed class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int code;

    private Failure(int code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** Milvus' error code. */
    public int code() {
        return code;
    }

    /** Whether the same call may succeed later. */
    public boolean retriable() {
        return false;
    }

    /** The text of {@link #getMessage()}, never null. */
    public String text() {
        return String.valueOf(getMessage());
    }

    /** Code 100. */
    public static final class CollectionNotFound extends Failure {
        private static final long serialVersionUID = 1L;

        public CollectionNotFound(CollectionName name) {
            super(100, "can't find collection" + name + ": collection not found" + name, null);
        }

        public CollectionNotFound(long id) {
            super(100, "collection not found[collection=" + id + "]", null);
        }
    }

    /** Code 101. */
    public static final class NotLoaded extends Failure {
        private static final long serialVersionUID = 1L;

        public NotLoaded(CollectionName name) {
            super(101, "collection not loaded" + name, null);
        }
    }

    /** Code 200. */
    public static final class PartitionNotFound extends Failure {
        private static final long serialVersionUID = 1L;

        public PartitionNotFound(String partition) {
            super(200, "partition not found[partition=" + partition + "]", null);
        }
    }

    /** Code 201. */
    public static final class PartitionNotLoaded extends Failure {
        private static final long serialVersionUID = 1L;

        public PartitionNotLoaded(String partition) {
            super(201, "partition not loaded[partition=" + partition + "]", null);
        }
    }

    /** Code 1600. */
    public static final class AliasNotFound extends Failure {
        private static final long serialVersionUID = 1L;

        public AliasNotFound(CollectionName alias) {
            super(1600, "alias not found" + places(alias), null);
        }
    }

    /** Code 1601: a collection has that name. */
    public static final class AliasNamesCollection extends Failure {
        private static final long serialVersionUID = 1L;

        public AliasNamesCollection(CollectionName alias) {
            super(1601, "alias and collection name conflict" + places(alias), null);
        }
    }

    /** Code 1602: another collection has that alias. */
    public static final class AliasTaken extends Failure {
        private static final long serialVersionUID = 1L;

        public AliasTaken(CollectionName alias, String owner) {
            super(
                    1602,
                    alias.name() + " is alias to another collection: " + owner + ": alias already exist"
                            + places(alias),
                    null);
        }
    }

    private static String places(CollectionName alias) {
        return "[database=" + alias.database() + "][alias=" + alias.name() + "]";
    }

    /** Code 104: refused while the collection is loaded. */
    public static final class Loaded extends Failure {
        private static final long serialVersionUID = 1L;

        public Loaded(String collection, String message) {
            super(104, message + ": collection already loaded[collection=" + collection + "]", null);
        }
    }

    /** Code 700. */
    public static final class IndexNotFound extends Failure {
        private static final long serialVersionUID = 1L;

        public IndexNotFound(String index) {
            super(700, "index not found[indexName=" + index + "]", null);
        }

        private IndexNotFound(String message, boolean whole) {
            super(700, whole ? message : "index not found", null);
        }

        /** A load needs an index on each vector field. */
        public static IndexNotFound onField(String field) {
            return new IndexNotFound(
                    "there is no vector index on field: [" + field + "], please create index firstly", true);
        }
    }

    /** Code 1100: a parameter, row or expression that is refused. */
    public static final class Invalid extends Failure {
        private static final long serialVersionUID = 1L;

        public Invalid(String message) {
            super(1100, message, null);
        }

        public Invalid(String message, Throwable cause) {
            super(1100, message, cause);
        }
    }

    /** Code 65535 where Milvus answers that: refused for the present state of things, such as a second index on a field. */
    public static final class Conflict extends Failure {
        private static final long serialVersionUID = 1L;

        public Conflict(String message) {
            super(65535, message, null);
        }
    }

    /** Known to Milvus, absent here: gRPC UNIMPLEMENTED, HTTP 501. */
    public static final class Absent extends Failure {
        private static final long serialVersionUID = 1L;

        public Absent(String message) {
            super(10, message, null);
        }
    }

    /** Code 8: memory, disk or a queue is full; nothing was done. */
    public static final class Exhausted extends Failure {
        private static final long serialVersionUID = 1L;

        public Exhausted(String message) {
            super(8, message, null);
        }

        @Override
        public boolean retriable() {
            return true;
        }
    }

    /** Code 1: this process cannot serve now (starting, not the owner, a server behind it is away). A write's outcome may be unknown. */
    public static sealed class Unavailable extends Failure {
        private static final long serialVersionUID = 1L;

        public Unavailable(String message) {
            super(1, message, null);
        }

        public Unavailable(String message, @Nullable Throwable cause) {
            super(1, message, cause);
        }

        @Override
        public boolean retriable() {
            return true;
        }
    }

    /** As {@link Unavailable}, and it is known that nothing was done: the same call may simply be sent again. */
    public static final class Standby extends Unavailable {
        private static final long serialVersionUID = 1L;

        public Standby(String message) {
            super(message);
        }
    }

    /** Code 2000: stored data that does not match its checksum, or another error of ours. */
    public static final class Broken extends Failure {
        private static final long serialVersionUID = 1L;

        public Broken(String message, @Nullable Throwable cause) {
            super(2000, message, cause);
        }
    }
}
