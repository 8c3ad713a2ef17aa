package io.ocellus.authorization;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes and reads identity tokens: JWTs signed with Ed25519 (RFC 8037), the only algorithm that is accepted. Thread-safe and without
 * state. A check costs about 0.1 ms.
 */
public final class IdentityTokens {
    /** How long a token lives. Short, because a token cannot be called back. */
    public static final Duration LIFE = Duration.ofSeconds(60);

    private static final String ISSUER = "ocellus";
    private static final Duration SKEW = Duration.ofSeconds(5);
    private static final int LONGEST = 8192;
    private static final JsonMapper json = JsonMapper.builder().build();
    private static final Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder decoder = Base64.getUrlDecoder();

    private IdentityTokens() {}

    /** Signs for {@link #LIFE} from now on. */
    public static String sign(Identity identity, long credentialId, String keyId, PrivateKey key, Clock clock) {
        Instant now = clock.instant();
        Map<String, Object> header = Map.of("alg", "EdDSA", "typ", "JWT", "kid", keyId);
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", ISSUER);
        claims.put("sub", Long.toString(identity.userId()));
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(LIFE).getEpochSecond());
        claims.put("name", identity.username());
        claims.put("groups", new TreeSet<>(identity.groups()));
        claims.put("credential", identity.credential().name());
        claims.put("credential_id", credentialId);
        claims.put("read_only", identity.readOnly());
        String signed = part(header) + "." + part(claims);
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + encoder.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot sign with the key " + keyId, e);
        }
    }

    /** The identity in a token, after signature, issuer and time were checked. */
    public static SignedIdentity verify(String token, PublicKeys keys, Clock clock) throws TokenRefused {
        List<String> parts = parts(token);
        JsonNode header = read(parts.get(0));
        if (!"EdDSA".equals(text(header, "alg"))) {
            throw new TokenRefused("the token is not signed with EdDSA");
        }
        String keyId = text(header, "kid");
        PublicKey key = keys.find(keyId).orElseThrow(() -> new TokenRefused("the token's key is unknown"));
        if (!signatureFits(parts, key)) {
            throw new TokenRefused("the token's signature is wrong");
        }
        return identity(read(parts.get(1)), clock.instant());
    }

    private static SignedIdentity identity(JsonNode claims, Instant now) throws TokenRefused {
        if (!ISSUER.equals(text(claims, "iss"))) {
            throw new TokenRefused("the token is of another issuer");
        }
        Instant issued = Instant.ofEpochSecond(number(claims, "iat"));
        Instant expires = Instant.ofEpochSecond(number(claims, "exp"));
        if (!now.isBefore(expires)) {
            throw new TokenRefused("the token is expired");
        }
        if (issued.isAfter(now.plus(SKEW)) || expires.isAfter(issued.plus(LIFE))) {
            throw new TokenRefused("the token's times make no sense");
        }
        Set<String> groups = new LinkedHashSet<>();
        claims.path("groups").forEach(group -> groups.add(group.asString()));
        try {
            Identity identity = new Identity(
                    Long.parseLong(text(claims, "sub")),
                    text(claims, "name"),
                    groups,
                    Identity.Credential.valueOf(text(claims, "credential")),
                    claims.path("read_only").booleanValue());
            return new SignedIdentity(identity, number(claims, "credential_id"), expires);
        } catch (IllegalArgumentException | JacksonException e) {
            throw new TokenRefused("the token's claims cannot be read", e);
        }
    }

    private static List<String> parts(String token) throws TokenRefused {
        if (token.length() > LONGEST) {
            throw new TokenRefused("the token is longer than " + LONGEST + " characters");
        }
        List<String> parts = new ArrayList<>(List.of(token.split("\\.", -1)));
        if (parts.size() != 3) {
            throw new TokenRefused("not a signed token");
        }
        return parts;
    }

    private static boolean signatureFits(List<String> parts, PublicKey key) throws TokenRefused {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(key);
            signature.update((parts.get(0) + "." + parts.get(1)).getBytes(StandardCharsets.US_ASCII));
            return signature.verify(decoder.decode(parts.get(2)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new TokenRefused("the token's signature cannot be checked", e);
        }
    }

    private static String part(Map<String, ?> value) {
        return encoder.encodeToString(json.writeValueAsBytes(value));
    }

    private static JsonNode read(String part) throws TokenRefused {
        try {
            return json.readTree(decoder.decode(part));
        } catch (IllegalArgumentException | JacksonException e) {
            throw new TokenRefused("the token cannot be read", e);
        }
    }

    private static String text(JsonNode node, String name) throws TokenRefused {
        JsonNode value = node.path(name);
        if (!value.isString()) {
            throw new TokenRefused("the token lacks " + name);
        }
        return value.stringValue();
    }

    private static long number(JsonNode node, String name) throws TokenRefused {
        JsonNode value = node.path(name);
        if (!value.canConvertToLong()) {
            throw new TokenRefused("the token lacks " + name);
        }
        return value.longValue();
    }
}
