package io.ocellus.annotation.wire;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A field of a body: not sent, sent as null, or sent with a value; PATCH tells these three apart.
 *
 * @param given the field stands in the body
 * @param value null when not sent or sent as null
 */
public record Sent<T>(boolean given, @Nullable T value) {
    public static <T> Sent<T> absent() {
        return new Sent<>(false, null);
    }

    public static <T> Sent<T> of(@Nullable T value) {
        return new Sent<>(true, value);
    }

    /** The sent value, null included; {@code present} where nothing was sent. */
    public @Nullable T or(@Nullable T present) {
        return given ? value : present;
    }

    /** The sent value, or {@code fallback} where nothing, or null, was sent. */
    public T orElse(T fallback) {
        return value == null ? fallback : value;
    }

    /** Sent, and something else than {@code present}. */
    public boolean changes(@Nullable T present) {
        return given && !Objects.equals(value, present);
    }
}
