package io.ocellus.annotation.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that share a set of labels.
 *
 * @param organizationId null: the owner's personal workspace
 * @param status CVAT's word: {@code annotation}, {@code validation}, {@code completed}
 * @param sourceStorage where imports come from by default ({@code local}); null: not chosen
 */
public record Project(
        long id,
        String name,
        @Nullable Long ownerId,
        @Nullable Long assigneeId,
        @Nullable Instant assigneeUpdatedDate,
        String bugTracker,
        String status,
        @Nullable Long organizationId,
        @Nullable String sourceStorage,
        @Nullable String targetStorage,
        Instant createdDate,
        Instant updatedDate) {}
