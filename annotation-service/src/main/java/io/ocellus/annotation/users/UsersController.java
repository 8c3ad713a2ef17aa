package io.ocellus.annotation.users;

import io.ocellus.annotation.access.Access;
import io.ocellus.annotation.access.Organizations;
import io.ocellus.annotation.access.Resource;
import io.ocellus.annotation.identity.Account;
import io.ocellus.annotation.identity.Accounts;
import io.ocellus.annotation.lists.Condition;
import io.ocellus.annotation.lists.ListDefinition;
import io.ocellus.annotation.lists.Lists;
import io.ocellus.annotation.lists.Page;
import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.wire.BaseUrl;
import io.ocellus.annotation.wire.BasicUser;
import io.ocellus.annotation.wire.Fields;
import io.ocellus.annotation.wire.JsonBody;
import io.ocellus.annotation.wire.WireTime;
import io.ocellus.authorization.Caller;
import io.ocellus.authorization.OrganizationContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** CVAT's {@code /api/users}. Staff and oneself see all of a user, others the short form. */
@RestController
@RequestMapping("/api/users")
final class UsersController {
    private static final String POLICY = "users";
    private static final ListDefinition LIST = ListDefinition.rows("identity.account a", "a.id")
            .search("username", "a.username")
            .search("first_name", "a.first_name")
            .search("last_name", "a.last_name")
            .flag("is_active", "a.is_active")
            .simple("username", "first_name", "last_name", "is_active")
            .sort("-id");

    private final Access access;
    private final Lists lists;
    private final Accounts accounts;
    private final Organizations organizations;
    private final TransactionTemplate transactions;

    UsersController(
            Access access,
            Lists lists,
            Accounts accounts,
            Organizations organizations,
            TransactionTemplate transactions) {
        this.access = access;
        this.lists = lists;
        this.accounts = accounts;
        this.organizations = organizations;
        this.transactions = transactions;
    }

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record FullUser(
            String url,
            long id,
            String username,
            String firstName,
            String lastName,
            String email,
            List<String> groups,
            boolean isStaff,
            boolean isSuperuser,
            boolean isActive,
            @Nullable String lastLogin,
            String dateJoined,
            boolean hasAnalyticsAccess) {}

    @GetMapping
    Page<Object> list(HttpServletRequest request) {
        Caller caller = access.caller();
        String member = caller.organization()
                .map(organization -> "(SELECT m.organization_id FROM identity.membership m WHERE m.user_id = a.id"
                        + " AND m.organization_id = " + organization.id() + ")")
                .orElse("NULL::bigint");
        Condition visible = access.visible(POLICY, Map.of("id", "a.id", "memberships__organization", member));
        boolean staff = self().staff();
        return lists.page(
                request,
                LIST,
                visible,
                ids -> accounts.byIds(ids).stream()
                        .<Object>map(a -> staff ? full(a) : basic(a))
                        .toList());
    }

    @GetMapping("/self")
    Object retrieveSelf() {
        Account self = self();
        access.require(POLICY, "view", resource(self.id()));
        return full(self);
    }

    @GetMapping("/{id}")
    Object retrieve(@PathVariable long id) {
        Account account = require("view", id);
        Account self = self();
        return self.staff() || self.id() == id ? full(account) : basic(account);
    }

    @PatchMapping("/{id}")
    Object update(@PathVariable long id, HttpServletRequest request) {
        Account account = require("update", id);
        boolean staff = self().staff();
        Fields fields = JsonBody.fields(request);
        Account changed = staff ? UserChanges.byStaff(account, fields) : UserChanges.byOneself(account, fields);
        fields.check();
        try {
            transactions.executeWithoutResult(status -> accounts.update(changed));
        } catch (DuplicateKeyException e) {
            throw new Failure.Invalid(Map.of("username", List.of("A user with that username already exists.")));
        }
        Account now = accounts.byId(id).orElseThrow(UsersController::missing);
        return staff ? full(now) : basic(now);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable long id) {
        accounts.delete(require("delete", id).id());
    }

    private Account require(String scope, long id) {
        Account account = accounts.byId(id).orElseThrow(UsersController::missing);
        access.require(POLICY, scope, resource(id));
        return account;
    }

    /** With the role that the user has in the caller's organization, when the caller is a member too. */
    private Resource resource(long id) {
        Caller caller = access.caller();
        Map<String, @Nullable Object> membership = new HashMap<>();
        membership.put(
                "role",
                caller.organization()
                        .filter(organization -> organization.role().isPresent())
                        .flatMap(organization -> organizations.byId(organization.id(), id))
                        .flatMap(OrganizationContext::role)
                        .orElse(null));
        return new Resource(
                caller.organization().map(OrganizationContext::id).orElse(null),
                Map.of("id", id, "membership", membership));
    }

    private Account self() {
        return accounts.byId(access.identity().userId())
                .orElseThrow(() -> new Failure.Unauthenticated("User inactive or deleted."));
    }

    private static BasicUser basic(Account account) {
        return new BasicUser(
                url(account.id()), account.id(), account.username(), account.firstName(), account.lastName());
    }

    private static FullUser full(Account account) {
        return new FullUser(
                url(account.id()),
                account.id(),
                account.username(),
                account.firstName(),
                account.lastName(),
                account.email(),
                List.copyOf(new TreeSet<>(account.groups())),
                account.staff(),
                account.superuser(),
                account.active(),
                WireTime.ofNullable(account.lastLogin()),
                WireTime.of(account.joined()),
                account.analyticsAccess());
    }

    private static String url(long id) {
        return BaseUrl.current().to("/api/users/" + id);
    }

    private static Failure missing() {
        return new Failure.NotFound("Not found.");
    }
}
