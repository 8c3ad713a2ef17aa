package io.ocellus.worker.exports;

import io.ocellus.annotation.formats.exports.DatasetMeta;
import io.ocellus.annotation.formats.exports.DatasetMeta.Person;
import io.ocellus.annotation.formats.exports.DatasetMeta.SegmentMeta;
import io.ocellus.annotation.formats.exports.DatasetMeta.TaskMeta;
import io.ocellus.annotation.formats.exports.DatasetMeta.VideoMeta;
import io.ocellus.annotation.frames.FrameStore;
import io.ocellus.annotation.frames.VideoTrack;
import io.ocellus.annotation.model.Job;
import io.ocellus.annotation.model.JobStore;
import io.ocellus.annotation.model.Project;
import io.ocellus.annotation.model.Task;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads what stands in the head of CVAT's XML. Thread-safe. */
final class MetaReader {
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSxxx").withZone(ZoneOffset.UTC);

    private final JobStore jobs;
    private final FrameStore frames;
    private final JdbcClient jdbc;
    private final Clock clock;

    MetaReader(JobStore jobs, FrameStore frames, JdbcClient jdbc, Clock clock) {
        this.jobs = jobs;
        this.frames = frames;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    DatasetMeta task(StoredTask source, String base) {
        Task task = source.task();
        return new DatasetMeta(
                DatasetMeta.Kind.TASK,
                task.id(),
                task.name(),
                task.bugTracker(),
                text(task.createdDate()),
                text(task.updatedDate()),
                text(clock.instant()),
                person(task.ownerId()),
                person(task.assigneeId()),
                List.of(taskMeta(source, base)));
    }

    DatasetMeta job(Job job, StoredTask source, String base) {
        Task task = source.task();
        TaskMeta whole = taskMeta(source, base);
        TaskMeta part = new TaskMeta(
                job.id(),
                task.name(),
                job.stopFrame() - job.startFrame() + 1,
                whole.mode(),
                whole.overlap(),
                whole.bugTracker(),
                whole.created(),
                text(job.updatedDate()),
                whole.subset(),
                source.data().sourceFrame(job.startFrame()),
                source.data().sourceFrame(job.stopFrame()),
                whole.frameFilter(),
                List.of(segment(job, base)),
                whole.owner(),
                person(job.assigneeId()),
                whole.video());
        return new DatasetMeta(
                DatasetMeta.Kind.JOB,
                job.id(),
                task.name(),
                task.bugTracker(),
                whole.created(),
                part.updated(),
                text(clock.instant()),
                whole.owner(),
                part.assignee(),
                List.of(part));
    }

    DatasetMeta project(Project project, List<StoredTask> tasks, String base) {
        return new DatasetMeta(
                DatasetMeta.Kind.PROJECT,
                project.id(),
                project.name(),
                project.bugTracker(),
                text(project.createdDate()),
                text(project.updatedDate()),
                text(clock.instant()),
                person(project.ownerId()),
                person(project.assigneeId()),
                tasks.stream().map(task -> taskMeta(task, base)).toList());
    }

    private TaskMeta taskMeta(StoredTask source, String base) {
        Task task = source.task();
        Integer overlap = task.overlap();
        return new TaskMeta(
                task.id(),
                task.name(),
                source.data().size(),
                task.mode(),
                overlap == null ? 0 : overlap,
                task.bugTracker(),
                text(task.createdDate()),
                text(task.updatedDate()),
                source.subset(),
                source.data().startFrame(),
                source.data().stopFrame(),
                source.data().frameFilter(),
                jobs.ofTask(task.id()).stream()
                        .filter(job -> job.type().equals("annotation"))
                        .map(job -> segment(job, base))
                        .toList(),
                person(task.ownerId()),
                person(task.assigneeId()),
                video(source));
    }

    private Optional<VideoMeta> video(StoredTask source) {
        if (!source.video()) {
            return Optional.empty();
        }
        VideoTrack video = frames.video(source.data().id());
        String name = video.name().substring(video.name().lastIndexOf('/') + 1);
        return Optional.of(new VideoMeta(name, video.width(), video.height()));
    }

    private static SegmentMeta segment(Job job, String base) {
        return new SegmentMeta(job.segmentId(), job.startFrame(), job.stopFrame(), base + "/api/jobs/" + job.id());
    }

    private static String text(Instant moment) {
        return MOMENT.format(moment);
    }

    private Optional<Person> person(@Nullable Long id) {
        if (id == null) {
            return Optional.empty();
        }
        return jdbc.sql("SELECT username, email FROM identity.account WHERE id = ?")
                .param(id)
                .query((row, number) -> new Person(row.getString(1), row.getString(2)))
                .optional();
    }
}
