package io.ocellus.vector.storage;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Properties to set and to take away. */
public record Change(Map<String, String> set, Set<String> removed) {
    public Change {
        set = Map.copyOf(set);
        removed = Set.copyOf(removed);
    }

    public Map<String, String> on(Map<String, String> before) {
        Map<String, String> after = new HashMap<>(before);
        after.putAll(set);
        after.keySet().removeAll(removed);
        return after;
    }
}
