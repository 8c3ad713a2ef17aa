package io.ocellus.annotation.lists;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * CVAT's answer to a list.
 *
 * @param count rows on all pages
 * @param next absolute URL; null on the last page
 */
public record Page<T>(
        long count, @Nullable String next, @Nullable String previous, List<T> results) {
    public static <T> Page<T> empty() {
        return new Page<>(0, null, null, List.of());
    }
}
