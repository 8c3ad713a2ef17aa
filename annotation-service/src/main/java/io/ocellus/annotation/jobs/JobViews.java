package io.ocellus.annotation.jobs;

import io.ocellus.annotation.model.Job;
import io.ocellus.annotation.wire.BaseUrl;
import io.ocellus.annotation.wire.BasicUser;
import io.ocellus.annotation.wire.BasicUsers;
import io.ocellus.annotation.wire.StorageView;
import io.ocellus.annotation.wire.Summary;
import io.ocellus.annotation.wire.WireTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Shows jobs, a page at a time: two queries, however many there are. Thread-safe. */
final class JobViews {
    private final JdbcClient jdbc;
    private final BasicUsers users;

    JobViews(JdbcClient jdbc, BasicUsers users) {
        this.jdbc = jdbc;
        this.users = users;
    }

    /** What a job shows of its task. */
    private record Parent(
            long id,
            @Nullable Long projectId,
            String dimension,
            @Nullable String bugTracker,
            String mode,
            @Nullable Integer chunkSize,
            String compressed,
            String original,
            @Nullable Long organization,
            @Nullable String source,
            @Nullable String target,
            int replicas) {}

    List<JobView> of(List<Job> jobs) {
        BaseUrl base = BaseUrl.current();
        Map<Long, BasicUser> people =
                users.byId(jobs.stream().map(Job::assigneeId).toList(), base);
        Map<Long, Parent> tasks =
                tasks(jobs.stream().map(Job::taskId).distinct().toArray(Long[]::new));
        return jobs.stream()
                .filter(job -> tasks.containsKey(job.taskId()))
                .map(job -> view(job, parent(tasks, job), base, people))
                .toList();
    }

    private static JobView view(Job job, Parent task, BaseUrl base, Map<Long, BasicUser> people) {
        boolean chosen = job.segmentType().equals("specific_frames");
        return new JobView(
                base.to("/api/jobs/" + job.id()),
                job.id(),
                job.taskId(),
                task.projectId(),
                job.assigneeId() == null ? null : people.get(job.assigneeId()),
                null,
                task.dimension(),
                task.bugTracker(),
                job.status(),
                job.stage(),
                job.state(),
                task.mode(),
                job.frameCount(),
                job.startFrame(),
                job.stopFrame(),
                task.chunkSize(),
                chosen ? "imageset" : task.compressed(),
                task.original(),
                WireTime.of(job.createdDate()),
                WireTime.of(job.updatedDate()),
                Summary.of(0, base, "/api/issues?job_id=" + job.id()),
                Summary.of(base, "/api/labels?job_id=" + job.id()),
                job.type(),
                task.organization(),
                StorageView.of(task.target()),
                StorageView.of(task.source()),
                WireTime.ofNullable(job.assigneeUpdatedDate()),
                job.parentJobId(),
                job.type().equals("annotation") ? task.replicas() : 0);
    }

    private static Parent parent(Map<Long, Parent> tasks, Job job) {
        Parent parent = tasks.get(job.taskId());
        if (parent == null) {
            throw new IllegalStateException("job " + job.id() + " has no task");
        }
        return parent;
    }

    private Map<Long, Parent> tasks(Long[] ids) {
        Map<Long, Parent> tasks = new HashMap<>();
        jdbc.sql("""
                        SELECT t.id, t.project_id, t.dimension, coalesce(nullif(t.bug_tracker, ''), p.bug_tracker, '') AS bug_tracker, t.mode,
                            d.chunk_size, d.compressed_chunk_type, d.original_chunk_type,
                            coalesce(p.organization_id, t.organization_id) AS organization_id,
                            t.source_storage->>'location' AS source, t.target_storage->>'location' AS target, t.consensus_replicas
                        FROM annotation.task t LEFT JOIN annotation.project p ON p.id = t.project_id
                        LEFT JOIN annotation.data d ON d.id = t.data_id WHERE t.id = ANY(?)
                        """).param(ids).query((row, number) -> parent(row)).list().forEach(task -> tasks.put(task.id(), task));
        return tasks;
    }

    private static Parent parent(ResultSet row) throws SQLException {
        long project = row.getLong("project_id");
        Long projectId = row.wasNull() ? null : (Long) project;
        long organization = row.getLong("organization_id");
        Long organizationId = row.wasNull() ? null : (Long) organization;
        int chunk = row.getInt("chunk_size");
        Integer chunkSize = row.wasNull() ? null : (Integer) chunk;
        String compressed = row.getString("compressed_chunk_type");
        String original = row.getString("original_chunk_type");
        return new Parent(
                row.getLong("id"),
                projectId,
                row.getString("dimension"),
                row.getString("bug_tracker"),
                row.getString("mode"),
                chunkSize,
                compressed == null ? "imageset" : compressed,
                original == null ? "imageset" : original,
                organizationId,
                row.getString("source"),
                row.getString("target"),
                row.getInt("consensus_replicas"));
    }
}
