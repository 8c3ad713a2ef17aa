package io.ocellus.vector.service.rest;

import io.milvus.grpc.FieldData;
import io.milvus.grpc.IDs;
import io.milvus.grpc.ScalarField;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Field data of an answer as JSON rows; keys of the dynamic field stand beside the declared ones. */
final class ResultRows {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final RestCall call;
    private final List<FieldData> fields;
    private final Set<String> named;
    private final boolean allDynamic;

    ResultRows(RestCall call, List<FieldData> fields, List<String> names) {
        this.call = call;
        this.fields = fields;
        this.named = new HashSet<>(names);
        fields.forEach(field -> named.remove(field.getFieldName()));
        this.allDynamic = names.contains("$meta");
    }

    ObjectNode row(int row) {
        ObjectNode out = RestAnswer.NODES.objectNode();
        for (FieldData field : fields) {
            if (field.getIsDynamic()) {
                dynamic(out, field.getScalars().getJsonData().getData(row).toStringUtf8());
            } else if (field.getValidDataCount() > row && !field.getValidData(row)) {
                out.putNull(field.getFieldName());
            } else if (field.hasVectors()) {
                vector(out.putArray(field.getFieldName()), field, row);
            } else {
                out.set(field.getFieldName(), value(field.getScalars(), row));
            }
        }
        return out;
    }

    private void dynamic(ObjectNode out, String document) {
        JsonNode parsed = parse(document);
        parsed.properties().forEach(entry -> {
            if (allDynamic || named.contains(entry.getKey())) {
                out.set(entry.getKey(), entry.getValue());
            }
        });
    }

    private static JsonNode parse(String document) {
        try {
            return JSON.readTree(document);
        } catch (JacksonException e) {
            throw new IllegalStateException("a stored document is not JSON", e);
        }
    }

    private static void vector(ArrayNode out, FieldData field, int row) {
        int dimension = (int) field.getVectors().getDim();
        for (int i = row * dimension; i < (row + 1) * dimension; i++) {
            out.add(field.getVectors().getFloatVector().getData(i));
        }
    }

    private JsonNode value(ScalarField scalars, int row) {
        return switch (scalars.getDataCase()) {
            case BOOL_DATA -> RestAnswer.NODES.booleanNode(scalars.getBoolData().getData(row));
            case INT_DATA -> RestAnswer.NODES.numberNode(scalars.getIntData().getData(row));
            case LONG_DATA -> whole(scalars.getLongData().getData(row));
            case FLOAT_DATA ->
                RestAnswer.NODES.numberNode(scalars.getFloatData().getData(row));
            case DOUBLE_DATA ->
                RestAnswer.NODES.numberNode(scalars.getDoubleData().getData(row));
            case STRING_DATA ->
                RestAnswer.NODES.stringNode(scalars.getStringData().getData(row));
            case JSON_DATA -> parse(scalars.getJsonData().getData(row).toStringUtf8());
            case ARRAY_DATA -> elements(scalars.getArrayData().getData(row));
            default -> RestAnswer.NODES.nullNode();
        };
    }

    private JsonNode whole(long value) {
        return call.plainIntegers()
                ? RestAnswer.NODES.numberNode(value)
                : RestAnswer.NODES.stringNode(String.valueOf(value));
    }

    private ArrayNode elements(ScalarField array) {
        ArrayNode out = RestAnswer.NODES.arrayNode();
        int length = switch (array.getDataCase()) {
            case BOOL_DATA -> array.getBoolData().getDataCount();
            case INT_DATA -> array.getIntData().getDataCount();
            case LONG_DATA -> array.getLongData().getDataCount();
            case FLOAT_DATA -> array.getFloatData().getDataCount();
            case DOUBLE_DATA -> array.getDoubleData().getDataCount();
            case STRING_DATA -> array.getStringData().getDataCount();
            default -> 0;
        };
        for (int i = 0; i < length; i++) {
            out.add(value(array, i));
        }
        return out;
    }

    JsonNode key(IDs keys, int row) {
        return keys.hasStrId()
                ? RestAnswer.NODES.stringNode(keys.getStrId().getData(row))
                : whole(keys.getIntId().getData(row));
    }

    ArrayNode keys(IDs keys) {
        ArrayNode out = RestAnswer.NODES.arrayNode();
        int count = keys.hasStrId()
                ? keys.getStrId().getDataCount()
                : keys.getIntId().getDataCount();
        for (int i = 0; i < count; i++) {
            out.add(key(keys, i));
        }
        return out;
    }
}
