package io.ocellus.requests;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/** A request as its row says it, with the id as clients see it. */
public record BackgroundRequest(
        String id,
        String queue,
        RequestState state,
        String action,
        String target,
        OptionalLong targetId,
        Optional<String> subresource,
        Optional<String> format,
        long owner,
        RequestScope scope,
        JsonNode params,
        int attempt,
        long fence,
        OptionalDouble progress,
        String message,
        OptionalLong resultId,
        Optional<JsonNode> result,
        Optional<String> traceId,
        Instant createdAt,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        Optional<Instant> expiresAt) {
    /** CVAT's {@code operation.type}. */
    public String type() {
        return action + ":" + subresource.orElse(target);
    }
}
