package io.ocellus.annotation.projects;

import io.ocellus.annotation.model.Project;
import io.ocellus.annotation.wire.BaseUrl;
import io.ocellus.annotation.wire.BasicUser;
import io.ocellus.annotation.wire.BasicUsers;
import io.ocellus.annotation.wire.StorageView;
import io.ocellus.annotation.wire.Summary;
import io.ocellus.annotation.wire.WireTime;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Shows projects, a page at a time: two queries, however many there are. Thread-safe. */
final class ProjectViews {
    private final JdbcClient jdbc;
    private final BasicUsers users;

    ProjectViews(JdbcClient jdbc, BasicUsers users) {
        this.jdbc = jdbc;
        this.users = users;
    }

    private record Tasks(
            long project,
            long count,
            List<String> subsets,
            @Nullable String dimension) {}

    List<ProjectView> of(List<Project> projects) {
        BaseUrl base = BaseUrl.current();
        Map<Long, BasicUser> people = users.byId(
                projects.stream()
                        .flatMap(project -> Stream.of(project.ownerId(), project.assigneeId()))
                        .toList(),
                base);
        Map<Long, Tasks> tasks = tasks(projects.stream().map(Project::id).toArray(Long[]::new));
        return projects.stream()
                .map(project -> view(project, base, people, tasks.get(project.id())))
                .toList();
    }

    private static ProjectView view(Project project, BaseUrl base, Map<Long, BasicUser> people, @Nullable Tasks tasks) {
        return new ProjectView(
                base.to("/api/projects/" + project.id()),
                project.id(),
                project.name(),
                project.ownerId() == null ? null : people.get(project.ownerId()),
                project.assigneeId() == null ? null : people.get(project.assigneeId()),
                null,
                project.bugTracker(),
                tasks == null ? List.of() : tasks.subsets(),
                WireTime.of(project.createdDate()),
                WireTime.of(project.updatedDate()),
                project.status(),
                tasks == null ? null : tasks.dimension(),
                project.organizationId(),
                project.organizationId(),
                StorageView.of(project.targetStorage()),
                StorageView.of(project.sourceStorage()),
                Summary.of(tasks == null ? 0 : tasks.count(), base, "/api/tasks?project_id=" + project.id()),
                Summary.of(base, "/api/labels?project_id=" + project.id()),
                WireTime.ofNullable(project.assigneeUpdatedDate()));
    }

    private Map<Long, Tasks> tasks(Long[] projects) {
        return jdbc
                .sql("""
                        SELECT project_id, count(*), array_agg(DISTINCT subset) FILTER (WHERE subset <> ''), min(dimension)
                        FROM annotation.task WHERE project_id = ANY(?) GROUP BY project_id
                        """)
                .param(projects)
                .query((row, number) -> new Tasks(
                        row.getLong(1),
                        row.getLong(2),
                        row.getArray(3) == null
                                ? List.of()
                                : List.of((String[]) row.getArray(3).getArray()),
                        row.getString(4)))
                .list()
                .stream()
                .collect(Collectors.toMap(Tasks::project, Function.identity()));
    }
}
