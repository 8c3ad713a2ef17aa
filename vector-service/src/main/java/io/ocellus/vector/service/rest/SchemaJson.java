package io.ocellus.vector.service.rest;

import io.milvus.grpc.CollectionSchema;
import io.milvus.grpc.DataType;
import io.milvus.grpc.FieldSchema;
import io.milvus.grpc.ValueField;
import io.ocellus.vector.service.collections.Pairs;
import io.ocellus.vector.service.errors.Refusal;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Schemas in JSON, both ways. */
final class SchemaJson {
    private SchemaJson() {}

    /** From {@code schema} of a create. */
    static CollectionSchema read(JsonNode schema) {
        CollectionSchema.Builder out = CollectionSchema.newBuilder()
                .setEnableDynamicField(schema.path("enableDynamicField").asBoolean(false));
        boolean autoId = schema.path("autoId").asBoolean(schema.path("autoID").asBoolean(false));
        for (JsonNode field : schema.path("fields")) {
            out.addFields(field(field, autoId));
        }
        if (!schema.path("functions").isEmpty()) {
            throw new io.ocellus.vector.storage.Failure.Absent("functions of a collection are not available yet");
        }
        return out.build();
    }

    /** The schema of a quick create: a key, a vector, everything else dynamic. */
    static CollectionSchema quick(RestCall call, int dimension) {
        String idType = call.text("idType");
        FieldSchema.Builder key = FieldSchema.newBuilder()
                .setName(orElse(call.text("primaryFieldName"), "id"))
                .setIsPrimaryKey(true)
                .setAutoID(call.body().path("autoID").asBoolean(false));
        switch (idType) {
            case "VarChar", "Varchar" ->
                key.setDataType(DataType.VarChar)
                        .addTypeParams(Pairs.pair(
                                "max_length",
                                RestCall.members(call.body().path("params")).getOrDefault("max_length", "")));
            case "", "Int64" -> key.setDataType(DataType.Int64);
            default -> throw Refusal.invalid("Int64", idType, "idType can only be [Int64, VarChar], default: Int64");
        }
        return CollectionSchema.newBuilder()
                .setEnableDynamicField(
                        call.body().path("params").path("enableDynamicField").asBoolean(true))
                .addFields(key)
                .addFields(FieldSchema.newBuilder()
                        .setName(orElse(call.text("vectorFieldName"), "vector"))
                        .setDataType(DataType.FloatVector)
                        .addTypeParams(Pairs.pair("dim", String.valueOf(dimension))))
                .build();
    }

    private static String orElse(String text, String other) {
        return text.isEmpty() ? other : text;
    }

    static FieldSchema field(JsonNode field, boolean autoId) {
        String name = RestCall.text(field, "fieldName");
        boolean primary = field.path("isPrimary").asBoolean(false);
        DataType type = type(RestCall.text(field, "dataType"));
        FieldSchema.Builder out = FieldSchema.newBuilder()
                .setName(name)
                .setDataType(type)
                .setIsPrimaryKey(primary)
                .setAutoID(primary && autoId)
                .setIsPartitionKey(field.path("isPartitionKey").asBoolean(false))
                .setIsClusteringKey(field.path("isClusteringKey").asBoolean(false))
                .setNullable(field.path("nullable").asBoolean(false))
                .addAllTypeParams(Pairs.list(parameters(field.path("elementTypeParams"))));
        String element = RestCall.text(field, "elementDataType");
        if (!element.isEmpty()) {
            out.setElementType(type(element));
        }
        JsonNode value = field.path("defaultValue");
        if (!value.isMissingNode() && !value.isNull()) {
            out.setDefaultValue(defaultValue(name, type, value));
        }
        return out.build();
    }

    private static Map<String, String> parameters(JsonNode object) {
        return new LinkedHashMap<>(RestCall.members(object));
    }

    private static DataType type(String label) {
        for (DataType type : DataType.values()) {
            if (type != DataType.UNRECOGNIZED && type.name().equals(label)) {
                return type;
            }
        }
        throw Refusal.invalid("FieldDataType", label, "data type " + label + " is invalid(case sensitive)");
    }

    private static ValueField defaultValue(String name, DataType type, JsonNode value) {
        ValueField.Builder out = ValueField.newBuilder();
        boolean fits = switch (type) {
            case Bool -> value.isBoolean();
            case Int8, Int16, Int32 -> value.isIntegralNumber() && value.canConvertToInt();
            case Int64 -> value.isIntegralNumber() && value.canConvertToLong();
            case Float, Double -> value.isNumber();
            case VarChar -> value.isString();
            default -> false;
        };
        if (!fits) {
            throw Refusal.invalid(
                    "type (" + type + ") of field (" + name + ") is not equal to the type of default_value " + value);
        }
        switch (type) {
            case Bool -> out.setBoolData(value.booleanValue());
            case Int64 -> out.setLongData(value.longValue());
            case Float -> out.setFloatData(value.floatValue());
            case Double -> out.setDoubleData(value.doubleValue());
            case VarChar -> out.setStringData(value.asString());
            default -> out.setIntData(value.intValue());
        }
        return out.build();
    }

    static ArrayNode write(CollectionSchema schema) {
        ArrayNode out = RestAnswer.NODES.arrayNode();
        for (FieldSchema field : schema.getFieldsList()) {
            ObjectNode node = out.addObject();
            node.put("name", field.getName());
            node.put("primaryKey", field.getIsPrimaryKey());
            node.put("partitionKey", field.getIsPartitionKey());
            node.put("clusteringKey", field.getIsClusteringKey());
            node.put("autoId", field.getAutoID());
            node.put("nullable", field.getNullable());
            node.put("type", field.getDataType().name());
            node.put("id", field.getFieldID());
            node.put("description", field.getDescription());
            if (field.getDataType() == DataType.Array) {
                node.put("elementType", field.getElementType().name());
            }
            if (field.getTypeParamsCount() > 0) {
                ArrayNode parameters = node.putArray("params");
                field.getTypeParamsList()
                        .forEach(pair ->
                                parameters.addObject().put("key", pair.getKey()).put("value", pair.getValue()));
            }
        }
        return out;
    }
}
