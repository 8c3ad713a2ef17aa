package io.ocellus.annotation.access;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a policy is asked about. The decision is made in the organization of the resource, whatever the request names.
 *
 * @param organizationId where it lives; null: somebody's personal workspace
 * @param facts what the policy reads, as in CVAT: {@code owner}, {@code assignee}, {@code project}, …
 */
public record Resource(@Nullable Long organizationId, Map<String, @Nullable Object> facts) {
    public Resource {
        facts = Collections.unmodifiableMap(new HashMap<>(facts));
    }

    /** {@code {"id": id}}, the form in which policies read references; the id may be null. */
    public static Map<String, @Nullable Object> reference(@Nullable Long id) {
        Map<String, @Nullable Object> reference = new HashMap<>();
        reference.put("id", id);
        return reference;
    }

    /** The same resource with one more fact. */
    public Resource with(String name, @Nullable Object fact) {
        Map<String, @Nullable Object> more = new HashMap<>(facts);
        more.put(name, fact);
        return new Resource(organizationId, more);
    }
}
