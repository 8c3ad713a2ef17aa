package io.ocellus.authorization;

import com.styra.opa.wasm.OpaPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Policies evaluated in this process, from the compiled module. Thread-safe: a bounded pool of instances, each used by one thread at a
 * time and made when first needed; the one used last is taken first, so that a quiet server keeps one. A decision costs about 0.1 ms. It
 * waits at most the deadline for an instance; an evaluation's own time is bounded by the size of its input (policies have no unbounded
 * loops). Every error refuses.
 */
public final class CompiledPolicies implements PolicyEngine {
    private static final Logger log = LoggerFactory.getLogger(CompiledPolicies.class);
    private static final int LARGEST_INPUT = 64 * 1024;
    private static final TypeReference<List<Object>> TERMS = new TypeReference<>() {};
    private static final List<Object> NO_ROW = List.of(Map.of("id", -1));

    private final byte[] module;
    private final int most;
    private final Duration deadline;
    private final JsonMapper json = JsonMapper.builder().build();
    private final LinkedBlockingDeque<OpaPolicy> idle = new LinkedBlockingDeque<>();
    private final AtomicInteger made = new AtomicInteger();
    private final Set<String> entryPoints;

    /**
     * @param module the compiled policy ({@code PolicyModule.bytes()})
     * @param most how many instances there may be
     * @param deadline how long a decision may wait for one
     */
    public CompiledPolicies(byte[] module, int most, Duration deadline) {
        if (most < 1) {
            throw new IllegalArgumentException("a pool of " + most + " policies decides nothing");
        }
        this.module = module.clone();
        this.most = most;
        this.deadline = deadline;
        OpaPolicy first = make();
        this.entryPoints = Set.copyOf(first.entrypoints().keySet());
        made.set(1);
        idle.addFirst(first);
    }

    @Override
    public boolean allows(String policy, Map<String, ?> input) {
        return evaluate(policy + "/allow", input).map(JsonNode::booleanValue).orElse(false);
    }

    @Override
    public List<Object> filter(String policy, Map<String, ?> input) {
        return evaluate(policy + "/filter", input)
                .filter(JsonNode::isArray)
                .map(terms -> List.<Object>copyOf(json.convertValue(terms, TERMS)))
                .orElse(NO_ROW);
    }

    private Optional<JsonNode> evaluate(String entryPoint, Map<String, ?> input) {
        if (!entryPoints.contains(entryPoint)) {
            log.error("no policy {}: refused", entryPoint);
            return Optional.empty();
        }
        OpaPolicy policy = null;
        boolean sound = false;
        try {
            String asked = json.writeValueAsString(input);
            if (asked.length() > LARGEST_INPUT) {
                log.error(
                        "the input of policy {} has {} characters, more than {}: refused",
                        entryPoint,
                        asked.length(),
                        LARGEST_INPUT);
                return Optional.empty();
            }
            policy = borrow();
            if (policy == null) {
                log.error("no policy instance within {} ms for {}: refused", deadline.toMillis(), entryPoint);
                return Optional.empty();
            }
            JsonNode results = json.readTree(policy.entrypoint(entryPoint).evaluate(asked));
            sound = true;
            return results.size() == 1 ? Optional.of(results.get(0).path("result")) : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (RuntimeException | LinkageError e) {
            log.error("policy {} failed: refused", entryPoint, e);
            return Optional.empty();
        } finally {
            if (policy != null) {
                giveBack(policy, sound);
            }
        }
    }

    private OpaPolicy make() {
        return OpaPolicy.builder().withPolicy(module).build();
    }

    private @Nullable OpaPolicy borrow() throws InterruptedException {
        OpaPolicy free = idle.pollFirst();
        if (free != null) {
            return free;
        }
        int before = made.getAndUpdate(n -> n < most ? n + 1 : n);
        if (before < most) {
            boolean done = false;
            try {
                OpaPolicy fresh = make();
                done = true;
                return fresh;
            } finally {
                if (!done) {
                    made.decrementAndGet();
                }
            }
        }
        return idle.pollFirst(deadline.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** An instance whose evaluation broke off may hold half a heap: it is dropped and another made when needed. */
    private void giveBack(OpaPolicy policy, boolean sound) {
        if (sound) {
            idle.addFirst(policy);
        } else {
            made.decrementAndGet();
        }
    }
}
