package io.ocellus.authorization;

import java.util.Map;

/**
 * Decides whether a call is allowed, from the compiled Rego. Thread-safe; fails closed: an error or a missed deadline is a refusal with a
 * log line, never an allowance.
 */
public interface PolicyEngine {
    /**
     * @param policy the package: {@code tasks}, {@code jobs}, … {@code milvus}
     * @param input what the policy is asked: {@code scope}, {@code auth}, {@code resource}
     */
    boolean allows(String policy, Map<String, ?> input);

    /**
     * Which rows a list of this package shows, after {@link #allows} said yes to the scope {@code list}.
     *
     * @param input as above; only {@code auth} matters
     */
    default Reach reach(String policy, Map<String, ?> input) {
        return Reach.NOTHING;
    }
}
