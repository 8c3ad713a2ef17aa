package io.ocellus.annotation.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a task's frames are split into jobs, as CVAT does it: ranges of {@code segmentSize} frames of which neighbours share {@code overlap};
 * the last may be shorter. Every frame is in a range, and none in more than needed.
 *
 * @param segmentSize that was used, at most the number of frames
 * @param overlap that was used, at most half a segment
 */
public record JobSplit(int segmentSize, int overlap, List<Range> ranges) {
    /** Jobs of one task, CVAT's own limit being lower. */
    public static final int MOST_JOBS = 10_000;

    /** Frames {@code first} to {@code last}, both inclusive. */
    public record Range(int first, int last) {}

    /**
     * @param frames of the task, at least 1
     * @param segmentSize wanted frames a job; 0: all
     * @param overlap wanted; null: 5 for video, else none
     */
    public static JobSplit of(int frames, int segmentSize, @Nullable Integer overlap, boolean video) {
        if (frames < 1 || segmentSize < 0 || (overlap != null && overlap < 0)) {
            throw new IllegalArgumentException("cannot split " + frames + " frames by " + segmentSize + ", " + overlap);
        }
        int size = segmentSize == 0 ? frames : Math.min(segmentSize, frames);
        int shared = Math.min(overlap != null ? overlap : video ? 5 : 0, size / 2);
        long count = (frames - shared + (long) (size - shared) - 1) / (size - shared);
        if (count > MOST_JOBS) {
            throw Failure.Invalid.field(
                    "segment_size",
                    "Segments of " + size + " frames make " + count + " jobs of " + frames + " frames; at most "
                            + MOST_JOBS + " are allowed. Choose larger segments.");
        }
        List<Range> ranges = new ArrayList<>();
        for (int first = 0; first < frames - shared; first += size - shared) {
            ranges.add(new Range(first, Math.min(first + size, frames) - 1));
        }
        return new JobSplit(size, shared, List.copyOf(ranges));
    }
}
