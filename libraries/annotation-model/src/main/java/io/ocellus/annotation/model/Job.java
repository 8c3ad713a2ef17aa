package io.ocellus.annotation.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A range of a task's frames, given to one person at a time.
 *
 * @param segmentType {@code range}, or {@code specific_frames} for ground truth
 * @param frameCount frames of the job; fewer than the range when the frames are chosen
 * @param stage {@code annotation}, {@code validation}, {@code acceptance}
 * @param state {@code new}, {@code in progress}, {@code completed}, {@code rejected}
 * @param status what follows from stage and state
 * @param type {@code annotation}, {@code ground_truth}, {@code consensus_replica}
 * @param revision of its annotations, from 0
 */
public record Job(
        long id,
        long taskId,
        long segmentId,
        String segmentType,
        int startFrame,
        int stopFrame,
        int frameCount,
        @Nullable Long assigneeId,
        @Nullable Instant assigneeUpdatedDate,
        String status,
        String stage,
        String state,
        String type,
        @Nullable Long parentJobId,
        long revision,
        Instant createdDate,
        Instant updatedDate) {}
