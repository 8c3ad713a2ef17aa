package io.ocellus.annotation.data;

import io.ocellus.annotation.frames.TaskData;
import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.model.Job;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which frames are in which chunk. A task's chunk n holds the frames from n times the chunk size on. A job counts chunks of its own from its
 * first frame on ({@code index}), or asks by the task's numbers and gets what both share ({@code number}).
 */
final class Chunks {
    private Chunks() {}

    static List<Integer> ofTask(TaskData data, int chunk) {
        int size = size(data);
        int last = (data.size() + size - 1) / size - 1;
        check(chunk, 0, last);
        return range(chunk * size, Math.min((chunk + 1L) * size, data.size()) - 1);
    }

    /** @param frames of the job, ascending */
    static List<Integer> ofJobByIndex(TaskData data, List<Integer> frames, int chunk) {
        int size = size(data);
        int last = (frames.size() + size - 1) / size - 1;
        check(chunk, 0, last);
        return frames.subList(chunk * size, (int) Math.min((chunk + 1L) * size, frames.size()));
    }

    static List<Integer> ofJobByNumber(TaskData data, Job job, List<Integer> frames, int chunk) {
        int size = size(data);
        check(chunk, job.startFrame() / size, job.stopFrame() / size);
        return frames.stream().filter(frame -> frame / size == chunk).toList();
    }

    private static int size(TaskData data) {
        return Math.max(1, data.chunkSize().orElse(36));
    }

    private static void check(int chunk, int first, int last) {
        if (chunk < first || chunk > last) {
            throw new Failure.Invalid("Invalid chunk number '" + chunk + "'. The chunk number should be in the ["
                    + first + ", " + last + "] range");
        }
    }

    private static List<Integer> range(int first, long last) {
        return IntStream.rangeClosed(first, (int) last).boxed().toList();
    }
}
