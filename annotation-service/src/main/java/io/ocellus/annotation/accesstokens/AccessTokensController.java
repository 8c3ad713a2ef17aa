package io.ocellus.annotation.accesstokens;

import io.ocellus.annotation.access.Access;
import io.ocellus.annotation.access.Resource;
import io.ocellus.annotation.accesstokens.AccessTokenKeys.AccessToken;
import io.ocellus.annotation.identity.SignedIn;
import io.ocellus.annotation.lists.ListDefinition;
import io.ocellus.annotation.lists.Lists;
import io.ocellus.annotation.lists.Page;
import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.wire.BaseUrl;
import io.ocellus.annotation.wire.BasicUser;
import io.ocellus.annotation.wire.BasicUsers;
import io.ocellus.annotation.wire.Fields;
import io.ocellus.annotation.wire.JsonBody;
import io.ocellus.annotation.wire.Sent;
import io.ocellus.annotation.wire.WireTime;
import io.ocellus.authorization.Identity;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
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

/** CVAT's {@code /api/auth/access_tokens}. The key is shown once, in the answer to creating. */
@RestController
@RequestMapping("/api/auth/access_tokens")
final class AccessTokensController {
    private static final String POLICY = "access_tokens";
    private static final ListDefinition LIST = ListDefinition.rows("identity.access_token t", "t.id")
            .search("name", "t.name")
            .simple("name")
            .moment("created_date", "t.created_date")
            .moment("updated_date", "t.updated_date")
            .moment("expiry_date", "t.expiry_date")
            .moment("last_used_date", "t.last_used_date")
            .flag("read_only", "t.read_only")
            .sort("-id");

    private final Access access;
    private final Lists lists;
    private final AccessTokenKeys tokens;
    private final BasicUsers users;
    private final Clock clock;

    AccessTokensController(Access access, Lists lists, AccessTokenKeys tokens, BasicUsers users, Clock clock) {
        this.access = access;
        this.lists = lists;
        this.tokens = tokens;
        this.users = users;
        this.clock = clock;
    }

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record View(
            long id,
            String name,
            String createdDate,
            String updatedDate,
            @Nullable String expiryDate,
            @Nullable String lastUsedDate,
            boolean readOnly,
            @Nullable BasicUser owner) {}

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record NewView(
            long id,
            String name,
            String createdDate,
            String updatedDate,
            @Nullable String expiryDate,
            @Nullable String lastUsedDate,
            boolean readOnly,
            @Nullable BasicUser owner,
            String value) {}

    @GetMapping
    Page<View> list(HttpServletRequest request) {
        var visible = access.visible(POLICY, Map.of("owner_id", "t.account_id"))
                .and(io.ocellus.annotation.lists.Condition.of(AccessTokenKeys.usable()));
        return lists.page(request, LIST, visible, ids -> views(tokens.byIds(ids)));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    NewView create(HttpServletRequest request) {
        access.require(POLICY, "create");
        Fields fields = JsonBody.fields(request);
        String name = fields.requiredText("name", 50);
        Sent<Instant> expires = expiry(fields);
        boolean readOnly = fields.flag("read_only").orElse(true);
        fields.check();
        long owner = access.caller().userId();
        if (tokens.count(owner) >= AccessTokenKeys.MOST_FOR_ONE) {
            throw new Failure.Invalid("You have " + AccessTokenKeys.MOST_FOR_ONE + " access tokens: revoke one first.");
        }
        String key = tokens.newKey();
        View made = view(tokens.insert(owner, key, name, readOnly, expires.value()));
        return new NewView(
                made.id(),
                made.name(),
                made.createdDate(),
                made.updatedDate(),
                made.expiryDate(),
                made.lastUsedDate(),
                made.readOnly(),
                made.owner(),
                key);
    }

    @GetMapping("/self")
    View self() {
        if (SignedIn.require().credential() != Identity.Credential.ACCESS_TOKEN) {
            throw new Failure.Unauthenticated("This request was not made with an access token.");
        }
        return view(require("view", SignedIn.credentialId()).id());
    }

    @GetMapping("/{id}")
    View retrieve(@PathVariable long id) {
        return view(require("view", id).id());
    }

    @PatchMapping("/{id}")
    View update(@PathVariable long id, HttpServletRequest request) {
        AccessToken token = require("update", id);
        Fields fields = JsonBody.fields(request);
        Sent<String> name = fields.text("name", 50, false);
        Sent<Instant> expires = expiry(fields);
        Sent<Boolean> readOnly = fields.flag("read_only");
        fields.check();
        tokens.update(new AccessToken(
                id,
                token.accountId(),
                name.orElse(token.name()),
                readOnly.orElse(token.readOnly()),
                token.created(),
                token.updated(),
                expires.or(token.expires()),
                token.lastUsed()));
        return view(id);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(@PathVariable long id) {
        tokens.revoke(require("delete", id).id());
    }

    private AccessToken require(String scope, long id) {
        AccessToken token = tokens.byId(id).orElseThrow(AccessTokensController::missing);
        access.require(
                POLICY, scope, new Resource(null, Map.of("id", id, "owner", Resource.reference(token.accountId()))));
        return token;
    }

    private View view(long id) {
        return views(List.of(tokens.byId(id).orElseThrow(AccessTokensController::missing)))
                .getFirst();
    }

    private List<View> views(List<AccessToken> page) {
        Map<Long, BasicUser> owners =
                users.byId(page.stream().map(AccessToken::accountId).toList(), BaseUrl.current());
        return page.stream()
                .map(token -> new View(
                        token.id(),
                        token.name(),
                        WireTime.of(token.created()),
                        WireTime.of(token.updated()),
                        WireTime.ofNullable(token.expires()),
                        WireTime.ofNullable(token.lastUsed()),
                        token.readOnly(),
                        owners.get(token.accountId())))
                .toList();
    }

    private Sent<Instant> expiry(Fields fields) {
        JsonNode value = fields.node("expiry_date");
        if (value == null) {
            return Sent.absent();
        }
        if (value.isNull()) {
            return Sent.of(null);
        }
        try {
            Instant moment = OffsetDateTime.parse(value.asString("")).toInstant();
            if (moment.isBefore(clock.instant())) {
                fields.reject("expiry_date", "This moment is in the past: the token could never be used.");
            }
            return Sent.of(moment);
        } catch (DateTimeParseException e) {
            fields.reject("expiry_date", "Not a date and time such as 2030-01-31T12:00:00Z.");
            return Sent.absent();
        }
    }

    private static Failure missing() {
        return new Failure.NotFound("Not found.");
    }
}
