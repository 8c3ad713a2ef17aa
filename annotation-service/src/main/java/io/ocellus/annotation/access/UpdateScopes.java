package io.ocellus.annotation.access;

import io.ocellus.annotation.model.Failure;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Which scopes a PATCH needs: one for each kind of field that it sends, and the right to see what it answers. */
public final class UpdateScopes {
    private UpdateScopes() {}

    /** @param byField the scope of each field that may be sent; any other is refused, as in CVAT */
    public static Set<String> of(Set<String> sent, Map<String, String> byField) {
        Set<String> scopes = new LinkedHashSet<>();
        scopes.add("view");
        for (String field : sent) {
            String scope = byField.get(field);
            if (scope == null) {
                throw new Failure.Forbidden("Attempted to update an unknown field");
            }
            scopes.add(scope);
        }
        return scopes;
    }
}
