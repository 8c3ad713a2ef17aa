package io.ocellus.annotation.data;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** CVAT's {@code DataMetaRead}. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record DataMeta(
        @Nullable List<Object> chapters,
        String chunksUpdatedDate,
        @Nullable Integer chunkSize,
        int size,
        int imageQuality,
        int startFrame,
        int stopFrame,
        String frameFilter,
        List<Frame> frames,
        List<Integer> deletedFrames,
        @Nullable List<Integer> includedFrames,
        String storage,
        @Nullable Long cloudStorageId) {
    /** CVAT's {@code FrameMeta}. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Frame(int width, int height, String name, int relatedFiles, boolean hasRelatedContext) {}
}
