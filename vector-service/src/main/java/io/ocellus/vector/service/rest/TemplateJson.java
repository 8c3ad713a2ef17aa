package io.ocellus.vector.service.rest;

import io.milvus.grpc.BoolArray;
import io.milvus.grpc.DataType;
import io.milvus.grpc.DoubleArray;
import io.milvus.grpc.FieldSchema;
import io.milvus.grpc.LongArray;
import io.milvus.grpc.StringArray;
import io.milvus.grpc.TemplateArrayValue;
import io.milvus.grpc.TemplateValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Template values of filters in JSON. */
final class TemplateJson {
    private TemplateJson() {}

    static Map<String, TemplateValue> read(JsonNode parameters) {
        Map<String, TemplateValue> values = new HashMap<>();
        parameters.properties().forEach(entry -> values.put(entry.getKey(), value(entry.getValue())));
        return values;
    }

    private static TemplateValue value(JsonNode value) {
        TemplateValue.Builder out = TemplateValue.newBuilder();
        if (value.isBoolean()) {
            out.setBoolVal(value.booleanValue());
        } else if (value.isIntegralNumber() && value.canConvertToLong()) {
            out.setInt64Val(value.longValue());
        } else if (value.isNumber()) {
            out.setFloatVal(value.doubleValue());
        } else if (value.isString()) {
            out.setStringVal(value.asString());
        } else if (value.isArray()) {
            out.setArrayVal(array(value));
        } else {
            throw RestCall.malformed("a template value is of no kind that filters know: " + value.getNodeType());
        }
        return out.build();
    }

    private static TemplateArrayValue array(JsonNode array) {
        List<JsonNode> values = new ArrayList<>();
        array.forEach(values::add);
        TemplateArrayValue.Builder out = TemplateArrayValue.newBuilder();
        if (values.stream().allMatch(JsonNode::isString)) {
            out.setStringData(StringArray.newBuilder()
                    .addAllData(values.stream().map(JsonNode::asString).toList()));
        } else if (values.stream().allMatch(value -> value.isIntegralNumber() && value.canConvertToLong())) {
            out.setLongData(LongArray.newBuilder()
                    .addAllData(values.stream().map(JsonNode::longValue).toList()));
        } else if (values.stream().allMatch(JsonNode::isNumber)) {
            out.setDoubleData(DoubleArray.newBuilder()
                    .addAllData(values.stream().map(JsonNode::doubleValue).toList()));
        } else if (values.stream().allMatch(JsonNode::isBoolean)) {
            out.setBoolData(BoolArray.newBuilder()
                    .addAllData(values.stream().map(JsonNode::booleanValue).toList()));
        } else {
            throw RestCall.malformed("a list of mixed kinds is not taken as a template value");
        }
        return out.build();
    }

    /** Primary keys, which clients may send as texts also where they are numbers. */
    static TemplateValue keys(FieldSchema key, List<JsonNode> keys) {
        TemplateArrayValue.Builder out = TemplateArrayValue.newBuilder();
        if (key.getDataType() == DataType.VarChar) {
            out.setStringData(StringArray.newBuilder()
                    .addAllData(keys.stream()
                            .map(value -> value.isString() ? value.asString() : value.toString())
                            .toList()));
        } else {
            out.setLongData(LongArray.newBuilder()
                    .addAllData(keys.stream().map(TemplateJson::whole).toList()));
        }
        return TemplateValue.newBuilder().setArrayVal(out).build();
    }

    private static long whole(JsonNode value) {
        try {
            return value.isString() ? Long.parseLong(value.asString().strip()) : Long.parseLong(value.toString());
        } catch (NumberFormatException e) {
            throw RestCall.malformed("the id " + value + " is no Int64");
        }
    }
}
