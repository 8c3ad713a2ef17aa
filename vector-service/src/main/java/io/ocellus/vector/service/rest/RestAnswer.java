package io.ocellus.vector.service.rest;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Bodies of answers. */
final class RestAnswer {
    static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private RestAnswer() {}

    static ObjectNode data(JsonNode data) {
        ObjectNode answer = NODES.objectNode();
        answer.put("code", 0);
        answer.set("data", data);
        return answer;
    }

    static ObjectNode done() {
        return data(NODES.objectNode());
    }

    /** With the cost that clients expect beside rows; nothing is metered here. */
    static ObjectNode rows(JsonNode data) {
        ObjectNode answer = data(data);
        answer.put("cost", 0);
        return answer;
    }

    static ObjectNode error(int code, String message) {
        ObjectNode answer = NODES.objectNode();
        answer.put("code", code);
        answer.put("message", message);
        return answer;
    }
}
