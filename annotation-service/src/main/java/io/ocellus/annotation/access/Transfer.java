package io.ocellus.annotation.access;

import io.ocellus.annotation.model.Failure;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The move of a project or task to another workspace: as if it were deleted here and made there. Both rights are asked. Thread-safe.
 */
public final class Transfer {
    private static final Set<String> ALONG = Set.of("organization_id", "source_storage", "target_storage");
    private final Access access;
    private final Resources resources;

    public Transfer(Access access, Resources resources) {
        this.access = access;
        this.resources = resources;
    }

    /**
     * @param policy {@code projects} or {@code tasks}
     * @param sent fields of the body: others than the move's own are refused
     */
    public void require(String policy, Resource resource, @Nullable Long destination, Set<String> sent) {
        access.require(policy, "delete", resource);
        if (destination != null && access.callerIn(destination).organization().isEmpty()) {
            throw new Failure.Invalid("Invalid org id");
        }
        Resource made = policy.equals("tasks")
                ? resources.newTask(destination, access.identity().userId(), null, null)
                : resources.newProject(destination, access.identity().userId(), null);
        access.require(policy, "create", made);
        Set<String> others = new TreeSet<>(sent);
        others.removeAll(ALONG);
        if (!others.isEmpty()) {
            throw new Failure.Invalid(Map.of(
                    "non_field_errors",
                    java.util.List.of(
                            "Fields " + others + " cannot be updated when transferring to another workspace")));
        }
    }
}
