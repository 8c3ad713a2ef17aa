package io.ocellus.vector.storage.coordinator;

import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.schema.CollectionSchema;
import io.ocellus.vector.storage.schema.DataType;
import io.ocellus.vector.storage.schema.FieldSchema;
import io.ocellus.vector.storage.schema.Scalar;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Fields and parameters as the JSON that the metadata tables keep. Stateless. */
final class SchemaJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private SchemaJson() {}

    static String write(CollectionSchema schema) {
        ArrayNode fields = MAPPER.createArrayNode();
        for (FieldSchema field : schema.fields()) {
            ObjectNode node = fields.addObject();
            node.put("id", field.id());
            node.put("name", field.name());
            node.put("description", field.description());
            node.put("type", field.type().code());
            node.put("primaryKey", field.primaryKey());
            node.put("autoId", field.autoId());
            node.put("partitionKey", field.partitionKey());
            node.put("clusteringKey", field.clusteringKey());
            node.put("nullable", field.nullable());
            node.put("dimension", field.dimension());
            node.put("maxLength", field.maxLength());
            node.put("maxCapacity", field.maxCapacity());
            node.put("dynamic", field.dynamic());
            field.elementType().ifPresent(type -> node.put("elementType", type.code()));
            field.defaultValue().ifPresent(value -> {
                switch (value) {
                    case Scalar.Bool(boolean v) -> node.put("defaultBool", v);
                    case Scalar.Int(long v) -> node.put("defaultInt", v);
                    case Scalar.Real(double v) -> node.put("defaultReal", v);
                    case Scalar.Text(String v) -> node.put("defaultText", v);
                    case Scalar.Json(byte[] v) -> node.put("defaultJson", new String(v, StandardCharsets.UTF_8));
                }
            });
            node.set("parameters", MAPPER.valueToTree(field.parameters()));
        }
        return fields.toString();
    }

    static CollectionSchema read(String json) {
        try {
            List<FieldSchema> fields = new ArrayList<>();
            for (JsonNode node : MAPPER.readTree(json)) {
                fields.add(new FieldSchema(
                        node.path("id").asInt(),
                        node.path("name").asString(),
                        node.path("description").asString(),
                        type(node.path("type")),
                        node.path("primaryKey").asBoolean(),
                        node.path("autoId").asBoolean(),
                        node.path("partitionKey").asBoolean(),
                        node.path("clusteringKey").asBoolean(),
                        node.path("nullable").asBoolean(),
                        defaultValue(node),
                        node.has("elementType") ? Optional.of(type(node.path("elementType"))) : Optional.empty(),
                        node.path("dimension").asInt(),
                        node.path("maxLength").asInt(),
                        node.path("maxCapacity").asInt(),
                        node.path("dynamic").asBoolean(),
                        map(node.path("parameters"))));
            }
            return new CollectionSchema(fields);
        } catch (JacksonException e) {
            throw new Failure.Broken("the stored fields of a collection are no JSON", e);
        }
    }

    private static DataType type(JsonNode code) {
        return DataType.ofCode(code.asInt())
                .orElseThrow(() -> new Failure.Broken("a stored field has the type " + code, null));
    }

    private static Optional<Scalar> defaultValue(JsonNode node) {
        if (node.has("defaultBool")) {
            return Optional.of(new Scalar.Bool(node.path("defaultBool").asBoolean()));
        }
        if (node.has("defaultInt")) {
            return Optional.of(new Scalar.Int(node.path("defaultInt").asLong()));
        }
        if (node.has("defaultReal")) {
            return Optional.of(new Scalar.Real(real(node.path("defaultReal"))));
        }
        if (node.has("defaultText")) {
            return Optional.of(new Scalar.Text(node.path("defaultText").asString()));
        }
        if (node.has("defaultJson")) {
            return Optional.of(
                    new Scalar.Json(node.path("defaultJson").asString().getBytes(StandardCharsets.UTF_8)));
        }
        return Optional.empty();
    }

    /** JSON has no NaN and no infinities: they are kept as words. */
    private static double real(JsonNode value) {
        try {
            return Double.parseDouble(value.asString());
        } catch (NumberFormatException e) {
            throw new Failure.Broken("a stored default is no number: " + value, e);
        }
    }

    static String write(Map<String, String> values) {
        return MAPPER.writeValueAsString(new TreeMap<>(values));
    }

    static Map<String, String> readMap(String json) {
        try {
            return map(MAPPER.readTree(json));
        } catch (JacksonException e) {
            throw new Failure.Broken("stored parameters are no JSON", e);
        }
    }

    private static Map<String, String> map(JsonNode node) {
        Map<String, String> values = new TreeMap<>();
        node.properties()
                .forEach(entry -> values.put(entry.getKey(), entry.getValue().asString()));
        return values;
    }
}
