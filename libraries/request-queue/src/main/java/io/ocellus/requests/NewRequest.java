package io.ocellus.requests;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Work to be done in the background.
 *
 * @param params what the handler needs; an object of at most 1 MiB
 * @param traceId of the call that asked for it, carried into the worker's log
 */
public record NewRequest(
        RequestId id, String queue, long owner, RequestScope scope, JsonNode params, Optional<String> traceId) {
    public NewRequest {
        if (!RequestQueues.ALL.contains(queue)) {
            throw new IllegalArgumentException("no queue " + queue);
        }
    }
}
