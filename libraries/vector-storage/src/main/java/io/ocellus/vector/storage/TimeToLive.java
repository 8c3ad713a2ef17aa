package io.ocellus.vector.storage;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** How long rows of a collection are seen after they were written: its property {@code collection.ttl.seconds}. */
public final class TimeToLive {
    public static final String PROPERTY = "collection.ttl.seconds";
    private static final long LONGEST_SECONDS = 100L * 365 * 24 * 3600;

    private TimeToLive() {}

    /** None where rows live forever: the property is absent, 0 or below. */
    public static Optional<Duration> of(Map<String, String> properties) {
        return seconds(properties.getOrDefault(PROPERTY, "0")).filter(age -> age.isPositive());
    }

    /** What the text says; empty where it is no whole number or longer than a hundred years. */
    public static Optional<Duration> seconds(String text) {
        try {
            long seconds = Long.parseLong(text.strip());
            return seconds > LONGEST_SECONDS ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
