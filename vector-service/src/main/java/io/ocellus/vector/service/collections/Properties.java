package io.ocellus.vector.service.collections;

import io.ocellus.vector.service.errors.Refusal;
import io.ocellus.vector.storage.TimeToLive;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Properties of a collection whose values mean something here; all others are kept and told back. */
final class Properties {
    static final String MMAP = "mmap.enabled";
    private static final Set<String> LOAD_RELATED = Set.of(MMAP, "lazyload.enabled");

    private Properties() {}

    static void check(Map<String, String> properties) {
        String age = properties.get(TimeToLive.PROPERTY);
        if (age != null && TimeToLive.seconds(age).isEmpty()) {
            throw Refusal.invalid(
                    "collection TTL is not a valid number of seconds",
                    age,
                    "the value of " + TimeToLive.PROPERTY + " must be a whole number of seconds");
        }
        for (String key : List.of(MMAP, "lazyload.enabled")) {
            String value = properties.getOrDefault(key, "false");
            if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
                throw Refusal.invalid("the value of " + key + " must be true or false, but got " + value);
            }
        }
    }

    /** Whether a change of these is refused while the collection is loaded. */
    static boolean fixedByLoad(Set<String> keys) {
        return keys.stream().anyMatch(LOAD_RELATED::contains);
    }
}
