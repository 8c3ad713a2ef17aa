package io.ocellus.requests;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * CVAT's name of a background request: what is done to what, such as {@code action=create&target=task&target_id=5}. It stands raw in a path,
 * so blanks become {@code _} and dots {@code ~}. Two requests of one id are the same work: only one of them may be unfinished.
 *
 * @param targetId of the project, task or job; empty when the target does not exist yet, which {@code operation} then names
 */
public record RequestId(
        String action,
        String target,
        OptionalLong targetId,
        Optional<UUID> operation,
        OptionalLong userId,
        Optional<String> subresource,
        Optional<String> format,
        boolean lightweight) {
    private static final Pattern VALUE = Pattern.compile("[\\p{L}\\p{N}_.~ ()+-]+");

    public RequestId {
        if (targetId.isPresent() == operation.isPresent()) {
            throw new IllegalArgumentException("a request id names either a target or an operation");
        }
        for (String value : new String[] {action, target, subresource.orElse("x"), format.orElse("x")}) {
            if (!VALUE.matcher(value).matches()) {
                throw new IllegalArgumentException("not allowed in a request id: " + value);
            }
        }
    }

    /** The creation of a task's data. */
    public static RequestId createTask(long task) {
        return of("create", "task", task);
    }

    /** {@code action} on a target, by nobody in particular. */
    public static RequestId of(String action, String target, long id) {
        return new RequestId(
                action,
                target,
                OptionalLong.of(id),
                Optional.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    /** An import into a target: {@code subresource} is {@code annotations} or {@code dataset}. */
    public static RequestId importInto(String target, long id, String subresource, String format) {
        return new RequestId(
                "import",
                target,
                OptionalLong.of(id),
                Optional.empty(),
                OptionalLong.empty(),
                Optional.of(subresource),
                Optional.of(format),
                false);
    }

    /** An export for a user: {@code subresource} is {@code annotations}, {@code dataset} or {@code backup}. */
    public static RequestId export(String target, long id, long user, String subresource, Optional<String> format) {
        return new RequestId(
                "export",
                target,
                OptionalLong.of(id),
                Optional.empty(),
                OptionalLong.of(user),
                Optional.of(subresource),
                format,
                false);
    }

    /** As clients see it. */
    public String render() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("action", action);
        fields.put("target", target);
        targetId.ifPresent(id -> fields.put("target_id", Long.toString(id)));
        operation.ifPresent(id -> fields.put("id", id.toString()));
        userId.ifPresent(id -> fields.put("user_id", Long.toString(id)));
        if (lightweight) {
            fields.put("lightweight", "True");
        }
        format.ifPresent(name -> fields.put("format", name));
        subresource.ifPresent(name -> fields.put("subresource", name));
        StringBuilder text = new StringBuilder();
        fields.forEach((key, value) -> text.append(text.isEmpty() ? "" : "&")
                .append(key)
                .append('=')
                .append(value.replace(' ', '_').replace('.', '~')));
        return text.toString();
    }

    /** CVAT's {@code operation.type}: {@code create:task}, {@code export:dataset}. */
    public String type() {
        return action + ":" + subresource.orElse(target);
    }

    @Override
    public String toString() {
        return render();
    }
}
