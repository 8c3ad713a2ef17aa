package io.ocellus.annotation.access;

import io.ocellus.annotation.lists.Condition;
import io.ocellus.annotation.model.Failure;
import io.ocellus.authorization.Caller;
import io.ocellus.authorization.Identity;
import io.ocellus.authorization.OrganizationContext;
import io.ocellus.authorization.PolicyEngine;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * The door of every use case: who calls, in which organization, and whether a policy allows it. Works on the thread of the request.
 * Thread-safe; the caller is found once a request, a decision costs one evaluation and, for a resource of an organization, one query.
 */
public final class Access {
    private static final String CALLER = Access.class.getName() + ".caller";
    private final PolicyEngine policies;
    private final Organizations organizations;

    public Access(PolicyEngine policies, Organizations organizations) {
        this.policies = policies;
        this.organizations = organizations;
    }

    /** Who is signed in; 401 when nobody is. */
    public Identity identity() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication != null && authentication.getPrincipal() instanceof Identity identity) {
            return identity;
        }
        throw new Failure.Unauthenticated("Authentication credentials were not provided.");
    }

    /** Who calls, in the organization that the request names ({@code org}, {@code org_id} or {@code X-Organization}). */
    public Caller caller() {
        RequestAttributes attributes = RequestContextHolder.currentRequestAttributes();
        if (attributes.getAttribute(CALLER, RequestAttributes.SCOPE_REQUEST) instanceof Caller known) {
            return known;
        }
        Caller caller = new Caller(identity(), organization(request(), identity()));
        attributes.setAttribute(CALLER, caller, RequestAttributes.SCOPE_REQUEST);
        return caller;
    }

    /** The same user in another organization, or in the personal workspace for null; in none when it does not exist. */
    public Caller callerIn(@Nullable Long organizationId) {
        Identity identity = identity();
        return new Caller(
                identity,
                organizationId == null ? Optional.empty() : organizations.byId(organizationId, identity.userId()));
    }

    /** Asks about a call that concerns no existing resource, such as a list, in the organization of the request. */
    public void require(String policy, String scope) {
        decide(policy, scope, caller(), null);
    }

    /** Asks about an existing resource, in its own organization. */
    public void require(String policy, String scope, Resource resource) {
        decide(policy, scope, callerIn(resource.organizationId()), resource);
    }

    /** Asks about a resource to be made in the organization of the request. */
    public void requireNew(String policy, String scope, Resource resource) {
        decide(policy, scope, caller(), resource);
    }

    public boolean allows(String policy, String scope, Resource resource) {
        return policies.allows(policy, input(scope, callerIn(resource.organizationId()), resource));
    }

    /**
     * The rows of a list that the caller may see: what the policy's filter says, within the organization of the request.
     *
     * @param columns SQL of each field that the policy's filter names, in CVAT's words ({@code owner_id}, {@code project__owner_id}, …)
     * @param organizationColumns SQL of the columns of which one must be the request's organization; none: the list has no organization
     */
    public Condition visible(String policy, Map<String, String> columns, String... organizationColumns) {
        Caller caller = caller();
        if (!policies.allows(policy, input("list", caller, null))) {
            throw forbidden();
        }
        Condition rows = rows(policy, caller, columns);
        if (organizationColumns.length == 0) {
            return rows;
        }
        return rows.and(organizationRows(caller, organizationColumns));
    }

    private Condition rows(String policy, Caller caller, Map<String, String> columns) {
        Deque<Condition> stack = new ArrayDeque<>();
        for (Object item : policies.filter(policy, input("list", caller, null))) {
            if ("~".equals(item)) {
                stack.push(stack.pop().not());
            } else if ("|".equals(item) || "&".equals(item)) {
                Condition second = stack.pop();
                Condition first = stack.pop();
                stack.push("|".equals(item) ? first.or(second) : first.and(second));
            } else if (item instanceof Map<?, ?> fields) {
                Condition all = Condition.ALL;
                for (Map.Entry<?, ?> field : fields.entrySet()) {
                    all = all.and(equal(policy, columns, String.valueOf(field.getKey()), field.getValue()));
                }
                stack.push(all);
            } else {
                throw new IllegalStateException("policy " + policy + " has the filter term " + item);
            }
        }
        if (stack.size() > 1) {
            throw new IllegalStateException("policy " + policy + " has a filter of " + stack.size() + " parts");
        }
        return stack.isEmpty() ? Condition.ALL : stack.pop();
    }

    private static Condition equal(String policy, Map<String, String> columns, String field, @Nullable Object value) {
        String column = columns.get(field);
        if (column == null) {
            if (field.equals("id")) {
                return Condition.NONE;
            }
            throw new IllegalStateException(
                    "policy " + policy + " filters by " + field + ", which the list does not know");
        }
        return switch (value) {
            case null -> Condition.of(column + " IS NULL");
            case Number number -> Condition.of(column + " IS NOT DISTINCT FROM ?", number.longValue());
            default -> Condition.of(column + " IS NOT DISTINCT FROM ?", value);
        };
    }

    /** An organization: its rows. None although the request has the parameter: rows of personal workspaces. No parameter: all. */
    private Condition organizationRows(Caller caller, String... columns) {
        if (caller.organization().isPresent()) {
            Condition any = Condition.NONE;
            for (String column : columns) {
                any = any.or(Condition.of(
                        column + " = ?", caller.organization().get().id()));
            }
            return any;
        }
        HttpServletRequest request = request();
        if (request.getParameter("org") == null
                && request.getParameter("org_id") == null
                && request.getHeader("X-Organization") == null) {
            return Condition.ALL;
        }
        Condition none = Condition.ALL;
        for (String column : columns) {
            none = none.and(Condition.of(column + " IS NULL"));
        }
        return none;
    }

    private void decide(String policy, String scope, Caller caller, @Nullable Resource resource) {
        if (!policies.allows(policy, input(scope, caller, resource))) {
            throw forbidden();
        }
    }

    private static Failure forbidden() {
        return new Failure.Forbidden("You do not have permission to perform this action.");
    }

    private static Map<String, @Nullable Object> input(String scope, Caller caller, @Nullable Resource resource) {
        Map<String, @Nullable Object> user = new HashMap<>();
        user.put("id", caller.userId());
        user.put("privilege", caller.identity().privilege().orElse(null));
        Map<String, @Nullable Object> auth = new HashMap<>();
        auth.put("user", user);
        auth.put(
                "organization",
                caller.organization().map(Access::organizationFacts).orElse(null));
        if (caller.identity().credential() == Identity.Credential.ACCESS_TOKEN) {
            auth.put("token", Map.of("read_only", caller.identity().readOnly()));
        }
        Map<String, @Nullable Object> input = new HashMap<>();
        input.put("scope", scope);
        input.put("auth", auth);
        input.put("resource", resource == null ? null : resource.facts());
        return input;
    }

    private static Map<String, @Nullable Object> organizationFacts(OrganizationContext organization) {
        Map<String, @Nullable Object> role = new HashMap<>();
        role.put("role", organization.role().orElse(null));
        Map<String, @Nullable Object> facts = new HashMap<>();
        facts.put("id", organization.id());
        facts.put("owner", Map.of("id", organization.ownerId()));
        facts.put("user", role);
        return facts;
    }

    private Optional<OrganizationContext> organization(HttpServletRequest request, Identity identity) {
        String slug = request.getParameter("org");
        String id = request.getParameter("org_id");
        String header = request.getHeader("X-Organization");
        if (id != null && (slug != null || header != null)) {
            throw new Failure.Invalid(
                    "Name the organization once: by \"org_id\", or by \"org\" or \"X-Organization\".");
        }
        if (slug != null && header != null && !slug.equals(header)) {
            throw new Failure.Invalid("\"org\" and \"X-Organization\" name different organizations.");
        }
        String name = slug != null ? slug : header;
        if (name != null && !name.isEmpty()) {
            return Optional.of(organizations.bySlug(name, identity.userId()).orElseThrow(() -> unknown(name)));
        }
        if (id != null && !id.isEmpty()) {
            try {
                return Optional.of(organizations
                        .byId(Long.parseLong(id), identity.userId())
                        .orElseThrow(() -> unknown(id)));
            } catch (NumberFormatException e) {
                throw unknown(id);
            }
        }
        return Optional.empty();
    }

    private static Failure unknown(String name) {
        String shown = name.length() <= 64 ? name : name.substring(0, 64) + "…";
        return new Failure.NotFound(shown + " organization does not exist.");
    }

    private static HttpServletRequest request() {
        if (RequestContextHolder.currentRequestAttributes() instanceof ServletRequestAttributes attributes) {
            return attributes.getRequest();
        }
        throw new IllegalStateException("no HTTP request on this thread");
    }
}
