package io.ocellus.worker.exports;

import io.ocellus.annotation.formats.LabelBook;
import io.ocellus.annotation.formats.exports.DatasetFrame;
import io.ocellus.annotation.formats.exports.DatasetSource;
import io.ocellus.annotation.formats.exports.TaskSource;
import io.ocellus.annotation.frames.FrameInfo;
import io.ocellus.annotation.frames.FrameStore;
import io.ocellus.annotation.frames.TaskData;
import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.model.Job;
import io.ocellus.annotation.model.JobStore;
import io.ocellus.annotation.model.LabelOwner;
import io.ocellus.annotation.model.LabelStore;
import io.ocellus.annotation.model.Project;
import io.ocellus.annotation.model.ProjectStore;
import io.ocellus.annotation.model.Task;
import io.ocellus.annotation.model.TaskStore;
import io.ocellus.annotation.store.AnnotationReader;
import io.ocellus.annotation.store.Target;
import io.ocellus.media.FrameReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Opens what is to be exported. Annotations are pinned to the revisions of that moment. Thread-safe. */
final class Datasets {
    private static final String DEFAULT_SUBSET = "default";

    private final ProjectStore projects;
    private final TaskStore tasks;
    private final JobStore jobs;
    private final LabelStore labels;
    private final FrameStore frames;
    private final AnnotationReader annotations;
    private final FrameReader pictures;
    private final JdbcClient jdbc;
    private final MetaReader metas;

    Datasets(
            ProjectStore projects,
            TaskStore tasks,
            JobStore jobs,
            LabelStore labels,
            FrameStore frames,
            AnnotationReader annotations,
            FrameReader pictures,
            JdbcClient jdbc,
            MetaReader metas) {
        this.projects = projects;
        this.tasks = tasks;
        this.jobs = jobs;
        this.labels = labels;
        this.frames = frames;
        this.annotations = annotations;
        this.pictures = pictures;
        this.jdbc = jdbc;
        this.metas = metas;
    }

    /**
     * @param kind {@code project}, {@code task} or {@code job}
     * @param base scheme and host for addresses in the head of CVAT's XML
     */
    DatasetSource open(String kind, long id, String base) {
        return switch (kind) {
            case "project" -> project(id, base);
            case "task" -> task(id, base);
            case "job" -> job(id, base);
            default -> throw new Failure.Invalid("There are no exports of a " + kind);
        };
    }

    private DatasetSource task(long id, String base) {
        Task task = tasks.find(id).orElseThrow(() -> new Failure.NotFound("There is no task " + id));
        StoredTask source = source(task, DEFAULT_SUBSET, 0, Map.of());
        return new StoredDataset(LabelBook.of(labels.ofTask(id)), List.of(source), metas.task(source, base));
    }

    private DatasetSource job(long id, String base) {
        Job job = jobs.find(id).orElseThrow(() -> new Failure.NotFound("There is no job " + id));
        Task task =
                tasks.find(job.taskId()).orElseThrow(() -> new Failure.NotFound("There is no task " + job.taskId()));
        StoredTask source = new StoredTask(
                task,
                data(task),
                new StoredTask.Range(job.startFrame(), job.stopFrame()),
                subset(task, DEFAULT_SUBSET),
                0,
                Map.of(),
                annotations.open(new Target.OfJob(id)),
                frames,
                pictures);
        return new StoredDataset(LabelBook.of(labels.ofTask(task.id())), List.of(source), metas.job(job, source, base));
    }

    private DatasetSource project(long id, String base) {
        Project project = projects.find(id).orElseThrow(() -> new Failure.NotFound("There is no project " + id));
        List<Task> members = tasks.find(jdbc.sql(
                        "SELECT id FROM annotation.task WHERE project_id = ? AND data_id IS NOT NULL ORDER BY subset, id")
                .param(id)
                .query(Long.class)
                .list());
        String unnamed = unnamed(members);
        Map<String, Integer> offsets = new HashMap<>();
        Map<String, Set<String>> names = new HashMap<>();
        List<StoredTask> sources = new ArrayList<>();
        for (Task task : members) {
            String subset = subset(task, unnamed);
            TaskData data = data(task);
            int offset = offsets.getOrDefault(subset, 0);
            offsets.put(subset, offset + data.startFrame() + data.step() * data.size());
            Map<Integer, String> renamed = renamed(data, names.computeIfAbsent(subset, name -> new HashSet<>()));
            sources.add(source(task, unnamed, offset, renamed));
        }
        List<TaskSource> all = List.copyOf(sources);
        return new StoredDataset(
                LabelBook.of(labels.of(new LabelOwner.OfProject(id))), all, metas.project(project, sources, base));
    }

    private StoredTask source(Task task, String unnamed, int offset, Map<Integer, String> renamed) {
        TaskData data = data(task);
        return new StoredTask(
                task,
                data,
                new StoredTask.Range(0, data.size() - 1),
                subset(task, unnamed),
                offset,
                renamed,
                annotations.open(new Target.OfTask(task.id())),
                frames,
                pictures);
    }

    private TaskData data(Task task) {
        return frames.ofTask(task.id())
                .orElseThrow(() -> new Failure.Invalid("Task " + task.id() + " has no media yet"));
    }

    private static String subset(Task task, String unnamed) {
        return task.subset().isEmpty() ? unnamed : task.subset();
    }

    /** The name for tasks without a subset: {@code default}, or what no other has. */
    private static String unnamed(List<Task> members) {
        String name = DEFAULT_SUBSET;
        for (int number = 1; taken(members, name); number++) {
            name = DEFAULT_SUBSET + "_" + number;
        }
        return name;
    }

    private static boolean taken(List<Task> members, String name) {
        return members.stream().anyMatch(task -> task.subset().equals(name));
    }

    /** Frames of a name that the subset has already get a number. */
    private Map<Integer, String> renamed(TaskData data, Set<String> taken) {
        Map<Integer, String> renamed = new HashMap<>();
        if (data.video()) {
            return renamed;
        }
        for (FrameInfo frame : frames.frames(data, 0, data.size() - 1)) {
            String stem = DatasetFrame.stem(frame.name());
            String free = stem;
            for (int number = 1; !taken.add(free); number++) {
                free = stem + "_" + number;
            }
            if (!free.equals(stem)) {
                renamed.put(frame.number(), free + frame.name().substring(stem.length()));
            }
        }
        return renamed;
    }
}
