package io.ocellus.annotation.memberships;

import io.ocellus.annotation.access.Access;
import io.ocellus.annotation.access.Resource;
import io.ocellus.annotation.lists.Condition;
import io.ocellus.annotation.lists.ListDefinition;
import io.ocellus.annotation.lists.Lists;
import io.ocellus.annotation.lists.Page;
import io.ocellus.annotation.memberships.Members.Membership;
import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.wire.BaseUrl;
import io.ocellus.annotation.wire.BasicUser;
import io.ocellus.annotation.wire.BasicUsers;
import io.ocellus.annotation.wire.Fields;
import io.ocellus.annotation.wire.JsonBody;
import io.ocellus.annotation.wire.Sent;
import io.ocellus.annotation.wire.WireTime;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** CVAT's {@code /api/memberships}. */
@RestController
@RequestMapping("/api/memberships")
final class MembershipsController {
    private static final String POLICY = "memberships";
    private static final ListDefinition LIST = ListDefinition.rows(
                    "identity.membership m LEFT JOIN identity.account a ON a.id = m.user_id", "m.id")
            .search("user", "a.username")
            .search("role", "m.role")
            .simple("user", "role")
            .sort("-id");

    private final Access access;
    private final Lists lists;
    private final Members members;
    private final BasicUsers users;

    MembershipsController(Access access, Lists lists, Members members, BasicUsers users) {
        this.access = access;
        this.lists = lists;
        this.members = members;
        this.users = users;
    }

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record View(
            long id,
            @Nullable BasicUser user,
            long organization,
            boolean isActive,
            @Nullable String joinedDate,
            String role,
            @Nullable String invitation) {}

    @GetMapping
    Page<View> list(HttpServletRequest request) {
        Condition visible = access.visible(
                POLICY,
                Map.of("organization", "m.organization_id", "user", "m.user_id", "is_active", "m.is_active"),
                "m.organization_id");
        return lists.page(request, LIST, visible, ids -> views(members.byIds(ids)));
    }

    @GetMapping("/{id}")
    View retrieve(@PathVariable long id) {
        return view(require("view", id).id());
    }

    @PatchMapping("/{id}")
    View update(@PathVariable long id, HttpServletRequest request) {
        Membership membership = require("view", id);
        Fields fields = JsonBody.fields(request);
        Set<String> unknown = new TreeSet<>(fields.names());
        unknown.remove("role");
        if (!unknown.isEmpty()) {
            throw new Failure.Forbidden("Attempted to update an unknown field: " + unknown);
        }
        if (fields.has("role")) {
            require("change:role", id);
        }
        Sent<String> role = fields.choice("role", Members.ROLES);
        fields.check();
        if (role.changes(membership.role())) {
            members.changeRole(membership, role.orElse(membership.role()));
        }
        return view(id);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable long id) {
        members.remove(require("delete", id).id());
    }

    private Membership require(String scope, long id) {
        Membership membership = members.byId(id).orElseThrow(() -> new Failure.NotFound("Not found."));
        access.require(
                POLICY,
                scope,
                new Resource(
                        membership.organizationId(),
                        Map.of(
                                "role", membership.role(),
                                "is_active", membership.active(),
                                "user", Resource.reference(membership.userId()),
                                "organization", Resource.reference(membership.organizationId()))));
        return membership;
    }

    private View view(long id) {
        return views(List.of(members.byId(id).orElseThrow(() -> new Failure.NotFound("Not found."))))
                .getFirst();
    }

    private List<View> views(List<Membership> page) {
        Map<Long, BasicUser> people =
                users.byId(page.stream().map(Membership::userId).toList(), BaseUrl.current());
        return page.stream()
                .map(m -> new View(
                        m.id(),
                        m.userId() == null ? null : people.get(m.userId()),
                        m.organizationId(),
                        m.active(),
                        WireTime.ofNullable(m.joined()),
                        m.role(),
                        null))
                .toList();
    }
}
