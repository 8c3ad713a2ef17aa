package io.ocellus.annotation.organizations;

import io.ocellus.annotation.access.Access;
import io.ocellus.annotation.access.Resource;
import io.ocellus.annotation.lists.Condition;
import io.ocellus.annotation.lists.ListDefinition;
import io.ocellus.annotation.lists.Lists;
import io.ocellus.annotation.lists.Page;
import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.organizations.OrganizationStore.Organization;
import io.ocellus.annotation.wire.BaseUrl;
import io.ocellus.annotation.wire.BasicUser;
import io.ocellus.annotation.wire.BasicUsers;
import io.ocellus.annotation.wire.Fields;
import io.ocellus.annotation.wire.JsonBody;
import io.ocellus.annotation.wire.Sent;
import io.ocellus.annotation.wire.WireTime;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;

/** CVAT's {@code /api/organizations}. One that the caller may not see is not found. */
@RestController
@RequestMapping("/api/organizations")
final class OrganizationsController {
    private static final String POLICY = "organizations";
    private static final Pattern SLUG = Pattern.compile("[-a-zA-Z0-9_]+");
    private static final int LONGEST_TEXT = 10_000;
    private static final ListDefinition LIST = ListDefinition.rows(
                    "identity.organization o LEFT JOIN identity.account a ON a.id = o.owner_id", "o.id")
            .search("name", "o.name")
            .search("owner", "a.username")
            .search("slug", "o.slug")
            .simple("name", "owner", "slug")
            .sort("-id");

    private final Access access;
    private final Lists lists;
    private final OrganizationStore organizations;
    private final BasicUsers users;
    private final TransactionTemplate transactions;
    private final JsonMapper json = JsonMapper.shared();

    OrganizationsController(
            Access access, Lists lists, JdbcClient jdbc, BasicUsers users, TransactionTemplate transactions) {
        this.access = access;
        this.lists = lists;
        this.organizations = new OrganizationStore(jdbc);
        this.users = users;
        this.transactions = transactions;
    }

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record View(
            long id,
            String slug,
            String name,
            String description,
            String createdDate,
            String updatedDate,
            JsonNode contact,
            @Nullable BasicUser owner) {}

    @GetMapping
    Page<View> list(HttpServletRequest request) {
        String mine = "FROM identity.membership m WHERE m.organization_id = o.id AND m.user_id = "
                + access.caller().userId();
        Condition visible = access.visible(
                POLICY,
                Map.of(
                        "members__user_id", "(SELECT m.user_id " + mine + ")",
                        "members__is_active", "(SELECT m.is_active " + mine + ")",
                        "owner_id", "o.owner_id"));
        return lists.page(request, LIST, visible, ids -> views(organizations.byIds(ids)));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    View create(HttpServletRequest request) {
        long caller = access.caller().userId();
        access.requireNew(POLICY, "create", resource(null, caller, "owner"));
        Fields fields = JsonBody.fields(request);
        String slug = slug(fields, fields.requiredText("slug", 16));
        String name = fields.text("name", 64, true).orElse("");
        String description = fields.text("description", LONGEST_TEXT, true).orElse("");
        String contact = contact(fields).orElse("{}");
        fields.check();
        return view(unique(() -> transactions.execute(
                status -> organizations.insert(slug, name.isEmpty() ? slug : name, description, contact, caller))));
    }

    @GetMapping("/{id}")
    View retrieve(@PathVariable long id) {
        return view(require("view", id).id());
    }

    @PatchMapping("/{id}")
    View update(@PathVariable long id, HttpServletRequest request) {
        Organization present = require("update", id);
        Fields fields = JsonBody.fields(request);
        Sent<String> slug = fields.text("slug", 16, false);
        Organization changed = new Organization(
                id,
                slug.given() ? slug(fields, slug.orElse("")) : present.slug(),
                fields.text("name", 64, true).orElse(present.name()),
                fields.text("description", LONGEST_TEXT, true).orElse(present.description()),
                contact(fields).orElse(present.contact()),
                present.ownerId(),
                present.created(),
                present.updated());
        fields.check();
        return view(unique(() -> transactions.execute(status -> {
            organizations.update(changed);
            return id;
        })));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable long id) {
        require("delete", id);
        transactions.executeWithoutResult(status -> organizations.delete(id));
    }

    private Organization require(String scope, long id) {
        Organization organization = organizations.byId(id).orElseThrow(OrganizationsController::missing);
        Resource resource = resource(
                id,
                organization.ownerId(),
                organizations.roleOf(id, access.identity().userId()).orElse(null));
        if (!access.allows(POLICY, "view", resource)) {
            throw missing();
        }
        access.require(POLICY, scope, resource);
        return organization;
    }

    private static Resource resource(@Nullable Long id, @Nullable Long owner, @Nullable String role) {
        Map<String, @Nullable Object> user = new HashMap<>();
        user.put("role", role);
        Map<String, @Nullable Object> facts = new HashMap<>();
        facts.put("id", id);
        facts.put("owner", Resource.reference(owner));
        facts.put("user", user);
        return new Resource(id, facts);
    }

    private static long unique(Supplier<@Nullable Long> change) {
        try {
            return java.util.Objects.requireNonNull(change.get(), "id is null");
        } catch (DuplicateKeyException e) {
            throw new Failure.Invalid(Map.of("slug", List.of("organization with this slug already exists.")));
        }
    }

    private static String slug(Fields fields, String slug) {
        if (!slug.isEmpty() && !SLUG.matcher(slug).matches()) {
            fields.reject("slug", "A slug has letters, digits, underscores and hyphens only.");
        }
        return slug;
    }

    private static Sent<String> contact(Fields fields) {
        JsonNode contact = fields.node("contact");
        if (contact == null) {
            return Sent.absent();
        }
        String text = contact.toString();
        if (!contact.isObject() || text.length() > LONGEST_TEXT || text.contains("\\u0000")) {
            fields.reject("contact", "Expected an object of at most " + LONGEST_TEXT + " characters.");
        }
        return Sent.of(text);
    }

    private View view(long id) {
        return views(List.of(organizations.byId(id).orElseThrow(OrganizationsController::missing)))
                .getFirst();
    }

    private List<View> views(List<Organization> page) {
        Map<Long, BasicUser> owners =
                users.byId(page.stream().map(Organization::ownerId).toList(), BaseUrl.current());
        return page.stream()
                .map(o -> new View(
                        o.id(),
                        o.slug(),
                        o.name(),
                        o.description(),
                        WireTime.of(o.created()),
                        WireTime.of(o.updated()),
                        json.readTree(o.contact()),
                        o.ownerId() == null ? null : owners.get(o.ownerId())))
                .toList();
    }

    private static Failure missing() {
        return new Failure.NotFound("Not found.");
    }
}
