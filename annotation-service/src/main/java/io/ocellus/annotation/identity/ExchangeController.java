package io.ocellus.annotation.identity;

import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.wire.Fields;
import io.ocellus.annotation.wire.JsonBody;
import io.ocellus.authorization.Credential;
import jakarta.servlet.http.HttpServletRequest;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * For the other deployables: any credential against a signed identity, and the keys to check one with. Not routed by the gateway; it gives
 * nobody more than the credential that they already hold.
 */
@RestController
@RequestMapping("/_internal/identity")
final class ExchangeController {
    private static final Set<String> KINDS = Set.of("SESSION", "TOKEN", "BASIC", "ACCESS_TOKEN");
    private final CredentialCheck credentials;
    private final SigningKeys keys;

    ExchangeController(CredentialCheck credentials, SigningKeys keys) {
        this.credentials = credentials;
        this.keys = keys;
    }

    record Token(String token) {}

    record Refusal(String detail) {}

    record JsonWebKey(String kty, String crv, String alg, String use, String kid, String x) {}

    record JsonWebKeys(List<JsonWebKey> keys) {}

    @PostMapping("/exchange")
    ResponseEntity<?> exchange(HttpServletRequest request) {
        try {
            Fields fields = JsonBody.fields(request);
            String kind = fields.choice("kind", KINDS).orElse("");
            String value = fields.rawText("value", 4096).orElse("");
            String address = fields.text("address", 64, true).orElse("");
            fields.check();
            if (kind.isEmpty()) {
                return ResponseEntity.badRequest().body(new Refusal("kind is missing"));
            }
            Credential credential = new Credential(Credential.Kind.valueOf(kind.toUpperCase(Locale.ROOT)), value);
            return credentials
                    .exchange(credential, address)
                    .<ResponseEntity<?>>map(token -> ResponseEntity.ok(new Token(token)))
                    .orElseGet(() -> ResponseEntity.status(HttpStatus.UNAUTHORIZED)
                            .body(new Refusal("the credential is not valid")));
        } catch (Failure.TooManyRequests e) {
            return ResponseEntity.status(HttpStatus.TOO_MANY_REQUESTS)
                    .header("Retry-After", String.valueOf(e.retryAfter().toSeconds() + 1))
                    .body(new Refusal(e.text()));
        } catch (Failure.Invalid | Failure.Malformed | Failure.TooLarge e) {
            return ResponseEntity.badRequest().body(new Refusal("not an exchange"));
        }
    }

    /** RFC 7517 with the curve of RFC 8037. */
    @GetMapping("/keys")
    JsonWebKeys keys() {
        return new JsonWebKeys(keys.all().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> new JsonWebKey("OKP", "Ed25519", "EdDSA", "sig", entry.getKey(), raw(entry.getValue())))
                .toList());
    }

    /** The last 32 bytes of an X.509 Ed25519 key are the point itself. */
    private static String raw(PublicKey key) {
        byte[] encoded = key.getEncoded();
        byte[] point = java.util.Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(point);
    }
}
