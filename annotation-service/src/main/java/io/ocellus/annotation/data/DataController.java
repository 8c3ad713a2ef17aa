package io.ocellus.annotation.data;

import io.ocellus.annotation.frames.TaskData;
import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.model.Job;
import io.ocellus.annotation.model.Project;
import io.ocellus.annotation.model.Task;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Frames, chunks and previews of tasks, jobs and projects. */
@RestController
class DataController {
    private static final String VIEW = "view:data";
    private final MediaAccess access;
    private final JobFrames jobFrames;
    private final FrameAnswers answers;

    DataController(MediaAccess access, JobFrames jobFrames, FrameAnswers answers) {
        this.access = access;
        this.jobFrames = jobFrames;
        this.answers = answers;
    }

    @GetMapping("/api/tasks/{id}/data")
    @Nullable
    ResponseEntity<byte[]> ofTask(
            @PathVariable long id,
            @RequestParam(required = false) @Nullable String type,
            @RequestParam(required = false) @Nullable String quality,
            @RequestParam(required = false) @Nullable String number,
            HttpServletResponse response)
            throws IOException {
        Task task = access.task(id, VIEW);
        TaskData data = access.data(task);
        return switch (type(type)) {
            case "chunk" -> {
                int chunk = FrameAnswers.number(number, "Number is not specified");
                answers.chunk(data, Chunks.ofTask(data, chunk), FrameAnswers.quality(quality), response);
                yield null;
            }
            case "frame" -> {
                int frame = FrameAnswers.number(number, "Number is not specified");
                if (frame < 0 || frame >= data.size()) {
                    throw new Failure.Invalid("Invalid frame '" + frame + "'. The frame number should be in the [0, "
                            + data.size() + "] range");
                }
                yield answers.frame(data, frame, FrameAnswers.quality(quality));
            }
            case "preview" -> answers.preview(data, 0);
            default -> throw noContext();
        };
    }

    @GetMapping("/api/jobs/{id}/data")
    @Nullable
    ResponseEntity<byte[]> ofJob(
            @PathVariable long id,
            @RequestParam(required = false) @Nullable String type,
            @RequestParam(required = false) @Nullable String quality,
            @RequestParam(required = false) @Nullable String number,
            @RequestParam(required = false) @Nullable String index,
            HttpServletResponse response)
            throws IOException {
        MediaAccess.JobOfTask both = access.job(id, VIEW);
        Job job = both.job();
        TaskData data = access.data(both.task());
        List<Integer> frames = jobFrames.of(job);
        return switch (type(type)) {
            case "chunk" -> {
                answers.chunk(data, chunk(data, job, frames, number, index), FrameAnswers.quality(quality), response);
                yield null;
            }
            case "frame" -> {
                int frame = FrameAnswers.number(number, "Number is not specified");
                if (!frames.contains(frame)) {
                    throw new Failure.Invalid("Incorrect requested frame number: " + frame);
                }
                yield answers.frame(data, frame, FrameAnswers.quality(quality));
            }
            case "preview" -> answers.preview(data, frames.getFirst());
            default -> throw noContext();
        };
    }

    @GetMapping("/api/tasks/{id}/preview")
    ResponseEntity<byte[]> taskPreview(@PathVariable long id) throws IOException {
        return answers.preview(access.data(access.task(id, "view")), 0);
    }

    @GetMapping("/api/jobs/{id}/preview")
    ResponseEntity<byte[]> jobPreview(@PathVariable long id) throws IOException {
        MediaAccess.JobOfTask both = access.job(id, "view");
        return answers.preview(
                access.data(both.task()), jobFrames.of(both.job()).getFirst());
    }

    @GetMapping("/api/projects/{id}/preview")
    ResponseEntity<byte[]> projectPreview(@PathVariable long id) throws IOException {
        Project project = access.project(id, "view");
        TaskData data =
                access.firstData(project).orElseThrow(() -> new Failure.NotFound("The project has no pictures yet"));
        return answers.preview(data, 0);
    }

    private static List<Integer> chunk(
            TaskData data, Job job, List<Integer> frames, @Nullable String number, @Nullable String index) {
        if (number != null && index != null) {
            throw new Failure.Invalid("Number and Index cannot be used together");
        }
        return index != null
                ? Chunks.ofJobByIndex(data, frames, FrameAnswers.number(index, ""))
                : Chunks.ofJobByNumber(
                        data, job, frames, FrameAnswers.number(number, "Number or Index is not specified"));
    }

    private static String type(@Nullable String type) {
        if (type == null
                || !List.of("chunk", "frame", "preview", "context_image").contains(type)) {
            throw new Failure.Invalid("Data type not specified or has wrong value");
        }
        return type;
    }

    private static Failure noContext() {
        return new Failure.NotFound("The frame has no context images");
    }
}
