package io.ocellus.annotation.tasks;

import io.ocellus.annotation.access.Access;
import io.ocellus.annotation.access.Assignees;
import io.ocellus.annotation.access.Resource;
import io.ocellus.annotation.access.Resources;
import io.ocellus.annotation.access.Transfer;
import io.ocellus.annotation.access.UpdateScopes;
import io.ocellus.annotation.labels.LabelSpec;
import io.ocellus.annotation.lists.ListDefinition;
import io.ocellus.annotation.lists.Lists;
import io.ocellus.annotation.lists.Page;
import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.model.TaskStore;
import io.ocellus.annotation.wire.Fields;
import io.ocellus.annotation.wire.JsonBody;
import io.ocellus.annotation.wire.Sent;
import io.ocellus.annotation.wire.StorageView;
import io.ocellus.authorization.Caller;
import io.ocellus.authorization.OrganizationContext;
import io.ocellus.requests.RequestId;
import io.ocellus.requests.RequestQueue;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/tasks}, but for media, annotations and datasets. */
@RestController
@RequestMapping("/api/tasks")
class TaskController {
    private static final ListDefinition TASKS = ListDefinition.rows(
                    "annotation.task t LEFT JOIN annotation.project p ON p.id = t.project_id"
                            + " LEFT JOIN identity.account o ON o.id = t.owner_id"
                            + " LEFT JOIN identity.account a ON a.id = t.assignee_id",
                    "t.id")
            .search("project_name", "p.name")
            .search("name", "t.name")
            .search("owner", "o.username")
            .search("status", "t.status")
            .search("assignee", "a.username")
            .search("subset", "t.subset")
            .search("mode", "t.mode")
            .search("dimension", "t.dimension")
            .search("tracker_link", "t.bug_tracker")
            .search("validation_mode", "NULL::text")
            .number("project_id", "t.project_id")
            .moment("updated_date", "t.updated_date")
            .simple(
                    "project_name",
                    "name",
                    "owner",
                    "status",
                    "assignee",
                    "subset",
                    "mode",
                    "dimension",
                    "tracker_link",
                    "validation_mode",
                    "project_id")
            .sort("-id");
    private static final Map<String, String> POLICY_COLUMNS = Map.of(
            "owner_id", "t.owner_id",
            "assignee_id", "t.assignee_id",
            "organization", "t.organization_id",
            "project__owner_id", "p.owner_id",
            "project__assignee_id", "p.assignee_id",
            "project__organization", "p.organization_id");
    private static final int MOST_REPLICAS = 11;

    private final Access access;
    private final Resources resources;
    private final Assignees assignees;
    private final Transfer transfer;
    private final Lists lists;
    private final TaskStore store;
    private final Tasks tasks;
    private final TaskViews views;
    private final RequestQueue requests;

    TaskController(
            Access access,
            Resources resources,
            Assignees assignees,
            Transfer transfer,
            Lists lists,
            TaskStore store,
            Tasks tasks,
            TaskViews views,
            RequestQueue requests) {
        this.access = access;
        this.resources = resources;
        this.assignees = assignees;
        this.transfer = transfer;
        this.lists = lists;
        this.store = store;
        this.tasks = tasks;
        this.views = views;
        this.requests = requests;
    }

    @GetMapping
    Page<TaskView> list(HttpServletRequest request) {
        return lists.page(
                request,
                TASKS,
                access.visible("tasks", POLICY_COLUMNS, "t.organization_id"),
                ids -> views.of(store.find(ids)));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    TaskView create(HttpServletRequest request) {
        Caller caller = access.caller();
        Fields fields = JsonBody.fields(request);
        String name = fields.requiredText("name", 256);
        Sent<Long> project = fields.id("project_id");
        Sent<String> tracker = fields.text("bug_tracker", 2000, true);
        Sent<String> subset = fields.text("subset", 64, true);
        Sent<Long> assignee = fields.id("assignee_id");
        Long overlap = fields.node("overlap") == null || fields.node("overlap").isNull()
                ? null
                : fields.integer("overlap", 0, Integer.MAX_VALUE).value();
        long segment = fields.integer("segment_size", 0, Integer.MAX_VALUE).orElse(0L);
        long replicas = fields.integer("consensus_replicas", 0, MOST_REPLICAS).orElse(0L);
        if (replicas == 1) {
            fields.reject("consensus_replicas", "Consensus replicas must be 0 or more than 1, got 1");
        }
        Sent<String> source = StorageView.read(fields, "source_storage");
        Sent<String> target = StorageView.read(fields, "target_storage");
        Sent<List<LabelSpec>> labels = LabelSpec.list(fields, "labels");
        Long organization = caller.organization().map(OrganizationContext::id).orElse(null);
        access.requireNew(
                "tasks",
                project.value() == null ? "create" : "create@project",
                resources.newTask(organization, caller.userId(), assignee.value(), project.value()));
        fields.check();
        if (replicas > 0) {
            throw new Failure.Absent("Consensus replicas are not built yet; send consensus_replicas 0.");
        }
        assignees.require("assignee_id", assignee.value(), organization);
        if (project.value() != null) {
            access.require("projects", "view", resources.project(project.value()));
        }
        long id = tasks.create(
                new TaskStore.NewTask(
                        name,
                        project.value(),
                        caller.userId(),
                        assignee.value(),
                        tracker.orElse(""),
                        overlap == null ? null : (Integer) Math.toIntExact(overlap),
                        Math.toIntExact(segment),
                        subset.orElse(""),
                        organization,
                        source.value(),
                        target.value(),
                        0),
                labels.orElse(List.of()));
        return show(id);
    }

    @GetMapping("/{id}")
    TaskView retrieve(@PathVariable long id) {
        access.require("tasks", "view", resources.task(id));
        return show(id);
    }

    /** How far the making of the task is; clients of today ask the request instead. */
    record CreationStatus(String state, String message, double progress) {}

    @GetMapping("/{id}/status")
    CreationStatus status(@PathVariable long id) {
        access.require("tasks", "view", resources.task(id));
        boolean made = store.find(id).orElseThrow(TaskController::missing).dataId() != null;
        if (made) {
            return new CreationStatus("Finished", "", 0);
        }
        return requests.find(RequestId.createTask(id).render())
                .map(request -> new CreationStatus(
                        switch (request.state()) {
                            case QUEUED -> "Queued";
                            case STARTED -> "Started";
                            case FAILED -> "Failed";
                            case FINISHED -> "Finished";
                        },
                        request.message(),
                        request.progress().orElse(0)))
                .orElseThrow(() -> new Failure.NotFound("Nobody has sent media for task " + id + " yet."));
    }

    @PatchMapping("/{id}")
    TaskView update(@PathVariable long id, HttpServletRequest request) {
        Resource resource = resources.task(id);
        Fields fields = JsonBody.fields(request);
        Set<String> scopes = UpdateScopes.of(fields.names(), TaskChange.SCOPES);
        TaskChange change = TaskChange.read(fields);
        for (String scope : scopes) {
            if (!scope.equals("update:organization")) {
                access.require("tasks", scope, resource);
            }
        }
        if (scopes.contains("update:organization")) {
            transfer.require("tasks", resource, change.organizationId().value(), fields.names());
        }
        fields.check();
        long user = access.identity().userId();
        if (change.transfers(resource.organizationId())) {
            tasks.transfer(id, change.organizationId().value(), user);
            return show(id);
        }
        assignees.require("owner_id", change.ownerId().value(), resource.organizationId());
        assignees.require("assignee_id", change.assigneeId().value(), resource.organizationId());
        Long project = change.projectId().value();
        if (project != null
                && change.moves(
                        store.find(id).orElseThrow(TaskController::missing).projectId())) {
            access.require("projects", "view", project(project));
            tasks.moveTo(id, project, change.labels().orElse(List.of()), user);
        } else {
            tasks.update(id, change, user);
        }
        return show(id);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable long id) {
        access.require("tasks", "delete", resources.task(id));
        tasks.delete(id);
    }

    private Resource project(long id) {
        try {
            return resources.project(id);
        } catch (Failure.NotFound e) {
            throw new Failure.Invalid("Cannot find project with ID " + id, e);
        }
    }

    private TaskView show(long id) {
        return views.of(List.of(store.find(id).orElseThrow(TaskController::missing)))
                .getFirst();
    }

    private static Failure missing() {
        return new Failure.NotFound("Not found.");
    }
}
