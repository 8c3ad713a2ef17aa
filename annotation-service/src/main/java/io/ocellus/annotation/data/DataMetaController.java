package io.ocellus.annotation.data;

import io.ocellus.annotation.frames.FrameInfo;
import io.ocellus.annotation.frames.FrameStore;
import io.ocellus.annotation.frames.TaskData;
import io.ocellus.annotation.frames.VideoTrack;
import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.model.Job;
import io.ocellus.annotation.wire.Fields;
import io.ocellus.annotation.wire.JsonBody;
import io.ocellus.annotation.wire.WireTime;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** What there is to know about the frames of a task or job, and which of them are taken out. */
@RestController
class DataMetaController {
    private static final String VIEW = "view:metadata";
    private static final String UPDATE = "update:metadata";
    private final MediaAccess access;
    private final JobFrames jobFrames;
    private final FrameStore frames;
    private final TransactionTemplate transactions;

    DataMetaController(MediaAccess access, JobFrames jobFrames, FrameStore frames, TransactionTemplate transactions) {
        this.access = access;
        this.jobFrames = jobFrames;
        this.frames = frames;
        this.transactions = transactions;
    }

    @GetMapping("/api/tasks/{id}/data/meta")
    DataMeta ofTask(@PathVariable long id) {
        return task(id, access.data(access.task(id, VIEW)));
    }

    @PatchMapping("/api/tasks/{id}/data/meta")
    DataMeta changeTask(@PathVariable long id, HttpServletRequest request) {
        TaskData data = access.data(access.task(id, UPDATE));
        Fields fields = JsonBody.fields(request);
        if (fields.has("deleted_frames")) {
            List<Integer> deleted = deleted(fields, new HashSet<>(range(0, data.size() - 1)));
            frames.setDeletedFrames(data.id(), deleted);
        }
        return task(id, frames.find(data.id()).orElseThrow());
    }

    @GetMapping("/api/jobs/{id}/data/meta")
    DataMeta ofJob(@PathVariable long id) {
        MediaAccess.JobOfTask both = access.job(id, VIEW);
        return job(both.job(), access.data(both.task()));
    }

    @PatchMapping("/api/jobs/{id}/data/meta")
    DataMeta changeJob(@PathVariable long id, HttpServletRequest request) {
        MediaAccess.JobOfTask both = access.job(id, UPDATE);
        TaskData data = access.data(both.task());
        Fields fields = JsonBody.fields(request);
        if (fields.has("deleted_frames")) {
            Set<Integer> own = new HashSet<>(jobFrames.of(both.job()));
            List<Integer> deleted = deleted(fields, own);
            transactions.executeWithoutResult(status -> {
                // Frames of other jobs stay as they are, also when two jobs are changed at once.
                TaskData now = frames.lock(data.id());
                Set<Integer> all = new TreeSet<>(now.deletedFrames());
                all.removeAll(own);
                all.addAll(deleted);
                frames.setDeletedFrames(data.id(), List.copyOf(all));
            });
        }
        return job(both.job(), frames.find(data.id()).orElseThrow());
    }

    private DataMeta task(long id, TaskData data) {
        return meta(
                data,
                jobFrames.changed("task_id", id),
                data.size(),
                data.startFrame(),
                data.stopFrame(),
                described(data, frames.frames(data, 0, data.size() - 1)),
                data.deletedFrames(),
                null);
    }

    private DataMeta job(Job job, TaskData data) {
        List<Integer> own = jobFrames.of(job);
        Set<Integer> set = new HashSet<>(own);
        boolean range = job.segmentType().equals("range");
        List<FrameInfo> infos = frames.frames(data, job.startFrame(), job.stopFrame()).stream()
                // CVAT's clients count entries by position in the range.
                .map(info -> set.contains(info.number())
                        ? info
                        : new FrameInfo(info.number(), "placeholder.jpg", info.width(), info.height(), List.of()))
                .toList();
        return meta(
                data,
                jobFrames.changed("id", job.segmentId()),
                own.size(),
                data.sourceFrame(job.startFrame()),
                Math.min(data.stopFrame(), data.sourceFrame(job.stopFrame())),
                described(data, infos),
                data.deletedFrames().stream().filter(set::contains).sorted().toList(),
                range ? null : own);
    }

    private List<DataMeta.Frame> described(TaskData data, List<FrameInfo> infos) {
        if (data.video()) {
            VideoTrack video = frames.video(data.id());
            return List.of(new DataMeta.Frame(video.width(), video.height(), video.name(), 0, false));
        }
        return infos.stream()
                .map(info -> new DataMeta.Frame(
                        info.width(),
                        info.height(),
                        info.name(),
                        info.relatedFiles().size(),
                        !info.relatedFiles().isEmpty()))
                .toList();
    }

    private static DataMeta meta(
            TaskData data,
            java.time.Instant changed,
            int size,
            int start,
            int stop,
            List<DataMeta.Frame> frames,
            List<Integer> deleted,
            @org.jspecify.annotations.Nullable List<Integer> included) {
        return new DataMeta(
                null,
                WireTime.of(changed),
                data.chunkSize().isPresent() ? data.chunkSize().getAsInt() : null,
                size,
                data.imageQuality(),
                start,
                stop,
                data.frameFilter(),
                frames,
                deleted,
                included,
                data.storage(),
                null);
    }

    private static List<Integer> deleted(Fields fields, Set<Integer> allowed) {
        JsonNode sent = fields.node("deleted_frames");
        if (sent == null || !sent.isArray()) {
            throw Failure.Invalid.field("deleted_frames", "Expected a list of items.");
        }
        Set<Integer> deleted = new TreeSet<>();
        List<String> unknown = new ArrayList<>();
        for (JsonNode item : sent) {
            if (!item.isIntegralNumber()) {
                throw Failure.Invalid.field("deleted_frames", "A valid integer is required.");
            }
            int frame = item.canConvertToInt() ? item.asInt() : -1;
            if (!allowed.contains(frame)) {
                unknown.add(item.asString());
            } else if (!deleted.add(frame)) {
                throw Failure.Invalid.field("deleted_frames", "Deleted frames cannot repeat");
            }
        }
        if (!unknown.isEmpty()) {
            throw Failure.Invalid.field(
                    "deleted_frames",
                    "Unknown frames " + String.join(", ", unknown.subList(0, Math.min(10, unknown.size())))
                            + " requested for removal");
        }
        return List.copyOf(deleted);
    }

    private static List<Integer> range(int first, int last) {
        return java.util.stream.IntStream.rangeClosed(first, last).boxed().toList();
    }
}
