package io.ocellus.annotation.projects;

import io.ocellus.annotation.wire.BasicUser;
import io.ocellus.annotation.wire.StorageView;
import io.ocellus.annotation.wire.Summary;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** A project as CVAT shows it. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ProjectView(
        String url,
        long id,
        String name,
        @Nullable BasicUser owner,
        @Nullable BasicUser assignee,
        @Nullable Long guideId,
        String bugTracker,
        List<String> taskSubsets,
        String createdDate,
        String updatedDate,
        String status,
        @Nullable String dimension,
        @Nullable Long organization,
        @Nullable Long organizationId,
        @Nullable StorageView targetStorage,
        @Nullable StorageView sourceStorage,
        Summary tasks,
        Summary labels,
        @Nullable String assigneeUpdatedDate) {}
