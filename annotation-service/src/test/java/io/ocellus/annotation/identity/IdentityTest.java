package io.ocellus.annotation.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocellus.annotation.identity.RunningService.Answer;
import io.ocellus.authorization.Identity;
import io.ocellus.authorization.IdentityTokens;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sign-in, tokens and the signed identity, over HTTP on a real database. */
class IdentityTest {
    private static final String PASSWORD = "Str0ng-pass-9";
    private static RunningService service;

    @BeforeAll
    static void start() throws IOException {
        service = RunningService.start();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static Answer register(String name) throws Exception {
        return service.call(
                "POST",
                "/api/auth/register",
                "",
                Map.of(
                        "username",
                        name,
                        "email",
                        name + "@example.com",
                        "first_name",
                        "Eve",
                        "last_name",
                        "Check",
                        "password1",
                        PASSWORD,
                        "password2",
                        PASSWORD));
    }

    private static String cookie(Answer answer, String name) {
        return answer.raw().headers().allValues("set-cookie").stream()
                .filter(c -> c.startsWith(name + "="))
                .map(c -> c.substring(name.length() + 1, c.indexOf(';')))
                .findFirst()
                .orElseThrow();
    }

    private static String basicValue(String name, String password) {
        return Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theFirstStartMakesAnAdministratorWhosePasswordOnlyItsOwnerReads() throws Exception {
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(service.folder().resolve("admin-password"))))
                .isEqualTo("rw-------");
        Answer self = service.call("GET", "/api/users/self", service.basic("admin", service.adminPassword()));
        assertThat(self.status()).isEqualTo(200);
        assertThat(self.body().get("username").stringValue()).isEqualTo("admin");
        assertThat(self.body().get("groups").get(0).stringValue()).isEqualTo("admin");
        assertThat(self.body().get("is_superuser").booleanValue()).isTrue();
    }

    @Test
    void aStrangerIsUnauthorizedInCvatsForm() throws Exception {
        Answer self = service.call("GET", "/api/users/self", "");
        assertThat(self.status()).isEqualTo(401);
        assertThat(self.body().get("detail").stringValue()).isNotEmpty();
        assertThat(service.call("GET", "/api/users/self/", "").status()).isEqualTo(401);
    }

    @Test
    void aRegisteredUserIsInTheGroupUserAndSignsInByEveryCredential() throws Exception {
        Answer made = register("registered");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.body().get("email_verification_required").booleanValue())
                .isFalse();
        Answer login =
                service.call("POST", "/api/auth/login/", "", Map.of("username", "registered", "password", PASSWORD));
        assertThat(login.status()).isEqualTo(200);
        String key = login.body().get("key").stringValue();
        assertThat(key).hasSize(40);
        assertThat(cookie(login, "csrftoken")).isNotEmpty();
        assertThat(login.raw().headers().allValues("set-cookie"))
                .anyMatch(c -> c.startsWith("sessionid=") && c.contains("HttpOnly"));
        for (Answer exchanged : List.of(
                service.exchange("SESSION", cookie(login, "sessionid")),
                service.exchange("TOKEN", key),
                service.exchange("BASIC", basicValue("registered", PASSWORD)),
                service.exchange("BASIC", basicValue("registered@example.com", PASSWORD)))) {
            assertThat(exchanged.status()).isEqualTo(200);
            Answer self = service.call(
                    "GET", "/api/users/self", exchanged.body().get("token").stringValue());
            assertThat(self.body().get("username").stringValue()).isEqualTo("registered");
            assertThat(self.body().get("groups").toString()).isEqualTo("[\"user\"]");
        }
    }

    @Test
    void registrationNamesWhatIsWrong() throws Exception {
        register("taken-name");
        Answer again = register("taken-name");
        assertThat(again.status()).isEqualTo(400);
        assertThat(again.body().has("username")).isTrue();
        assertThat(again.body().has("email")).isTrue();
        Answer weak = service.call(
                "POST",
                "/api/auth/register",
                "",
                Map.of("username", "weak-one", "email", "no address", "password1", "12345", "password2", "12345"));
        assertThat(weak.status()).isEqualTo(400);
        assertThat(weak.body().get("password1").size()).isGreaterThanOrEqualTo(2);
        assertThat(weak.body().has("email")).isTrue();
        Answer different = service.call(
                "POST",
                "/api/auth/register",
                "",
                Map.of("username", "different", "password1", PASSWORD, "password2", PASSWORD + "x"));
        assertThat(different.body().has("non_field_errors")).isTrue();
    }

    @Test
    void signingOutEndsTheSession() throws Exception {
        register("leaving");
        Answer login = service.call("POST", "/api/auth/login", "", Map.of("username", "leaving", "password", PASSWORD));
        String session = cookie(login, "sessionid");
        String token = service.exchange("SESSION", session).body().get("token").stringValue();
        assertThat(service.call("POST", "/api/auth/logout", token).status()).isEqualTo(200);
        assertThat(service.exchange("SESSION", session).status()).isEqualTo(401);
        assertThat(service.exchange("TOKEN", login.body().get("key").stringValue())
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aChangedPasswordEndsTheOldOneAndOtherSessions() throws Exception {
        register("changing");
        Map<String, String> credentials = Map.of("username", "changing", "password", PASSWORD);
        String here = cookie(service.call("POST", "/api/auth/login", "", credentials), "sessionid");
        String elsewhere = cookie(service.call("POST", "/api/auth/login", "", credentials), "sessionid");
        assertThat(service.exchange("BASIC", basicValue("changing", PASSWORD)).status())
                .isEqualTo(200);
        String token = service.exchange("SESSION", here).body().get("token").stringValue();
        Map<String, String> wrong =
                Map.of("old_password", "nope", "new_password1", "An0ther-pass", "new_password2", "An0ther-pass");
        assertThat(service.call("POST", "/api/auth/password/change", token, wrong)
                        .status())
                .isEqualTo(400);
        Map<String, String> right =
                Map.of("old_password", PASSWORD, "new_password1", "An0ther-pass", "new_password2", "An0ther-pass");
        assertThat(service.call("POST", "/api/auth/password/change", token, right)
                        .status())
                .isEqualTo(200);
        assertThat(service.exchange("BASIC", basicValue("changing", PASSWORD)).status())
                .isEqualTo(401);
        assertThat(service.exchange("BASIC", basicValue("changing", "An0ther-pass"))
                        .status())
                .isEqualTo(200);
        assertThat(service.exchange("SESSION", here).status()).isEqualTo(200);
        assertThat(service.exchange("SESSION", elsewhere).status()).isEqualTo(401);
    }

    @Test
    void guessingIsSlowedDown() throws Exception {
        register("guessed");
        int last = 0;
        for (int i = 0; i < 12; i++) {
            last = service.exchange("BASIC", basicValue("guessed", "guess-" + i))
                    .status();
        }
        assertThat(last).isEqualTo(429);
        Answer login = service.call("POST", "/api/auth/login", "", Map.of("username", "guessed2", "password", "x"));
        assertThat(login.status()).isEqualTo(400);
    }

    @Test
    void djangosHashIsAcceptedAndReplaced() throws Exception {
        register("migrated");
        JdbcClient jdbc = service.bean(JdbcClient.class);
        // The form of Django, computed with its documented algorithm for the password "imported-1".
        String salt = "fixedsalt";
        var spec = new javax.crypto.spec.PBEKeySpec(
                "imported-1".toCharArray(), salt.getBytes(StandardCharsets.UTF_8), 1000, 256);
        String hash = Base64.getEncoder()
                .encodeToString(javax.crypto.SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                        .generateSecret(spec)
                        .getEncoded());
        jdbc.sql("UPDATE identity.account SET password = ?, credential_version = credential_version + 1"
                        + " WHERE username = 'migrated'")
                .param("pbkdf2_sha256$1000$" + salt + "$" + hash)
                .update();
        assertThat(service.exchange("BASIC", basicValue("migrated", "imported-2"))
                        .status())
                .isEqualTo(401);
        assertThat(service.exchange("BASIC", basicValue("migrated", "imported-1"))
                        .status())
                .isEqualTo(200);
        assertThat(jdbc.sql("SELECT password FROM identity.account WHERE username = 'migrated'")
                        .query(String.class)
                        .single())
                .startsWith("argon2$");
        assertThat(service.exchange("BASIC", basicValue("migrated", "imported-1"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void accessTokensLiveAsTheirOwnerSays() throws Exception {
        register("token-owner");
        String owner = service.basic("token-owner", PASSWORD);
        Answer made = service.call("POST", "/api/auth/access_tokens", owner, Map.of("name", "ci", "read_only", true));
        assertThat(made.status()).isEqualTo(201);
        String value = made.body().get("value").stringValue();
        long id = made.body().get("id").longValue();
        String token =
                service.exchange("ACCESS_TOKEN", value).body().get("token").stringValue();
        Answer self = service.call("GET", "/api/auth/access_tokens/self", token);
        assertThat(self.body().get("id").longValue()).isEqualTo(id);
        assertThat(self.body().has("value")).isFalse();
        assertThat(self.body().get("owner").get("username").stringValue()).isEqualTo("token-owner");
        assertThat(service.call("POST", "/api/auth/access_tokens", token, Map.of("name", "more"))
                        .status())
                .isEqualTo(403);
        assertThat(service.call("POST", "/api/organizations", token, Map.of("slug", "by-token"))
                        .status())
                .isEqualTo(403);
        assertThat(service.call("GET", "/api/auth/access_tokens/self", owner).status())
                .isEqualTo(401);
        assertThat(service.call("PATCH", "/api/auth/access_tokens/" + id, owner, Map.of("name", "ci-2"))
                        .body()
                        .get("name")
                        .stringValue())
                .isEqualTo("ci-2");
        register("token-thief");
        String thief = service.basic("token-thief", PASSWORD);
        assertThat(service.call("GET", "/api/auth/access_tokens/" + id, thief).status())
                .isEqualTo(403);
        assertThat(service.call("GET", "/api/auth/access_tokens", thief)
                        .body()
                        .get("count")
                        .intValue())
                .isZero();
        assertThat(service.call("GET", "/api/auth/access_tokens", owner)
                        .body()
                        .get("count")
                        .intValue())
                .isEqualTo(1);
        Map<String, Object> past = Map.of(
                "name", "late", "expiry_date", Instant.now().minusSeconds(1).toString());
        Answer late = service.call("POST", "/api/auth/access_tokens", owner, past);
        assertThat(late.status()).isEqualTo(400);
        assertThat(late.body().get("expiry_date").get(0).stringValue()).contains("in the past");
        assertThat(service.call("PATCH", "/api/auth/access_tokens/" + id, owner, past)
                        .status())
                .isEqualTo(400);
        service.bean(JdbcClient.class)
                .sql("UPDATE identity.access_token SET expiry_date = now() - interval '1 second' WHERE id = ?")
                .param(id)
                .update();
        assertThat(service.exchange("ACCESS_TOKEN", value).status()).isEqualTo(401);
    }

    /** What the container, its firewall or the servlet refuse has the form of everything else. */
    @Test
    void addressesAndMethodsThatNobodyServesAreRefusedInCvatsForm() throws Exception {
        String admin = service.basic("admin", service.adminPassword());
        for (String path :
                List.of("/api/tasks%2F1", "/api/tasks/%5C", "/api/%00", "/api/tasks/;a=1", "/api/%2e%2e/x")) {
            Answer answer = service.call("GET", path, admin, null, "Accept", "text/html");
            assertThat(answer.status()).as(path).isEqualTo(400);
            assertThat(answer.raw().headers().firstValue("Content-Type").orElse(""))
                    .as(path)
                    .startsWith("application/json");
            assertThat(answer.body().propertyNames()).as(path).containsExactly("detail");
        }
        Answer trace = service.call("TRACE", "/api/tasks", admin);
        assertThat(trace.status()).isEqualTo(405);
        assertThat(trace.body().toString()).isEqualTo("{\"detail\":\"Method \\\"TRACE\\\" not allowed.\"}");
    }

    @Test
    void nobodyButTheSignerIsBelieved() throws Exception {
        KeyPair foreign = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Identity admin = new Identity(1, "admin", Set.of("admin"), Identity.Credential.SESSION, false);
        String known = service.bean(SigningKeys.class).all().keySet().iterator().next();
        String genuine = service.basic("admin", service.adminPassword());
        String otherKey = IdentityTokens.sign(admin, 0, known, foreign.getPrivate(), Clock.systemUTC());
        String unknownKey = IdentityTokens.sign(admin, 0, "mine", foreign.getPrivate(), Clock.systemUTC());
        String[] parts = genuine.split("\\.");
        String unsigned = Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8))
                + "." + parts[1] + ".";
        for (String forged :
                List.of(otherKey, unknownKey, unsigned, parts[0] + "." + parts[1] + ".AAAA", "junk", "a.b.c")) {
            assertThat(service.call("GET", "/api/users/self", forged).status())
                    .as(forged)
                    .isEqualTo(401);
        }
        for (String header : List.of("X-User", "X-Remote-User", "X-Identity", "X-Forwarded-User")) {
            assertThat(service.call("GET", "/api/users/self", "", null, header, "admin")
                            .status())
                    .isEqualTo(401);
        }
        assertThat(service.call("GET", "/api/users/self", "", null, "Cookie", "sessionid=1; csrftoken=2")
                        .status())
                .isEqualTo(401);
        assertThat(service.call(
                                "GET",
                                "/api/users/self",
                                "",
                                null,
                                "Authorization",
                                "Basic " + basicValue("admin", service.adminPassword()))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void anExpiredTokenIsRefused() throws Exception {
        Clock past = Clock.fixed(Instant.now().minus(Duration.ofMinutes(5)), ZoneOffset.UTC);
        JdbcClient jdbc = service.bean(JdbcClient.class);
        org.springframework.transaction.support.TransactionTemplate transactions =
                service.bean(org.springframework.transaction.support.TransactionTemplate.class);
        String old = new SigningKeys(jdbc, transactions, past)
                .sign(new Identity(1, "admin", Set.of("admin"), Identity.Credential.SESSION, false), 0);
        assertThat(service.call("GET", "/api/users/self", old).status()).isEqualTo(401);
    }

    @Test
    void theKeysCanBeReadByOtherServices() throws Exception {
        service.basic("admin", service.adminPassword());
        Answer keys = service.call("GET", "/_internal/identity/keys", "");
        assertThat(keys.status()).isEqualTo(200);
        assertThat(keys.body().get("keys").get(0).get("crv").stringValue()).isEqualTo("Ed25519");
    }
}
