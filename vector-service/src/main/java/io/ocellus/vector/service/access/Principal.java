package io.ocellus.vector.service.access;

import io.ocellus.authorization.Identity;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Who makes a call: a user of the platform, one of its services, or Milvus' own {@code root}. */
public record Principal(Identity identity) {
    /** Milvus' own administrator, known only here. */
    static Principal root() {
        return new Principal(new Identity(0, "root", Set.of("admin"), Identity.Credential.BASIC, false));
    }

    String name() {
        return identity.username();
    }

    /** The {@code auth} part of what a policy is asked. */
    Map<String, Object> policyInput() {
        Map<String, Object> user = new HashMap<>();
        user.put("id", identity.userId());
        identity.privilege().ifPresent(privilege -> user.put("privilege", privilege));
        Map<String, Object> auth = new HashMap<>();
        auth.put("user", user);
        if (identity.credential() == Identity.Credential.SERVICE) {
            auth.put("service", true);
        }
        if (identity.credential() == Identity.Credential.ACCESS_TOKEN) {
            auth.put("token", Map.of("read_only", identity.readOnly()));
        }
        return auth;
    }
}
