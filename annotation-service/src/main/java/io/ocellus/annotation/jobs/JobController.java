package io.ocellus.annotation.jobs;

import io.ocellus.annotation.access.Access;
import io.ocellus.annotation.access.Assignees;
import io.ocellus.annotation.access.Resource;
import io.ocellus.annotation.access.Resources;
import io.ocellus.annotation.access.UpdateScopes;
import io.ocellus.annotation.lists.ListDefinition;
import io.ocellus.annotation.lists.Lists;
import io.ocellus.annotation.lists.Page;
import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.model.Job;
import io.ocellus.annotation.model.JobStore;
import io.ocellus.annotation.model.TaskStore;
import io.ocellus.annotation.store.AnnotationWriter;
import io.ocellus.annotation.wire.Fields;
import io.ocellus.annotation.wire.JsonBody;
import io.ocellus.annotation.wire.Sent;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/jobs}, but for media, annotations and datasets. */
@RestController
@RequestMapping("/api/jobs")
class JobController {
    private static final ListDefinition JOBS = ListDefinition.rows(
                    "annotation.job j JOIN annotation.task t ON t.id = j.task_id"
                            + " LEFT JOIN annotation.project p ON p.id = t.project_id"
                            + " LEFT JOIN identity.account a ON a.id = j.assignee_id",
                    "j.id")
            .search("task_name", "t.name")
            .search("project_name", "p.name")
            .search("assignee", "a.username")
            .search("state", "j.state")
            .search("stage", "j.stage")
            .number("task_id", "j.task_id")
            .number("project_id", "t.project_id")
            .number("parent_job_id", "j.parent_job_id")
            .text("dimension", "t.dimension")
            .text("type", "j.type")
            .moment("updated_date", "j.updated_date")
            .simple(
                    "task_name",
                    "project_name",
                    "assignee",
                    "state",
                    "stage",
                    "task_id",
                    "project_id",
                    "parent_job_id",
                    "dimension",
                    "type")
            .sort("-id");
    private static final Map<String, String> POLICY_COLUMNS = Map.of(
            "assignee_id", "j.assignee_id",
            "segment__task__owner_id", "t.owner_id",
            "segment__task__assignee_id", "t.assignee_id",
            "segment__task__organization", "t.organization_id",
            "segment__task__project__owner_id", "p.owner_id",
            "segment__task__project__assignee_id", "p.assignee_id",
            "segment__task__project__organization", "p.organization_id");
    private static final Map<String, String> SCOPES =
            Map.of("assignee", "update:assignee", "stage", "update:stage", "state", "update:state");

    private final Access access;
    private final Resources resources;
    private final Assignees assignees;
    private final Lists lists;
    private final JobStore jobs;
    private final TaskStore tasks;
    private final JobViews views;
    private final ObjectProvider<AnnotationWriter> annotations;
    private final TransactionTemplate transactions;

    JobController(
            Access access,
            Resources resources,
            Assignees assignees,
            Lists lists,
            JobStore jobs,
            TaskStore tasks,
            JobViews views,
            ObjectProvider<AnnotationWriter> annotations,
            TransactionTemplate transactions) {
        this.access = access;
        this.resources = resources;
        this.assignees = assignees;
        this.lists = lists;
        this.jobs = jobs;
        this.tasks = tasks;
        this.views = views;
        this.annotations = annotations;
        this.transactions = transactions;
    }

    @GetMapping
    Page<JobView> list(HttpServletRequest request) {
        return lists.page(
                request,
                JOBS,
                access.visible("jobs", POLICY_COLUMNS, "t.organization_id"),
                ids -> views.of(jobs.find(ids)));
    }

    /** Annotation jobs come with the media; only ground truth is made by hand, and not yet. */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    JobView create(HttpServletRequest request) {
        Fields fields = JsonBody.fields(request);
        Sent<Long> task = fields.id("task_id");
        String type = fields.choice("type", Set.of("annotation", "ground_truth", "consensus_replica"))
                .orElse("");
        Long taskId = task.value();
        if (taskId == null) {
            throw new Failure.Invalid("task_id is not specified");
        }
        Resource resource = resources.task(taskId);
        access.require("tasks", "view", resource);
        access.require(
                "jobs",
                "create",
                new Resource(resource.organizationId(), resource.facts()).with("task", resource.facts()));
        fields.check();
        if (!type.equals("ground_truth")) {
            throw new Failure.Invalid("Unexpected job type '" + type + "'");
        }
        throw new Failure.Absent("Ground truth jobs are not built yet.");
    }

    @GetMapping("/{id}")
    JobView retrieve(@PathVariable long id) {
        access.require("jobs", "view", resources.job(id));
        return show(id);
    }

    @PatchMapping("/{id}")
    JobView update(@PathVariable long id, HttpServletRequest request) {
        Resource resource = resources.job(id);
        Fields fields = JsonBody.fields(request);
        for (String scope : UpdateScopes.of(fields.names(), SCOPES)) {
            access.require("jobs", scope, resource);
        }
        Sent<Long> assignee = fields.id("assignee");
        Sent<String> stage = fields.choice("stage", JobProgress.STAGES);
        Sent<String> state = fields.choice("state", JobProgress.STATES);
        fields.check();
        assignees.require("assignee", assignee.value(), resource.organizationId());
        transactions.executeWithoutResult(status -> {
            Job before = jobs.lock(id).orElseThrow(JobController::missing);
            jobs.update(JobProgress.apply(before, assignee, stage, state));
            tasks.deriveStatus(before.taskId());
        });
        return show(id);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable long id) {
        access.require("jobs", "delete", resources.job(id));
        transactions.executeWithoutResult(status -> {
            Job job = jobs.lock(id).orElseThrow(JobController::missing);
            if (!job.type().equals("ground_truth")) {
                throw new Failure.Invalid("Only ground truth jobs can be removed");
            }
            annotations.getObject().purgeJobs(List.of(id));
            jobs.delete(job);
        });
    }

    private JobView show(long id) {
        return views.of(List.of(jobs.find(id).orElseThrow(JobController::missing)))
                .getFirst();
    }

    private static Failure missing() {
        return new Failure.NotFound("Not found.");
    }
}
