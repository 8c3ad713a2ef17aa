package io.ocellus.annotation.schema;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.ocellus.annotation.lists.Page;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** The component schemas, read from the records that controllers answer with. Confined to the making of one document. */
final class Components {
    private static final int DEEPEST = 6;
    private final Map<String, Object> schemas = new TreeMap<>();

    Map<String, Object> schemas() {
        return schemas;
    }

    /** Makes sure that the component is there, with the fields of {@code type} where that is a record of ours. */
    void add(String name, @Nullable Type type) {
        Type answer = inner(type, ResponseEntity.class);
        if (name.endsWith("[]")) {
            add(name.substring(0, name.length() - 2), inner(answer, List.class));
        } else if (name.startsWith("Paginated") && name.endsWith("List")) {
            String item = name.substring("Paginated".length(), name.length() - "List".length());
            add(item, inner(answer, Page.class));
            schemas.put(name, page(item));
        } else if (answer instanceof Class<?> record && record.isRecord()) {
            schemas.put(name, object(record, 0));
        } else {
            schemas.putIfAbsent(name, new LinkedHashMap<>(Map.of("type", "object")));
        }
    }

    static Map<String, Object> reference(String name) {
        return name.endsWith("[]")
                ? Map.of("type", "array", "items", reference(name.substring(0, name.length() - 2)))
                : Map.of("$ref", "#/components/schemas/" + name);
    }

    private static Map<String, Object> page(String item) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("count", Map.of("type", "integer"));
        properties.put("next", Map.of("type", "string", "format", "uri", "nullable", true));
        properties.put("previous", Map.of("type", "string", "format", "uri", "nullable", true));
        properties.put("results", Map.of("type", "array", "items", reference(item)));
        return Map.of("type", "object", "required", List.of("count", "results"), "properties", properties);
    }

    private static Map<String, Object> object(Class<?> record, int depth) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        Map<String, Object> properties = new LinkedHashMap<>();
        for (RecordComponent component : record.getRecordComponents()) {
            if (AnnotatedElementUtils.hasAnnotation(component.getAccessor(), JsonUnwrapped.class)
                    && component.getType().isRecord()) {
                for (RecordComponent part : component.getType().getRecordComponents()) {
                    properties.put(name(component.getType(), part), property(part, depth + 1));
                }
            } else {
                properties.put(name(record, component), property(component, depth));
            }
        }
        schema.put("properties", properties);
        return schema;
    }

    private static Map<String, Object> property(RecordComponent component, int depth) {
        Map<String, Object> schema = new LinkedHashMap<>(schema(component.getGenericType(), depth));
        if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
            schema.put("nullable", true);
        }
        return schema;
    }

    private static Map<String, Object> schema(Type type, int depth) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            return Map.of("type", "array", "items", schema(list.getActualTypeArguments()[0], depth));
        }
        if (type instanceof Class<?> simple) {
            if (simple.isRecord() && depth < DEEPEST) {
                return object(simple, depth + 1);
            }
            if (simple == String.class) {
                return Map.of("type", "string");
            }
            if (simple == boolean.class || simple == Boolean.class) {
                return Map.of("type", "boolean");
            }
            if (simple == double.class || simple == Double.class || simple == float.class) {
                return Map.of("type", "number");
            }
            if (simple.isPrimitive() || Number.class.isAssignableFrom(simple)) {
                return Map.of("type", "integer");
            }
        }
        return Map.of("type", "object");
    }

    private static String name(Class<?> record, RecordComponent component) {
        JsonProperty given = component.getAccessor().getAnnotation(JsonProperty.class);
        if (given != null) {
            return given.value();
        }
        JsonNaming naming = record.getAnnotation(JsonNaming.class);
        String snake = component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT);
        if (naming == null) {
            return component.getName();
        }
        return naming.value() == PropertyNamingStrategies.UpperSnakeCaseStrategy.class
                ? snake.toUpperCase(java.util.Locale.ROOT)
                : snake;
    }

    private static @Nullable Type inner(@Nullable Type type, Class<?> wrapper) {
        return type instanceof ParameterizedType wrapped && wrapped.getRawType() == wrapper
                ? wrapped.getActualTypeArguments()[0]
                : type;
    }
}
