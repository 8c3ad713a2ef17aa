package io.ocellus.annotation.curation;

import org.jspecify.annotations.Nullable;

/**
 * One result.
 *
 * @param object shape id; null when the neighbour is a whole frame
 * @param label name of the object's label; null for a frame
 * @param score cosine, at most 1
 */
record Neighbour(
        long task,
        long job,
        int frame,
        @Nullable Long object,
        @Nullable String label,
        double score) {}
