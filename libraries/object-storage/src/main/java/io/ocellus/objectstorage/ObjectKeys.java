package io.ocellus.objectstorage;

import java.util.regex.Pattern;

/** The rule that keeps every key a plain path below its root, wherever it is mapped to a file. */
final class ObjectKeys {
    private static final Pattern KEY =
            Pattern.compile("[A-Za-z0-9_=-][A-Za-z0-9._=-]*(/[A-Za-z0-9_=-][A-Za-z0-9._=-]*)*");
    private static final int LONGEST = 900;

    private ObjectKeys() {}

    static String checked(String key) {
        if (key.length() > LONGEST || !KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("not an object key: " + key);
        }
        return key;
    }
}
