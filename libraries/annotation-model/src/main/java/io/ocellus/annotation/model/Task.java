package io.ocellus.annotation.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Media to be labelled, split into jobs.
 *
 * @param projectId null: a task with labels of its own
 * @param mode {@code annotation} (pictures), {@code interpolation} (video), or empty before the media is there
 * @param overlap frames that neighbouring jobs share; null: by the mode
 * @param segmentSize frames a job; 0: all
 * @param dataId null until the media is there
 * @param dimension {@code 2d} or {@code 3d}
 */
public record Task(
        long id,
        @Nullable Long projectId,
        String name,
        String mode,
        @Nullable Long ownerId,
        @Nullable Long assigneeId,
        @Nullable Instant assigneeUpdatedDate,
        String bugTracker,
        @Nullable Integer overlap,
        int segmentSize,
        String status,
        @Nullable Long dataId,
        String dimension,
        String subset,
        @Nullable Long organizationId,
        @Nullable String sourceStorage,
        @Nullable String targetStorage,
        int consensusReplicas,
        Instant createdDate,
        Instant updatedDate) {}
