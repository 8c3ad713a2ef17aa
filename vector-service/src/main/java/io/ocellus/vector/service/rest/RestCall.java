package io.ocellus.vector.service.rest;

import com.google.protobuf.Message;
import io.ocellus.vector.service.access.Authorization;
import io.ocellus.vector.service.access.Principal;
import io.ocellus.vector.service.errors.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One request: its body, who sent it, and how 64-bit numbers go back.
 *
 * @param database of the header; counts where the body names none
 * @param plainIntegers whether 64-bit numbers are JSON numbers; else they are texts, for clients that have only doubles
 */
record RestCall(JsonNode body, Principal caller, Authorization authorization, String database, boolean plainIntegers) {

    /** Asks the policy as the RPC of that name would. */
    <T extends Message> T permit(String call, T request) {
        return authorization.permit(caller, call, request, database);
    }

    String databaseName() {
        String named = text("dbName");
        return named.isEmpty() ? database : named;
    }

    /** A text that must be there. */
    String required(String name) {
        JsonNode value = body.path(name);
        if (!value.isString() || value.asString().isEmpty()) {
            throw missing(name);
        }
        return value.asString();
    }

    JsonNode requiredNode(String name) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            throw missing(name);
        }
        return value;
    }

    static Refusal missing(String name) {
        String field = Character.toUpperCase(name.charAt(0)) + name.substring(1);
        return new Refusal(
                1802,
                "missing required parameters, error: Key: '" + field + "' Error:Field validation for '" + field
                        + "' failed on the 'required' tag");
    }

    static Refusal malformed(String detail) {
        return new Refusal(1801, "can only accept json format request, error: " + detail);
    }

    /** A text; empty where it is absent. */
    String text(String name) {
        return text(body, name);
    }

    static String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (!value.isString()) {
            throw malformed("cannot take " + value.getNodeType() + " for the text " + name);
        }
        return value.asString();
    }

    Optional<Integer> integer(String name) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw malformed("cannot take " + value + " for the number " + name);
        }
        return Optional.of(value.intValue());
    }

    /** A list of texts; empty where it is absent. */
    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (JsonNode value : body.path(name)) {
            if (!value.isString()) {
                throw malformed("cannot take " + value.getNodeType() + " for a text of " + name);
            }
            texts.add(value.asString());
        }
        return texts;
    }

    /** The members of an object as texts. */
    static Map<String, String> members(JsonNode object) {
        Map<String, String> members = new LinkedHashMap<>();
        object.properties().forEach(entry -> {
            JsonNode value = entry.getValue();
            members.put(entry.getKey(), value.isString() ? value.asString() : value.toString());
        });
        return members;
    }

    void put(ObjectNode row, String name, long value) {
        if (plainIntegers) {
            row.put(name, value);
        } else {
            row.put(name, String.valueOf(value));
        }
    }
}
