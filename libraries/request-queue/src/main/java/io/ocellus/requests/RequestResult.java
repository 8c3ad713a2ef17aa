package io.ocellus.requests;

import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What a finished request leaves.
 *
 * @param id CVAT's {@code result_id}, such as that of a restored task
 * @param detail whatever the edge needs to serve it, such as the object's key and file name; an object
 */
public record RequestResult(OptionalLong id, JsonNode detail) {
    public static RequestResult empty() {
        return new RequestResult(OptionalLong.empty(), JsonNodeFactory.instance.objectNode());
    }

    public static RequestResult of(JsonNode detail) {
        return new RequestResult(OptionalLong.empty(), detail);
    }

    public static RequestResult ofId(long id) {
        return new RequestResult(OptionalLong.of(id), JsonNodeFactory.instance.objectNode());
    }
}
