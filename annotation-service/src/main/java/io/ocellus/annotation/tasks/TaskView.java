package io.ocellus.annotation.tasks;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.ocellus.annotation.wire.BasicUser;
import io.ocellus.annotation.wire.StorageView;
import io.ocellus.annotation.wire.Summary;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A task as CVAT shows it.
 *
 * @param media fields that are absent until the media is there
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record TaskView(
        String url,
        long id,
        String name,
        @Nullable Long projectId,
        String mode,
        @Nullable BasicUser owner,
        @Nullable BasicUser assignee,
        String bugTracker,
        String createdDate,
        String updatedDate,
        @Nullable Integer overlap,
        int segmentSize,
        String status,
        @JsonUnwrapped @Nullable Media media,
        @Nullable Long guideId,
        String dimension,
        String subset,
        @Nullable Long organizationId,
        @Nullable Long organization,
        @Nullable StorageView targetStorage,
        @Nullable StorageView sourceStorage,
        JobsSummary jobs,
        Summary labels,
        @Nullable String assigneeUpdatedDate,
        @Nullable String validationMode,
        boolean consensusEnabled) {
    /** What the media adds to a task. */
    public record Media(
            long data,
            int size,
            @JsonProperty("image_quality") int imageQuality,
            @JsonProperty("data_chunk_size") @Nullable Integer chunkSize,
            @JsonProperty("data_original_chunk_type") String originalChunkType,
            @JsonProperty("data_compressed_chunk_type") String compressedChunkType,
            @JsonProperty("data_cloud_storage_id") @Nullable Long cloudStorageId) {}

    /** How many jobs there are, how many are done, how many are in validation. */
    public record JobsSummary(long count, long completed, long validation, String url) {}
}
