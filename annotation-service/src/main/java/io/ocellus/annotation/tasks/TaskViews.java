package io.ocellus.annotation.tasks;

import io.ocellus.annotation.model.Task;
import io.ocellus.annotation.wire.BaseUrl;
import io.ocellus.annotation.wire.BasicUser;
import io.ocellus.annotation.wire.BasicUsers;
import io.ocellus.annotation.wire.StorageView;
import io.ocellus.annotation.wire.Summary;
import io.ocellus.annotation.wire.WireTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Shows tasks, a page at a time: three queries, however many there are. Thread-safe. */
final class TaskViews {
    private final JdbcClient jdbc;
    private final BasicUsers users;

    TaskViews(JdbcClient jdbc, BasicUsers users) {
        this.jdbc = jdbc;
        this.users = users;
    }

    List<TaskView> of(List<Task> tasks) {
        BaseUrl base = BaseUrl.current();
        Map<Long, BasicUser> people = users.byId(
                tasks.stream()
                        .flatMap(task -> Stream.of(task.ownerId(), task.assigneeId()))
                        .toList(),
                base);
        Map<Long, TaskView.JobsSummary> jobs = jobs(tasks.stream().map(Task::id).toArray(Long[]::new), base);
        Map<Long, TaskView.Media> media =
                media(tasks.stream().map(Task::dataId).filter(Objects::nonNull).toArray(Long[]::new));
        return tasks.stream().map(task -> view(task, base, people, jobs, media)).toList();
    }

    private static TaskView view(
            Task task,
            BaseUrl base,
            Map<Long, BasicUser> people,
            Map<Long, TaskView.JobsSummary> jobs,
            Map<Long, TaskView.Media> media) {
        TaskView.JobsSummary none = new TaskView.JobsSummary(0, 0, 0, jobsUrl(base, task.id()));
        return new TaskView(
                base.to("/api/tasks/" + task.id()),
                task.id(),
                task.name(),
                task.projectId(),
                task.mode(),
                task.ownerId() == null ? null : people.get(task.ownerId()),
                task.assigneeId() == null ? null : people.get(task.assigneeId()),
                task.bugTracker(),
                WireTime.of(task.createdDate()),
                WireTime.of(task.updatedDate()),
                task.overlap(),
                task.segmentSize(),
                task.status(),
                task.dataId() == null ? null : media.get(task.dataId()),
                null,
                task.dimension(),
                task.subset(),
                task.organizationId(),
                task.organizationId(),
                StorageView.of(task.targetStorage()),
                StorageView.of(task.sourceStorage()),
                jobs.getOrDefault(task.id(), none),
                Summary.of(base, "/api/labels?task_id=" + task.id()),
                WireTime.ofNullable(task.assigneeUpdatedDate()),
                null,
                task.consensusReplicas() > 0);
    }

    private Map<Long, TaskView.JobsSummary> jobs(Long[] tasks, BaseUrl base) {
        Map<Long, TaskView.JobsSummary> jobs = new HashMap<>();
        jdbc.sql("""
                        SELECT task_id, count(*), count(*) FILTER (WHERE state = 'completed' AND stage = 'acceptance'),
                            count(*) FILTER (WHERE stage = 'validation')
                        FROM annotation.job WHERE task_id = ANY(?) GROUP BY task_id
                        """).param(tasks).query(row -> {
            jobs.put(
                    row.getLong(1),
                    new TaskView.JobsSummary(
                            row.getLong(2), row.getLong(3), row.getLong(4), jobsUrl(base, row.getLong(1))));
        });
        return jobs;
    }

    private Map<Long, TaskView.Media> media(Long[] data) {
        Map<Long, TaskView.Media> media = new HashMap<>();
        if (data.length > 0) {
            jdbc.sql("""
                            SELECT id, size, image_quality, chunk_size, original_chunk_type, compressed_chunk_type
                            FROM annotation.data WHERE id = ANY(?)
                            """).param(data).query(row -> {
                int chunk = row.getInt(4);
                Integer chunkSize = row.wasNull() ? null : (Integer) chunk;
                media.put(
                        row.getLong(1),
                        new TaskView.Media(
                                row.getLong(1),
                                row.getInt(2),
                                row.getInt(3),
                                chunkSize,
                                row.getString(5),
                                row.getString(6),
                                null));
            });
        }
        return media;
    }

    private static String jobsUrl(BaseUrl base, long task) {
        return base.to("/api/jobs?task_id=" + task);
    }
}
