package io.ocellus.annotation.projects;

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
import io.ocellus.annotation.model.ProjectStore;
import io.ocellus.annotation.wire.Fields;
import io.ocellus.annotation.wire.JsonBody;
import io.ocellus.annotation.wire.Sent;
import io.ocellus.annotation.wire.StorageView;
import io.ocellus.authorization.Caller;
import io.ocellus.authorization.OrganizationContext;
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

/** {@code /api/projects}. */
@RestController
@RequestMapping("/api/projects")
class ProjectController {
    private static final ListDefinition PROJECTS = ListDefinition.rows(
                    "annotation.project p LEFT JOIN identity.account o ON o.id = p.owner_id"
                            + " LEFT JOIN identity.account a ON a.id = p.assignee_id",
                    "p.id")
            .search("name", "p.name")
            .search("owner", "o.username")
            .search("assignee", "a.username")
            .search("status", "p.status")
            .moment("updated_date", "p.updated_date")
            .simple("name", "owner", "assignee", "status")
            .sort("-id");
    private static final Map<String, String> POLICY_COLUMNS = Map.of(
            "owner_id", "p.owner_id",
            "assignee_id", "p.assignee_id",
            "organization", "p.organization_id");

    private final Access access;
    private final Resources resources;
    private final Assignees assignees;
    private final Transfer transfer;
    private final Lists lists;
    private final ProjectStore store;
    private final Projects projects;
    private final ProjectViews views;

    ProjectController(
            Access access,
            Resources resources,
            Assignees assignees,
            Transfer transfer,
            Lists lists,
            ProjectStore store,
            Projects projects,
            ProjectViews views) {
        this.access = access;
        this.resources = resources;
        this.assignees = assignees;
        this.transfer = transfer;
        this.lists = lists;
        this.store = store;
        this.projects = projects;
        this.views = views;
    }

    @GetMapping
    Page<ProjectView> list(HttpServletRequest request) {
        return lists.page(
                request,
                PROJECTS,
                access.visible("projects", POLICY_COLUMNS, "p.organization_id"),
                ids -> views.of(store.find(ids)));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ProjectView create(HttpServletRequest request) {
        Caller caller = access.caller();
        Fields fields = JsonBody.fields(request);
        String name = fields.requiredText("name", 256);
        Sent<String> tracker = fields.text("bug_tracker", 2000, true);
        Sent<Long> assignee = fields.id("assignee_id");
        Sent<String> source = StorageView.read(fields, "source_storage");
        Sent<String> target = StorageView.read(fields, "target_storage");
        Sent<List<LabelSpec>> labels = LabelSpec.list(fields, "labels");
        Long organization = caller.organization().map(OrganizationContext::id).orElse(null);
        access.requireNew("projects", "create", resources.newProject(organization, caller.userId(), assignee.value()));
        fields.check();
        assignees.require("assignee_id", assignee.value(), organization);
        long id = projects.create(
                new ProjectStore.NewProject(
                        name,
                        caller.userId(),
                        assignee.value(),
                        tracker.orElse(""),
                        organization,
                        source.value(),
                        target.value()),
                labels.orElse(List.of()));
        return show(id);
    }

    @GetMapping("/{id}")
    ProjectView retrieve(@PathVariable long id) {
        access.require("projects", "view", resources.project(id));
        return show(id);
    }

    @PatchMapping("/{id}")
    ProjectView update(@PathVariable long id, HttpServletRequest request) {
        Resource resource = resources.project(id);
        Fields fields = JsonBody.fields(request);
        Set<String> scopes = UpdateScopes.of(fields.names(), ProjectChange.SCOPES);
        ProjectChange change = ProjectChange.read(fields);
        for (String scope : scopes) {
            if (!scope.equals("update:organization")) {
                access.require("projects", scope, resource);
            }
        }
        if (scopes.contains("update:organization")) {
            transfer.require("projects", resource, change.organizationId().value(), fields.names());
        }
        fields.check();
        if (change.transfers(resource.organizationId())) {
            projects.transfer(
                    id, change.organizationId().value(), access.identity().userId());
            return show(id);
        }
        assignees.require("owner_id", change.ownerId().value(), resource.organizationId());
        assignees.require("assignee_id", change.assigneeId().value(), resource.organizationId());
        projects.update(id, change, access.identity().userId());
        return show(id);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable long id) {
        access.require("projects", "delete", resources.project(id));
        projects.delete(id);
    }

    private ProjectView show(long id) {
        return views.of(List.of(store.find(id).orElseThrow(() -> new Failure.NotFound("Not found."))))
                .getFirst();
    }
}
