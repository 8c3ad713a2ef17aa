package io.ocellus.annotation.requests;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** CVAT's {@code Request}. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record RequestView(
        String status,
        String message,
        String id,
        Operation operation,
        double progress,
        String createdDate,
        @Nullable String startedDate,
        @Nullable String finishedDate,
        @Nullable String expiryDate,
        @Nullable Owner owner,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String resultUrl,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long resultId) {
    /** CVAT's {@code RequestDataOperation}. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Operation(
            String type,
            String target,
            @Nullable Long projectId,
            @Nullable Long taskId,
            @Nullable Long jobId,
            @Nullable String format,
            @Nullable String functionId,
            @Nullable Boolean lightweight) {}

    /** CVAT's {@code UserIdentifiers}. */
    record Owner(long id, String username) {}
}
