package io.ocellus.annotation.access;

import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.wire.BasicUsers;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether the caller may name a user as owner or assignee: whoever they may see, and who exists. Thread-safe. */
public final class Assignees {
    private final Access access;
    private final BasicUsers users;

    public Assignees(Access access, BasicUsers users) {
        this.access = access;
        this.users = users;
    }

    /**
     * @param field of the body, for the message
     * @param organization in which the resource lives; null: a personal workspace
     */
    public void require(String field, @Nullable Long userId, @Nullable Long organization) {
        if (userId == null) {
            return;
        }
        Map<String, @Nullable Object> membership = new HashMap<>();
        membership.put(
                "role",
                access.callerIn(organization)
                        .organization()
                        .flatMap(context -> context.role())
                        .orElse(null));
        access.require("users", "view", new Resource(organization, Map.of("id", userId, "membership", membership)));
        if (!users.exists(userId)) {
            throw Failure.Invalid.field(field, "There is no user with the id " + userId + ".");
        }
    }
}
