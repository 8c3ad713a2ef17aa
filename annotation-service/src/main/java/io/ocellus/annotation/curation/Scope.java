package io.ocellus.annotation.curation;

import io.ocellus.annotation.model.Failure;
import org.jspecify.annotations.Nullable;

/**
 * Among what is searched.
 *
 * @param limit results at most, 1 to 100
 * @param project only its tasks; null: all that the caller may see
 * @param label only objects of that label, or frames that carry it; null: any
 */
record Scope(int limit, @Nullable Long project, @Nullable String label) {
    private static final int DEFAULT_LIMIT = 10;
    private static final int MOST = 100;

    static Scope of(@Nullable String limit, @Nullable String project, @Nullable String label) {
        return new Scope(
                limit == null ? DEFAULT_LIMIT : (int) number("limit", limit, 1, MOST),
                project == null || project.isEmpty() ? null : number("project", project, 1, Long.MAX_VALUE),
                label == null || label.isEmpty() ? null : label);
    }

    static long number(String name, String text, long low, long high) {
        try {
            long value = Long.parseLong(text);
            if (value >= low && value <= high) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw Failure.Invalid.field(name, "A whole number is expected, not " + shown(text) + ".");
        }
        throw Failure.Invalid.field(
                name,
                "Must be " + low + (high == Long.MAX_VALUE ? " or more" : " to " + high) + ", not " + shown(text)
                        + ".");
    }

    static String shown(String text) {
        return '"' + (text.length() <= 40 ? text : text.substring(0, 40) + "…") + '"';
    }
}
