package io.ocellus.annotation.identity;

import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.wire.Fields;
import io.ocellus.annotation.wire.JsonBody;
import io.ocellus.authorization.Identity;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** CVAT's {@code /api/auth}: sign-in, sign-out, registration, change of password. */
@RestController
@RequestMapping("/api/auth")
final class AuthController {
    private final Accounts accounts;
    private final Passwords passwords;
    private final Registration registration;
    private final Sessions sessions;
    private final ApiTokens apiTokens;
    private final Secrets secrets;

    AuthController(
            Accounts accounts,
            Passwords passwords,
            Registration registration,
            Sessions sessions,
            ApiTokens apiTokens,
            Secrets secrets) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.registration = registration;
        this.sessions = sessions;
        this.apiTokens = apiTokens;
        this.secrets = secrets;
    }

    record Key(String key) {}

    record Detail(String detail) {}

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Registered(
            String username,
            String email,
            String firstName,
            String lastName,
            boolean emailVerificationRequired,
            @Nullable String key) {}

    @PostMapping("/login")
    Key login(HttpServletRequest request, HttpServletResponse response) {
        Fields fields = JsonBody.fields(request);
        String username = fields.text("username", 150, true).orElse("");
        String email = fields.text("email", 254, true).orElse("");
        String password = Registration.password(fields, "password");
        fields.check();
        if (username.isEmpty() && email.isEmpty()) {
            throw Failure.Invalid.field(
                    "non_field_errors", "Must include either \"username\" or \"email\" and \"password\".");
        }
        Account account = passwords
                .check(username.isEmpty() ? email : username, password, ClientAddress.of(request))
                .orElseThrow(Passwords::wrong);
        accounts.signedIn(account.id());
        signIn(request, response, account);
        return new Key(apiTokens.of(account.id()));
    }

    @PostMapping("/logout")
    Detail logout(HttpServletRequest request, HttpServletResponse response) {
        Optional<Identity> who = SignedIn.find();
        who.ifPresent(identity -> {
            if (identity.credential() == Identity.Credential.SESSION) {
                sessions.close(SignedIn.credentialId());
            }
            if (identity.credential() != Identity.Credential.ACCESS_TOKEN) {
                apiTokens.revoke(identity.userId());
            }
        });
        SessionCookies.clear(request, response);
        return new Detail("Successfully logged out.");
    }

    @PostMapping("/register")
    @ResponseStatus(HttpStatus.CREATED)
    Registered register(HttpServletRequest request, HttpServletResponse response) {
        Account account = registration.register(JsonBody.fields(request));
        if (SignedIn.find().isEmpty()) {
            signIn(request, response, account);
        }
        return new Registered(
                account.username(),
                account.email(),
                account.firstName(),
                account.lastName(),
                false,
                apiTokens.of(account.id()));
    }

    @PostMapping("/password/change")
    Detail changePassword(HttpServletRequest request) {
        Identity identity = SignedIn.require();
        if (identity.credential() == Identity.Credential.ACCESS_TOKEN) {
            throw new Failure.Forbidden("An access token does not change the password.");
        }
        Account account = accounts.byId(identity.userId()).orElseThrow(() -> new Failure.NotFound("Not found."));
        Fields fields = JsonBody.fields(request);
        String old = Registration.password(fields, "old_password");
        String fresh = Registration.password(fields, "new_password1");
        String again = Registration.password(fields, "new_password2");
        fields.check();
        if (!passwords.fits(account, old)) {
            throw Failure.Invalid.field(
                    "old_password", "Your old password was entered incorrectly. Please enter it again.");
        }
        if (!fresh.equals(again)) {
            throw Failure.Invalid.field("new_password2", "The two password fields didn't match.");
        }
        PasswordRules.objections(fresh, account.username(), account.email())
                .forEach(text -> fields.reject("new_password2", text));
        fields.check();
        accounts.changePassword(account.id(), passwords.hash(fresh));
        boolean here = identity.credential() == Identity.Credential.SESSION;
        sessions.closeOthers(account.id(), here ? SignedIn.credentialId() : 0);
        apiTokens.revoke(account.id());
        return new Detail("New password has been saved.");
    }

    @PostMapping({"/password/reset", "/password/reset/confirm"})
    ResponseEntity<Detail> resetPassword() {
        return ResponseEntity.status(HttpStatus.NOT_IMPLEMENTED)
                .body(new Detail("Resetting a password by e-mail is not built yet."));
    }

    private void signIn(HttpServletRequest request, HttpServletResponse response, Account account) {
        SessionCookies.set(request, response, sessions.open(account.id()), secrets.hex(16), sessions.life());
    }
}
