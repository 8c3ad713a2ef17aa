package io.ocellus.vector.service.collections;

import io.ocellus.vector.service.errors.Refusal;
import io.ocellus.vector.storage.CollectionName;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** Milvus' rules for names. */
public final class Names {
    private static final int LONGEST = 255;

    private Names() {}

    private static final Set<String> KEYWORDS = Set.of(
            "$meta", "like", "exists", "EXISTS", "and", "or", "not", "in", "true", "True", "TRUE", "false", "False",
            "FALSE");
    private static final Set<String> FUNCTIONS = Set.of(
            "json_contains",
            "json_contains_all",
            "json_contains_any",
            "array_contains",
            "array_contains_all",
            "array_contains_any",
            "array_length",
            "text_match",
            "phrase_match",
            "random_sample");

    /** A checked name in the request's database, of which there is one so far. */
    public static CollectionName collection(String database, String name) {
        return checked(database, name, "name");
    }

    /** A checked alias in the request's database. */
    public static CollectionName alias(String database, String alias) {
        return checked(database, alias, "alias");
    }

    private static CollectionName checked(String database, String name, String what) {
        if (name.isEmpty()) {
            throw Refusal.invalid("collection " + what + " should not be empty");
        }
        String invalid = "Invalid collection " + what + ": " + name + ". ";
        if (utf8Length(name) > LONGEST) {
            throw Refusal.invalid(
                    invalid + " the length of a collection " + what + " must be less than 255 characters");
        }
        if (!letter(name.charAt(0))) {
            throw Refusal.invalid(
                    invalid + " the first character of a collection " + what + " must be an underscore or letter");
        }
        if (!rest(name)) {
            throw Refusal.invalid(
                    invalid + " collection " + what + " can only contain numbers, letters and underscores");
        }
        return new CollectionName(database(database), name);
    }

    private static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
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

    /** A partition to read, whose name must only be there. */
    public static String readPartition(String name) {
        String trimmed = name.strip();
        String invalid = "Invalid partition name: " + trimmed + ". ";
        if (trimmed.isEmpty()) {
            throw Refusal.unexpected(invalid + "Partition name should not be empty.");
        }
        if (utf8Length(trimmed) > LONGEST) {
            throw Refusal.unexpected(invalid + "The length of a partition name must be less than 255 characters.");
        }
        return trimmed;
    }

    public static String partition(String name) {
        String trimmed = readPartition(name);
        String invalid = "Invalid partition name: " + trimmed + ". ";
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
            throw Refusal.fieldName(trimmed, "field name should not be empty");
        }
        String invalid = "Invalid field name: " + trimmed + ". ";
        if (utf8Length(trimmed) > LONGEST) {
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
        boolean function = FUNCTIONS.contains(trimmed) || FUNCTIONS.contains(trimmed.toLowerCase(Locale.ROOT));
        if (KEYWORDS.contains(trimmed) || function) {
            throw Refusal.fieldName(trimmed, invalid + trimmed + " is keyword in milvus.");
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
