package io.ocellus.annotation.projects;

import io.ocellus.annotation.labels.LabelSpec;
import io.ocellus.annotation.model.Project;
import io.ocellus.annotation.wire.Fields;
import io.ocellus.annotation.wire.Sent;
import io.ocellus.annotation.wire.StorageView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The body of a PATCH of a project. */
record ProjectChange(
        Sent<String> name,
        Sent<String> bugTracker,
        Sent<Long> ownerId,
        Sent<Long> assigneeId,
        Sent<Long> organizationId,
        Sent<String> sourceStorage,
        Sent<String> targetStorage,
        Sent<List<LabelSpec>> labels) {
    static final Map<String, String> SCOPES = Map.of(
            "owner_id", "update:owner",
            "assignee_id", "update:assignee",
            "name", "update:desc",
            "labels", "update:desc",
            "bug_tracker", "update:desc",
            "organization_id", "update:organization",
            "source_storage", "update:associated_storage",
            "target_storage", "update:associated_storage");

    static ProjectChange read(Fields fields) {
        return new ProjectChange(
                fields.text("name", 256, false),
                fields.text("bug_tracker", 2000, true),
                fields.id("owner_id"),
                fields.id("assignee_id"),
                fields.id("organization_id"),
                StorageView.read(fields, "source_storage"),
                StorageView.read(fields, "target_storage"),
                LabelSpec.list(fields, "labels"));
    }

    boolean transfers(@Nullable Long organization) {
        return organizationId.changes(organization);
    }

    Optional<List<LabelSpec>> labelSpecs() {
        return Optional.ofNullable(labels.value());
    }

    Project applyTo(Project project) {
        return new Project(
                project.id(),
                name.orElse(project.name()),
                ownerId.or(project.ownerId()),
                assigneeId.or(project.assigneeId()),
                project.assigneeUpdatedDate(),
                bugTracker.orElse(project.bugTracker()),
                project.status(),
                project.organizationId(),
                sourceStorage.or(project.sourceStorage()),
                targetStorage.or(project.targetStorage()),
                project.createdDate(),
                project.updatedDate());
    }
}
