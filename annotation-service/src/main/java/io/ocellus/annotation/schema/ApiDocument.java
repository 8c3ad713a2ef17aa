package io.ocellus.annotation.schema;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.web.method.HandlerMethod;

/**
 * Makes the OpenAPI document: those operations of CVAT's that our controllers map, each with CVAT's id and component names, and the fields of
 * our own records. What is mapped only to say that it is not built stands there too, with the answer 501.
 */
final class ApiDocument {
    private final Map<String, HandlerMethod> built;
    private final Map<String, Boolean> absent;

    /**
     * @param built controllers by {@code METHOD shape}
     * @param absent the same keys of the routes that are not built
     */
    ApiDocument(Map<String, HandlerMethod> built, Iterable<String> absent) {
        this.built = Map.copyOf(built);
        this.absent = new HashMap<>();
        absent.forEach(key -> this.absent.put(key, true));
    }

    Map<String, Object> document(String version) {
        Components components = new Components();
        Map<String, Map<String, Object>> paths = new TreeMap<>();
        for (Operation operation : Operation.all()) {
            String key = operation.method() + " " + operation.shape();
            HandlerMethod controller = built.get(key);
            boolean missing = controller == null && absent.containsKey(key);
            if (controller != null || missing) {
                Type type = controller == null ? null : controller.getMethod().getGenericReturnType();
                paths.computeIfAbsent(operation.path(), path -> new LinkedHashMap<>())
                        .put(
                                operation.method().toLowerCase(java.util.Locale.ROOT),
                                operation(operation, missing, type, components));
            }
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openapi", "3.0.3");
        document.put(
                "info",
                Map.of(
                        "title", "Ocellus",
                        "version", version,
                        "description", "Annotation and similarity search, with the API that CVAT's clients speak."));
        document.put("paths", paths);
        document.put("components", Map.of("schemas", components.schemas()));
        return document;
    }

    private static Map<String, Object> operation(
            Operation operation, boolean missing, @org.jspecify.annotations.Nullable Type type, Components components) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("operationId", operation.id());
        entry.put("tags", List.of(operation.tag()));
        if (missing) {
            entry.put("description", "Not built yet: answers 501 to who may call it.");
        }
        List<Map<String, Object>> parameters = new ArrayList<>();
        operation.pathParameters().forEach(parameter -> parameters.add(parameter(parameter, "path")));
        operation.queryParameters().forEach(parameter -> parameters.add(parameter(parameter, "query")));
        operation.headers().forEach(parameter -> parameters.add(parameter(parameter + ":string", "header")));
        if (!parameters.isEmpty()) {
            entry.put("parameters", parameters);
        }
        if (!operation.request().isEmpty()) {
            components.add(operation.request(), null);
            entry.put("requestBody", content(operation.request()));
        }
        Map<String, Object> responses = new LinkedHashMap<>();
        for (String status : operation.statuses()) {
            Map<String, Object> response = new LinkedHashMap<>();
            response.put("description", "");
            if (status.startsWith("2") && !operation.response().isEmpty()) {
                components.add(operation.response(), type);
                response.putAll(content(operation.response()));
            }
            responses.put(status, response);
        }
        entry.put("responses", responses);
        return entry;
    }

    private static Map<String, Object> content(String component) {
        return Map.of(
                "content", Map.of("application/vnd.cvat+json", Map.of("schema", Components.reference(component))));
    }

    private static Map<String, Object> parameter(String nameAndType, String in) {
        int colon = nameAndType.indexOf(':');
        Map<String, Object> parameter = new LinkedHashMap<>();
        parameter.put("name", nameAndType.substring(0, colon));
        parameter.put("in", in);
        if (in.equals("path")) {
            parameter.put("required", true);
        }
        parameter.put("schema", Map.of("type", nameAndType.substring(colon + 1)));
        return parameter;
    }
}
