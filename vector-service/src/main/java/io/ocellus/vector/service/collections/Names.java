package io.ocellus.vector.service.collections;

import io.ocellus.vector.service.errors.Refusal;
import io.ocellus.vector.storage.CollectionName;

/** Milvus' rules for names. */
public final class Names {
    private static final int LONGEST = 255;

    private Names() {}

    /** A checked name in the request's database, of which there is one so far. */
    public static CollectionName collection(String database, String name) {
        if (name.isEmpty()) {
            throw Refusal.invalid("collection name should not be empty");
        }
        String invalid = "Invalid collection name: " + name + ". ";
        if (name.length() > LONGEST) {
            throw Refusal.invalid(invalid + " the length of a collection name must be less than 255 characters");
        }
        if (!letter(name.charAt(0))) {
            throw Refusal.invalid(
                    invalid + " the first character of a collection name must be an underscore or letter");
        }
        if (!rest(name)) {
            throw Refusal.invalid(invalid + " collection name can only contain numbers, letters and underscores");
        }
        return new CollectionName(database(database), name);
    }

    /** The database of a request; absent means the default one. */
    public static String database(String database) {
        return database.isEmpty() ? CollectionName.DEFAULT_DATABASE : database;
    }

    /** Other databases than the default one and the reserved one are not there. */
    public static void requireDatabase(String database) {
        String name = database(database);
        if (!name.equals(CollectionName.DEFAULT_DATABASE) && !name.equals("_ocellus")) {
            throw Refusal.databaseNotFound(name);
        }
    }

    public static String partition(String name) {
        String trimmed = name.strip();
        String invalid = "Invalid partition name: " + trimmed + ". ";
        if (trimmed.isEmpty()) {
            throw Refusal.unexpected(invalid + "Partition name should not be empty.");
        }
        if (trimmed.length() > LONGEST) {
            throw Refusal.unexpected(invalid + "The length of a partition name must be less than 255 characters.");
        }
        if (!letter(trimmed.charAt(0)) && !digit(trimmed.charAt(0))) {
            throw Refusal.unexpected(
                    invalid + "The first character of a partition name must be an underscore or letter.");
        }
        for (int i = 0; i < trimmed.length(); i++) {
            char c = trimmed.charAt(i);
            if (!letter(c) && !digit(c) && c != '-') {
                throw Refusal.unexpected(invalid + "Partition name can only contain numbers, letters and underscores.");
            }
        }
        return trimmed;
    }

    static void field(String name) {
        String trimmed = name.strip();
        if (trimmed.isEmpty()) {
            throw Refusal.fieldName(name, "field name should not be empty");
        }
        String invalid = "Invalid field name: " + trimmed + ". ";
        if (trimmed.length() > LONGEST) {
            throw Refusal.fieldName(trimmed, invalid + "The length of a field name must be less than 255 characters.");
        }
        if (!letter(trimmed.charAt(0))) {
            throw Refusal.fieldName(
                    trimmed, invalid + "The first character of a field name must be an underscore or letter.");
        }
        if (!rest(trimmed)) {
            throw Refusal.fieldName(
                    trimmed, invalid + "Field name can only contain numbers, letters, and underscores.");
        }
    }

    private static boolean rest(String name) {
        return name.chars().allMatch(c -> letter((char) c) || digit((char) c));
    }

    private static boolean letter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }
}
