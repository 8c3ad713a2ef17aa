package io.ocellus.vector.service.rest;

import com.google.protobuf.ByteString;
import io.milvus.grpc.ArrayArray;
import io.milvus.grpc.BoolArray;
import io.milvus.grpc.CollectionSchema;
import io.milvus.grpc.DataType;
import io.milvus.grpc.DoubleArray;
import io.milvus.grpc.FieldData;
import io.milvus.grpc.FieldSchema;
import io.milvus.grpc.FloatArray;
import io.milvus.grpc.IntArray;
import io.milvus.grpc.JSONArray;
import io.milvus.grpc.LongArray;
import io.milvus.grpc.ScalarField;
import io.milvus.grpc.StringArray;
import io.milvus.grpc.VectorField;
import io.ocellus.vector.service.collections.Pairs;
import io.ocellus.vector.service.errors.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Rows of an insert or upsert in JSON as the protocol's field data, by the schema. What no field takes becomes dynamic. */
final class JsonRows {
    private JsonRows() {}

    /** The fields that the rows of a partial update name; each row names the same. */
    static List<FieldData> readSome(CollectionSchema schema, List<JsonNode> rows) {
        List<FieldData> out = new ArrayList<>();
        Set<String> declared = new HashSet<>();
        for (FieldSchema field : schema.getFieldsList()) {
            declared.add(field.getName());
            long naming = rows.stream().filter(row -> row.has(field.getName())).count();
            if (naming > 0 && naming < rows.size()) {
                throw invalid(
                        "the field " + field.getName() + " is in some of the rows of a partial update, not in all");
            }
            if (naming > 0) {
                out.add(field(field, rows));
            }
        }
        boolean more =
                rows.stream().anyMatch(row -> row.propertyNames().stream().anyMatch(name -> !declared.contains(name)));
        if (more) {
            dynamic(schema, rows, declared, out);
        }
        return out;
    }

    static List<FieldData> read(CollectionSchema schema, List<JsonNode> rows, boolean upsert) {
        List<FieldData> out = new ArrayList<>();
        Set<String> declared = new HashSet<>();
        for (FieldSchema field : schema.getFieldsList()) {
            declared.add(field.getName());
            boolean generated = field.getAutoID() && !upsert;
            if (generated) {
                if (rows.stream().anyMatch(row -> row.has(field.getName()))) {
                    throw invalid("no need to pass the primary key " + field.getName() + " when autoId is on");
                }
                continue;
            }
            out.add(field(field, rows));
        }
        dynamic(schema, rows, declared, out);
        return out;
    }

    private static void dynamic(
            CollectionSchema schema, List<JsonNode> rows, Set<String> declared, List<FieldData> out) {
        JSONArray.Builder documents = JSONArray.newBuilder();
        for (JsonNode row : rows) {
            ObjectNode rest = RestAnswer.NODES.objectNode();
            row.properties().forEach(entry -> {
                if (!declared.contains(entry.getKey())) {
                    rest.set(entry.getKey(), entry.getValue());
                }
            });
            if (!rest.isEmpty() && !schema.getEnableDynamicField()) {
                throw invalid("has pass more fields without dynamic schema, please check it: "
                        + rest.propertyNames().iterator().next());
            }
            documents.addData(ByteString.copyFrom(rest.toString(), StandardCharsets.UTF_8));
        }
        if (schema.getEnableDynamicField()) {
            out.add(FieldData.newBuilder()
                    .setType(DataType.JSON)
                    .setIsDynamic(true)
                    .setScalars(ScalarField.newBuilder().setJsonData(documents))
                    .build());
        }
    }

    private static Refusal invalid(String message) {
        return new Refusal(1804, "fail to deal the insert data, error: " + message);
    }

    private static FieldData field(FieldSchema field, List<JsonNode> rows) {
        FieldData.Builder out =
                FieldData.newBuilder().setType(field.getDataType()).setFieldName(field.getName());
        boolean optional = field.getNullable() || field.hasDefaultValue();
        List<JsonNode> values = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            JsonNode value = rows.get(row).path(field.getName());
            boolean absent = value.isMissingNode() || value.isNull();
            if (absent && !optional) {
                throw invalid("row " + row + " has no value for the field " + field.getName());
            }
            if (optional) {
                out.addValidData(!absent);
            }
            if (!absent) {
                values.add(value);
            }
        }
        if (field.getDataType() == DataType.FloatVector) {
            out.setVectors(vectors(field, values));
        } else {
            out.setScalars(scalars(field, field.getDataType(), values));
        }
        return out.build();
    }

    private static VectorField vectors(FieldSchema field, List<JsonNode> values) {
        FloatArray.Builder components = FloatArray.newBuilder();
        int dimension = 0;
        for (JsonNode value : values) {
            if (!value.isArray() || (dimension != 0 && value.size() != dimension)) {
                throw invalid("the vectors of the field " + field.getName() + " are no lists of one length");
            }
            dimension = value.size();
            String declared = Pairs.map(field.getTypeParamsList()).getOrDefault("dim", "");
            if (!declared.equals(String.valueOf(dimension))) {
                throw invalid("a vector of the field " + field.getName() + " has " + dimension
                        + " components, its dimension is " + declared);
            }
            for (JsonNode component : value) {
                if (!component.isNumber()) {
                    throw invalid("a component of the vector field " + field.getName() + " is no number: " + component);
                }
                components.addData(component.floatValue());
            }
        }
        return VectorField.newBuilder()
                .setDim(dimension)
                .setFloatVector(components)
                .build();
    }

    private static ScalarField scalars(FieldSchema field, DataType type, List<JsonNode> values) {
        ScalarField.Builder out = ScalarField.newBuilder();
        switch (type) {
            case Bool -> {
                BoolArray.Builder data = BoolArray.newBuilder();
                for (JsonNode value : values) {
                    if (!value.isBoolean()) {
                        throw wrong(field, type, value);
                    }
                    data.addData(value.booleanValue());
                }
                out.setBoolData(data);
            }
            case Int8, Int16, Int32 -> {
                IntArray.Builder data = IntArray.newBuilder();
                for (JsonNode value : values) {
                    long number = whole(field, type, value);
                    if (number != (int) number) {
                        throw wrong(field, type, value);
                    }
                    data.addData((int) number);
                }
                out.setIntData(data);
            }
            case Int64 -> {
                LongArray.Builder data = LongArray.newBuilder();
                values.forEach(value -> data.addData(whole(field, type, value)));
                out.setLongData(data);
            }
            case Float -> {
                FloatArray.Builder data = FloatArray.newBuilder();
                values.forEach(value -> data.addData((float) number(field, type, value)));
                out.setFloatData(data);
            }
            case Double -> {
                DoubleArray.Builder data = DoubleArray.newBuilder();
                values.forEach(value -> data.addData(number(field, type, value)));
                out.setDoubleData(data);
            }
            case VarChar -> {
                StringArray.Builder data = StringArray.newBuilder();
                for (JsonNode value : values) {
                    if (!value.isString()) {
                        throw wrong(field, type, value);
                    }
                    data.addData(value.asString());
                }
                out.setStringData(data);
            }
            case JSON -> {
                JSONArray.Builder data = JSONArray.newBuilder();
                values.forEach(value -> data.addData(ByteString.copyFrom(value.toString(), StandardCharsets.UTF_8)));
                out.setJsonData(data);
            }
            case Array -> {
                ArrayArray.Builder data = ArrayArray.newBuilder().setElementType(field.getElementType());
                for (JsonNode value : values) {
                    if (!value.isArray()) {
                        throw wrong(field, type, value);
                    }
                    List<JsonNode> elements = new ArrayList<>();
                    value.forEach(elements::add);
                    data.addData(scalars(field, field.getElementType(), elements));
                }
                out.setArrayData(data);
            }
            default -> throw invalid("values of the type " + type + " are not taken");
        }
        return out.build();
    }

    /** Clients that have only doubles send 64-bit numbers as texts. */
    private static long whole(FieldSchema field, DataType type, JsonNode value) {
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            return value.longValue();
        }
        if (value.isString()) {
            try {
                return Long.parseLong(value.asString().strip());
            } catch (NumberFormatException e) {
                throw wrong(field, type, value);
            }
        }
        throw wrong(field, type, value);
    }

    private static double number(FieldSchema field, DataType type, JsonNode value) {
        if (!value.isNumber()) {
            throw wrong(field, type, value);
        }
        return value.doubleValue();
    }

    private static Refusal wrong(FieldSchema field, DataType type, JsonNode value) {
        String shown = value.toString();
        return invalid("the value " + (shown.length() > 60 ? shown.substring(0, 60) + "…" : shown) + " of the field "
                + field.getName() + " is no " + type);
    }
}
