package io.ocellus.annotation.tasks;

import io.ocellus.annotation.labels.LabelSpec;
import io.ocellus.annotation.model.Task;
import io.ocellus.annotation.wire.Fields;
import io.ocellus.annotation.wire.Sent;
import io.ocellus.annotation.wire.StorageView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The body of a PATCH of a task. */
record TaskChange(
        Sent<String> name,
        Sent<String> bugTracker,
        Sent<String> subset,
        Sent<Long> ownerId,
        Sent<Long> assigneeId,
        Sent<Long> projectId,
        Sent<Long> organizationId,
        Sent<String> sourceStorage,
        Sent<String> targetStorage,
        Sent<List<LabelSpec>> labels) {
    static final Map<String, String> SCOPES = Map.ofEntries(
            Map.entry("owner_id", "update:owner"),
            Map.entry("assignee_id", "update:assignee"),
            Map.entry("project_id", "update:project"),
            Map.entry("name", "update:desc"),
            Map.entry("labels", "update:desc"),
            Map.entry("bug_tracker", "update:desc"),
            Map.entry("subset", "update:desc"),
            Map.entry("organization_id", "update:organization"),
            Map.entry("source_storage", "update:associated_storage"),
            Map.entry("target_storage", "update:associated_storage"));

    static TaskChange read(Fields fields) {
        return new TaskChange(
                fields.text("name", 256, false),
                fields.text("bug_tracker", 2000, true),
                fields.text("subset", 64, true),
                fields.id("owner_id"),
                fields.id("assignee_id"),
                fields.id("project_id"),
                fields.id("organization_id"),
                StorageView.read(fields, "source_storage"),
                StorageView.read(fields, "target_storage"),
                LabelSpec.list(fields, "labels"));
    }

    boolean transfers(@Nullable Long organization) {
        return organizationId.changes(organization);
    }

    boolean moves(@Nullable Long project) {
        return projectId.value() != null && projectId.changes(project);
    }

    Optional<List<LabelSpec>> labelSpecs() {
        return Optional.ofNullable(labels.value());
    }

    Task applyTo(Task task) {
        return new Task(
                task.id(),
                task.projectId(),
                name.orElse(task.name()),
                task.mode(),
                ownerId.or(task.ownerId()),
                assigneeId.or(task.assigneeId()),
                task.assigneeUpdatedDate(),
                bugTracker.orElse(task.bugTracker()),
                task.overlap(),
                task.segmentSize(),
                task.status(),
                task.dataId(),
                task.dimension(),
                subset.orElse(task.subset()),
                task.organizationId(),
                sourceStorage.or(task.sourceStorage()),
                targetStorage.or(task.targetStorage()),
                task.consensusReplicas(),
                task.createdDate(),
                task.updatedDate());
    }
}
