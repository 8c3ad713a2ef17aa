package io.ocellus.annotation.jobs;

import io.ocellus.annotation.wire.BasicUser;
import io.ocellus.annotation.wire.StorageView;
import io.ocellus.annotation.wire.Summary;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** A job as CVAT shows it. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record JobView(
        String url,
        long id,
        long taskId,
        @Nullable Long projectId,
        @Nullable BasicUser assignee,
        @Nullable Long guideId,
        String dimension,
        @Nullable String bugTracker,
        String status,
        String stage,
        String state,
        String mode,
        int frameCount,
        int startFrame,
        int stopFrame,
        @Nullable Integer dataChunkSize,
        String dataCompressedChunkType,
        String dataOriginalChunkType,
        String createdDate,
        String updatedDate,
        Summary issues,
        Summary labels,
        String type,
        @Nullable Long organization,
        @Nullable StorageView targetStorage,
        @Nullable StorageView sourceStorage,
        @Nullable String assigneeUpdatedDate,
        @Nullable Long parentJobId,
        int consensusReplicas) {}
