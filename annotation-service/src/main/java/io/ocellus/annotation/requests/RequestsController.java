package io.ocellus.annotation.requests;

import io.ocellus.annotation.access.Access;
import io.ocellus.annotation.access.Resource;
import io.ocellus.annotation.lists.Condition;
import io.ocellus.annotation.lists.ListDefinition;
import io.ocellus.annotation.lists.Lists;
import io.ocellus.annotation.lists.Page;
import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.wire.BaseUrl;
import io.ocellus.annotation.wire.BasicUser;
import io.ocellus.annotation.wire.BasicUsers;
import io.ocellus.annotation.wire.WireTime;
import io.ocellus.requests.BackgroundRequest;
import io.ocellus.requests.RequestQueue;
import io.ocellus.requests.RequestState;
import io.ocellus.requests.RequestStore;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/requests}: one's own background requests, newest first. */
@RestController
class RequestsController {
    private static final ListDefinition LIST = ListDefinition.rows("requests.background_request r", "r.number")
            .text("status", "r.state")
            .text("action", "r.action")
            .text("target", "r.target")
            .text("subresource", "r.subresource")
            .text("format", "r.format")
            .number("project_id", "r.project_id")
            .number("task_id", "r.task_id")
            .number("job_id", "r.job_id")
            .moment("created_date", "r.created_at")
            .simple("status", "action", "target", "subresource", "format", "project_id", "task_id", "job_id")
            .sort("-created_date");

    private final Access access;
    private final Lists lists;
    private final BasicUsers users;
    private final RequestStore store;
    private final RequestQueue queue;

    RequestsController(Access access, Lists lists, BasicUsers users, RequestStore store, RequestQueue queue) {
        this.access = access;
        this.lists = lists;
        this.users = users;
        this.store = store;
        this.queue = queue;
    }

    @GetMapping("/api/requests")
    ResponseEntity<Page<RequestView>> list(HttpServletRequest request) {
        BaseUrl base = BaseUrl.of(request);
        Condition own = Condition.of("r.owner_id = ?", access.identity().userId());
        Condition visible = access.caller()
                .organization()
                .map(organization -> own.and(Condition.of("r.organization_id = ?", organization.id())))
                .orElse(own);
        return fresh(lists.page(request, LIST, visible, numbers -> views(store.ofNumbers(numbers), base)));
    }

    @GetMapping("/api/requests/{id}")
    ResponseEntity<RequestView> one(@PathVariable String id, HttpServletRequest request) {
        return fresh(views(List.of(find(id, "view")), BaseUrl.of(request)).getFirst());
    }

    @PostMapping("/api/requests/{id}/cancel")
    ResponseEntity<Void> cancel(@PathVariable String id) {
        BackgroundRequest request = find(id, "cancel");
        if (!queue.cancel(request.id())) {
            throw new Failure.Invalid("Only requests that have not yet been started can be cancelled");
        }
        return ResponseEntity.ok().build();
    }

    private BackgroundRequest find(String id, String scope) {
        BackgroundRequest request =
                store.find(id).orElseThrow(() -> new Failure.NotFound("There is no request with specified id"));
        Resource resource = new Resource(null, Map.of("owner", Resource.reference(request.owner())));
        if (request.owner() != access.identity().userId()) {
            access.require("requests", scope, resource);
        }
        return request;
    }

    private List<RequestView> views(List<BackgroundRequest> requests, BaseUrl base) {
        Map<Long, BasicUser> owners =
                users.byId(requests.stream().map(BackgroundRequest::owner).toList(), base);
        return requests.stream()
                .map(request -> view(request, Optional.ofNullable(owners.get(request.owner())), base))
                .toList();
    }

    private static RequestView view(BackgroundRequest request, Optional<BasicUser> owner, BaseUrl base) {
        boolean finished = request.state() == RequestState.FINISHED;
        boolean export = request.action().equals("export");
        return new RequestView(
                request.state().wireName(),
                request.message(),
                request.id(),
                new RequestView.Operation(
                        request.type(),
                        request.target(),
                        boxed(request.scope().project()),
                        boxed(request.scope().task()),
                        boxed(request.scope().job()),
                        request.format().orElse(null),
                        Optional.ofNullable(request.params().get("function_id"))
                                .map(node -> node.asString())
                                .orElse(null),
                        null),
                request.progress().orElse(0),
                WireTime.of(request.createdAt()),
                WireTime.ofNullable(request.startedAt().orElse(null)),
                WireTime.ofNullable(request.finishedAt().orElse(null)),
                WireTime.ofNullable(request.expiresAt().orElse(null)),
                owner.map(user -> new RequestView.Owner(user.id(), user.username()))
                        .orElse(null),
                finished && export ? resultUrl(request, base) : null,
                finished && !export ? boxed(request.resultId()) : null);
    }

    /** Where the exported file is fetched, as in CVAT: {@code /api/tasks/5/dataset/download?rq_id=…}. */
    private static @Nullable String resultUrl(BackgroundRequest request, BaseUrl base) {
        if (request.targetId().isEmpty()) {
            return null;
        }
        String kind = request.subresource().filter("backup"::equals).isPresent() ? "backup" : "dataset";
        return base.to("/api/" + request.target() + "s/" + request.targetId().getAsLong() + "/" + kind
                + "/download?rq_id=" + URLEncoder.encode(request.id(), StandardCharsets.UTF_8));
    }

    private static <T> ResponseEntity<T> fresh(T body) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(body);
    }

    private static @Nullable Long boxed(OptionalLong value) {
        return value.isPresent() ? Long.valueOf(value.getAsLong()) : null;
    }
}
