package io.ocellus.authorization;

import java.util.List;
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
     * The rows of a list that the caller may see, as the rule {@code filter} of the package gives it, in postfix form: a map names one field
     * and the value it must equal ({@code {"owner_id": 5}}); {@code "|"} and {@code "&"} combine the two conditions before them,
     * {@code "~"} negates the one before it. Empty: every row. Undefined or failed: a condition that no row meets,
     * {@code [{"id": -1}]}.
     *
     * @param input as for {@link #allows}, with the scope {@code list}
     */
    List<Object> filter(String policy, Map<String, ?> input);
}
