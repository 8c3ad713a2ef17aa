package io.ocellus.annotation.data;

import io.ocellus.annotation.access.Access;
import io.ocellus.annotation.access.Resource;
import io.ocellus.annotation.frames.FrameStore;
import io.ocellus.annotation.frames.TaskData;
import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.model.Job;
import io.ocellus.annotation.model.JobStore;
import io.ocellus.annotation.model.Project;
import io.ocellus.annotation.model.ProjectStore;
import io.ocellus.annotation.model.Task;
import io.ocellus.annotation.model.TaskStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds tasks, jobs and projects by id and asks whether the caller may do this with their media. Thread-safe. */
final class MediaAccess {
    private final Access access;
    private final ProjectStore projects;
    private final TaskStore tasks;
    private final JobStore jobs;
    private final FrameStore frames;

    MediaAccess(Access access, ProjectStore projects, TaskStore tasks, JobStore jobs, FrameStore frames) {
        this.access = access;
        this.projects = projects;
        this.tasks = tasks;
        this.jobs = jobs;
        this.frames = frames;
    }

    /** A job and the task it is of. */
    record JobOfTask(Job job, Task task) {}

    long user() {
        return access.identity().userId();
    }

    Task task(long id, String scope) {
        Task task = tasks.find(id).orElseThrow(() -> notFound("Task"));
        access.require("tasks", scope, resource(task, project(task)));
        return task;
    }

    JobOfTask job(long id, String scope) {
        Job job = jobs.find(id).orElseThrow(() -> notFound("Job"));
        Task task = tasks.find(job.taskId()).orElseThrow(() -> notFound("Job"));
        Optional<Project> project = project(task);
        Map<String, @Nullable Object> facts = new HashMap<>();
        facts.put("id", job.id());
        facts.put("assignee", Resource.reference(job.assigneeId()));
        facts.put("organization", Resource.reference(task.organizationId()));
        facts.put("task", people(task.ownerId(), task.assigneeId(), task.organizationId()));
        facts.put("project", project.map(MediaAccess::people).orElse(null));
        access.require("jobs", scope, new Resource(task.organizationId(), facts));
        return new JobOfTask(job, task);
    }

    Project project(long id, String scope) {
        Project project = projects.find(id).orElseThrow(() -> notFound("Project"));
        Map<String, @Nullable Object> facts = people(project);
        facts.put("id", project.id());
        access.require("projects", scope, new Resource(project.organizationId(), facts));
        return project;
    }

    /** The first task of the project that has media. */
    Optional<TaskData> firstData(Project project) {
        return projects.taskIds(project.id()).stream()
                .map(frames::ofTask)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** The media of the task; 404 until it has been made. */
    TaskData data(Task task) {
        return Optional.ofNullable(task.dataId())
                .flatMap(frames::find)
                .orElseThrow(() -> new Failure.NotFound("Task has no data"));
    }

    private Optional<Project> project(Task task) {
        return Optional.ofNullable(task.projectId()).flatMap(projects::find);
    }

    private static Resource resource(Task task, Optional<Project> project) {
        Map<String, @Nullable Object> facts = people(task.ownerId(), task.assigneeId(), task.organizationId());
        facts.put("id", task.id());
        facts.put("project", project.map(MediaAccess::people).orElse(null));
        return new Resource(task.organizationId(), facts);
    }

    private static Map<String, @Nullable Object> people(Project project) {
        return people(project.ownerId(), project.assigneeId(), project.organizationId());
    }

    private static Map<String, @Nullable Object> people(
            @Nullable Long owner, @Nullable Long assignee, @Nullable Long organization) {
        Map<String, @Nullable Object> facts = new HashMap<>();
        facts.put("owner", Resource.reference(owner));
        facts.put("assignee", Resource.reference(assignee));
        facts.put("organization", Resource.reference(organization));
        return facts;
    }

    private static Failure notFound(String what) {
        return new Failure.NotFound("No " + what + " matches the given query.");
    }
}
