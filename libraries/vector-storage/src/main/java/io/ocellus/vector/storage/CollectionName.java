package io.ocellus.vector.storage;

import java.util.Objects;

/** A collection's name within a database. */
public record CollectionName(String database, String name) {
    public static final String DEFAULT_DATABASE = "default";

    public CollectionName {
        Objects.requireNonNull(database, "database is null");
        Objects.requireNonNull(name, "name is null");
    }

    public static CollectionName of(String name) {
        return new CollectionName(DEFAULT_DATABASE, name);
    }

    @Override
    public String toString() {
        return "[database=" + database + "][collection=" + name + "]";
    }
}
