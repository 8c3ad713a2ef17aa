package io.ocellus.vector.storage.expressions;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The way to a place in a JSON document: keys of objects, positions in arrays. Immutable. */
final class JsonPath {
    private final List<String> steps;
    private final List<byte[]> encoded;

    JsonPath(List<String> steps) {
        this.steps = List.copyOf(steps);
        this.encoded = steps.stream()
                .map(step -> step.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    /** What lies at the place; empty where there is nothing, or null. */
    Optional<Value> find(byte[] document) {
        JsonCursor cursor = new JsonCursor(document);
        return walk(cursor) ? cursor.value() : Optional.empty();
    }

    /** Whether anything but null lies at the place. */
    boolean exists(byte[] document) {
        JsonCursor cursor = new JsonCursor(document);
        return walk(cursor) && !cursor.atNull();
    }

    private boolean walk(JsonCursor cursor) {
        for (int i = 0; i < steps.size(); i++) {
            if (!cursor.enter(steps.get(i), encoded.get(i))) {
                return false;
            }
        }
        return true;
    }
}
