package io.ocellus.annotation.labels;

import io.ocellus.annotation.access.Access;
import io.ocellus.annotation.access.Resources;
import io.ocellus.annotation.lists.Condition;
import io.ocellus.annotation.lists.ListDefinition;
import io.ocellus.annotation.lists.Lists;
import io.ocellus.annotation.lists.Page;
import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.model.LabelOwner;
import io.ocellus.annotation.model.LabelStore;
import io.ocellus.annotation.model.ProjectStore;
import io.ocellus.annotation.model.TaskStore;
import io.ocellus.annotation.wire.Fields;
import io.ocellus.annotation.wire.JsonBody;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/labels}. The right to a label is the right to its project or task. */
@RestController
@RequestMapping("/api/labels")
class LabelController {
    private static final ListDefinition LABELS = ListDefinition.rows(
                    "annotation.label l LEFT JOIN annotation.label parent ON parent.id = l.parent_id"
                            + " LEFT JOIN annotation.task t ON t.id = l.task_id"
                            + " LEFT JOIN annotation.project p ON p.id = l.project_id",
                    "l.id")
            .search("name", "l.name")
            .search("parent", "parent.name")
            .text("type", "l.type")
            .text("color", "l.color")
            .number("parent_id", "l.parent_id")
            .simple("name", "parent", "type", "color", "parent_id")
            .sort("id");
    private static final Map<String, String> POLICY_COLUMNS = Map.of(
            "task__owner_id", "t.owner_id",
            "task__assignee_id", "t.assignee_id",
            "task__organization", "t.organization_id",
            "project__owner_id", "p.owner_id",
            "project__assignee_id", "p.assignee_id",
            "project__organization", "p.organization_id");
    private static final Condition TOP = Condition.of("l.parent_id IS NULL");

    private final Access access;
    private final Resources resources;
    private final Lists lists;
    private final LabelStore labels;
    private final LabelEdits edits;
    private final ProjectStore projects;
    private final TaskStore tasks;
    private final TransactionTemplate transactions;

    LabelController(
            Access access,
            Resources resources,
            Lists lists,
            LabelStore labels,
            LabelEdits edits,
            ProjectStore projects,
            TaskStore tasks,
            TransactionTemplate transactions) {
        this.access = access;
        this.resources = resources;
        this.lists = lists;
        this.labels = labels;
        this.edits = edits;
        this.projects = projects;
        this.tasks = tasks;
        this.transactions = transactions;
    }

    @GetMapping
    Page<LabelView> list(HttpServletRequest request) {
        return lists.page(
                request,
                LABELS,
                TOP.and(scope(request)),
                ids -> labels.find(ids).stream()
                        .map(found -> LabelView.of(found.owner(), found.label()))
                        .toList());
    }

    @GetMapping("/{id}")
    LabelView retrieve(@PathVariable long id) {
        LabelStore.Owned found = find(id);
        require(found, "view", "view");
        return LabelView.of(found.owner(), found.label());
    }

    @PatchMapping("/{id}")
    LabelView update(@PathVariable long id, HttpServletRequest request) {
        LabelStore.Owned found = find(id);
        require(found, "update:desc", "update:desc");
        top(found);
        Fields fields = JsonBody.fields(request);
        LabelSpec sent = LabelSpec.change(fields);
        if (sent.deleted()) {
            fields.reject("deleted", "Use the DELETE method to delete a label.");
        }
        fields.check();
        LabelSpec spec = new LabelSpec(
                id, sent.name(), sent.color(), sent.type(), false, sent.svg(), sent.attributes(), sent.sublabels());
        transactions.executeWithoutResult(status -> {
            labels.lock(found.owner());
            edits.update(
                    found.owner(),
                    List.of(spec),
                    OptionalLong.of(access.caller().userId()));
            touch(found.owner());
        });
        LabelStore.Owned updated = find(id);
        return LabelView.of(updated.owner(), updated.label());
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable long id) {
        LabelStore.Owned found = find(id);
        require(found, "update:desc", "update:desc");
        top(found);
        transactions.executeWithoutResult(status -> {
            labels.lock(found.owner());
            edits.delete(found.label(), OptionalLong.of(access.caller().userId()));
            touch(found.owner());
        });
    }

    /** The labels of one job, task or project, by the right to that; else of everything that the caller may see. */
    private Condition scope(HttpServletRequest request) {
        String job = request.getParameter("job_id");
        String task = request.getParameter("task_id");
        String project = request.getParameter("project_id");
        if (Stream.of(job != null, task != null, project != null)
                        .filter(given -> given)
                        .count()
                > 1) {
            throw new Failure.Invalid("job_id, task_id and project_id parameters cannot be used together");
        }
        if (job != null && !job.isEmpty()) {
            long id = number("job_id", job);
            access.require("jobs", "view", resources.job(id));
            return ofTask("(SELECT task_id FROM annotation.job WHERE id = ?)", id);
        }
        if (task != null && !task.isEmpty()) {
            long id = number("task_id", task);
            access.require("tasks", "view", resources.task(id));
            return ofTask("(?::bigint)", id);
        }
        if (project != null && !project.isEmpty()) {
            long id = number("project_id", project);
            access.require("projects", "view", resources.project(id));
            return Condition.of("l.project_id = ?", id);
        }
        return access.visible("labels", POLICY_COLUMNS, "t.organization_id", "p.organization_id");
    }

    private static Condition ofTask(String task, long id) {
        return Condition.of(
                "l.task_id = (SELECT id FROM annotation.task WHERE project_id IS NULL AND id = " + task + ")"
                        + " OR l.project_id = (SELECT project_id FROM annotation.task WHERE id = " + task + ")",
                id,
                id);
    }

    private static long number(String name, String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw new Failure.Invalid(Map.of(name, List.of("Enter a number.")));
        }
    }

    private LabelStore.Owned find(long id) {
        return labels.find(id).orElseThrow(() -> new Failure.NotFound("Not found."));
    }

    private void require(LabelStore.Owned found, String projectScope, String taskScope) {
        switch (found.owner()) {
            case LabelOwner.OfProject project ->
                access.require("projects", projectScope, resources.project(project.id()));
            case LabelOwner.OfTask task -> access.require("tasks", taskScope, resources.task(task.id()));
        }
    }

    private static void top(LabelStore.Owned found) {
        @Nullable Long parent = found.label().parentId();
        if (parent != null) {
            throw new Failure.Invalid("Sublabels change with their label #" + parent + ": send a PATCH of that one.");
        }
    }

    private void touch(LabelOwner owner) {
        switch (owner) {
            case LabelOwner.OfProject project -> projects.touchWithTasks(project.id());
            case LabelOwner.OfTask task -> tasks.touchWithJobs(task.id());
        }
    }
}
