package io.ocellus.annotation.formats.exports;

import java.util.List;
import java.util.Optional;

/**
 * The head of CVAT's XML. Texts are as they are written there; absent people are empty.
 */
public record DatasetMeta(
        Kind kind,
        long id,
        String name,
        String bugTracker,
        String created,
        String updated,
        String dumped,
        Optional<Person> owner,
        Optional<Person> assignee,
        List<TaskMeta> tasks) {
    /** What is exported. */
    public enum Kind {
        TASK,
        JOB,
        PROJECT
    }

    public record Person(String username, String email) {}

    public record SegmentMeta(long id, int start, int stop, String url) {}

    public record TaskMeta(
            long id,
            String name,
            int size,
            String mode,
            int overlap,
            String bugTracker,
            String created,
            String updated,
            String subset,
            int startFrame,
            int stopFrame,
            String frameFilter,
            List<SegmentMeta> segments,
            Optional<Person> owner,
            Optional<Person> assignee,
            Optional<VideoMeta> video) {}

    public record VideoMeta(String source, int width, int height) {}
}
