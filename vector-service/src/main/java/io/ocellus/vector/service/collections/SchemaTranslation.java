package io.ocellus.vector.service.collections;

import io.milvus.grpc.KeyValuePair;
import io.milvus.grpc.ValueField;
import io.ocellus.vector.service.errors.Refusal;
import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.schema.CollectionSchema;
import io.ocellus.vector.storage.schema.DataType;
import io.ocellus.vector.storage.schema.FieldSchema;
import io.ocellus.vector.storage.schema.Scalar;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Schemas of the protocol, checked by Milvus' rules, as ours; and ours for describe. */
final class SchemaTranslation {
    private static final int MOST_FIELDS = 64;
    private static final int MOST_VECTOR_FIELDS = 4;
    private static final int LARGEST_DIMENSION = 32_768;
    private static final int LONGEST_TEXT = 65_535;
    private static final int LARGEST_ARRAY = 4_096;
    private static final Set<String> STRUCTURAL = Set.of("dim", "max_length", "max_capacity");

    private SchemaTranslation() {}

    static CollectionSchema fromProtocol(String collection, io.milvus.grpc.CollectionSchema schema) {
        if (schema.getFunctionsCount() > 0) {
            throw new Failure.Absent("functions of a collection are not available yet");
        }
        if (schema.getStructArrayFieldsCount() > 0) {
            throw new Failure.Absent("struct array fields are not available yet");
        }
        if (schema.getFieldsCount() > MOST_FIELDS) {
            throw Refusal.unexpected("maximum field's number should be limited to " + MOST_FIELDS);
        }
        List<FieldSchema> fields = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (io.milvus.grpc.FieldSchema field : schema.getFieldsList()) {
            Names.field(field.getName());
            if (!names.add(field.getName())) {
                throw Refusal.unexpected("duplicated field name " + field.getName() + " found");
            }
            fields.add(field(collection, field));
        }
        keys(fields);
        long vectors = fields.stream().filter(FieldSchema::isVector).count();
        if (vectors > MOST_VECTOR_FIELDS) {
            throw Refusal.unexpected("maximum vector field's number should be limited to " + MOST_VECTOR_FIELDS);
        }
        if (vectors == 0) {
            throw Refusal.invalid("schema does not contain vector field");
        }
        if (schema.getEnableDynamicField()) {
            fields.add(FieldSchema.dynamicField());
        }
        return new CollectionSchema(fields);
    }

    private static void keys(List<FieldSchema> fields) {
        List<FieldSchema> keys = fields.stream().filter(FieldSchema::primaryKey).toList();
        if (keys.isEmpty()) {
            throw Refusal.unexpected("primary key is not specified");
        }
        if (keys.size() > 1) {
            throw Refusal.unexpected("there are more than one primary key, field name = "
                    + keys.get(0).name() + ", " + keys.get(1).name());
        }
        DataType type = keys.getFirst().type();
        if (type != DataType.INT64 && type != DataType.VARCHAR) {
            throw Refusal.unexpected("the data type of primary key should be Int64 or VarChar");
        }
        fields.stream()
                .filter(field -> field.autoId() && !field.primaryKey())
                .findFirst()
                .ifPresent(field -> {
                    throw Refusal.unexpected(
                            "only primary field can speficy AutoID with true, field name = " + field.name());
                });
    }

    private static FieldSchema field(String collection, io.milvus.grpc.FieldSchema field) {
        String name = field.getName();
        if (field.getIsDynamic()) {
            throw Refusal.unexpected("cannot explicitly set a field as a dynamic field");
        }
        if (field.getIsPartitionKey()) {
            throw new Failure.Absent("partition keys are not available yet (field " + name + ")");
        }
        if (field.getIsClusteringKey()) {
            throw new Failure.Absent("clustering keys are not available yet (field " + name + ")");
        }
        DataType type = type(field.getDataTypeValue(), name);
        Map<String, String> parameters = Pairs.map(field.getTypeParamsList());
        refuseAbsent(name, parameters);
        boolean nullable = field.getNullable();
        if (field.getIsPrimaryKey() && nullable) {
            throw Refusal.invalid("primary field not support null");
        }
        if (type.isVector() && nullable) {
            throw Refusal.invalid("vector type not support null");
        }
        Optional<DataType> element =
                type == DataType.ARRAY ? Optional.of(elementType(field.getElementTypeValue(), name)) : Optional.empty();
        boolean text = type == DataType.VARCHAR || element.equals(Optional.of(DataType.VARCHAR));
        Map<String, String> kept = new LinkedHashMap<>(parameters);
        kept.keySet().removeAll(STRUCTURAL);
        return new FieldSchema(
                0,
                name,
                field.getDescription(),
                type,
                field.getIsPrimaryKey(),
                field.getAutoID(),
                nullable,
                defaultValue(field, type),
                element,
                type == DataType.FLOAT_VECTOR ? dimension(name, parameters) : 0,
                text ? maxLength(collection, name, parameters) : 0,
                type == DataType.ARRAY ? maxCapacity(collection, name, parameters) : 0,
                false,
                kept);
    }

    private static void refuseAbsent(String name, Map<String, String> parameters) {
        for (String feature : List.of("enable_analyzer", "enable_match")) {
            if (parameters.getOrDefault(feature, "false").equalsIgnoreCase("true")) {
                throw new Failure.Absent("text analysis is not available yet (" + feature + " of field " + name + ")");
            }
        }
    }

    private static DataType type(int code, String field) {
        if (code == 20) {
            throw Refusal.unexpected("string data type not supported yet, please use VarChar type instead");
        }
        if (code == 0) {
            throw Refusal.unexpected("data type None is not valid");
        }
        DataType type = DataType.ofCode(code)
                .orElseThrow(() -> Refusal.invalid("field data type: " + code + " is not supported"));
        if (!type.stored()) {
            throw new Failure.Absent("the data type " + type.label() + " is not available yet (field " + field + ")");
        }
        return type;
    }

    private static DataType elementType(int code, String field) {
        if (code == 0) {
            throw Refusal.unexpected("element data type None is not valid");
        }
        DataType type = type(code, field);
        if (type == DataType.ARRAY || type == DataType.JSON || type.isVector()) {
            throw Refusal.unexpected("element type " + type.label() + " is not supported");
        }
        return type;
    }

    private static int dimension(String field, Map<String, String> parameters) {
        String text = parameters.get("dim");
        if (text == null) {
            throw Refusal.unexpected("dimension is not defined in field type params of field " + field
                    + ", check type param `dim` for vector field");
        }
        long dimension = number(text, "dim", field);
        if (dimension < 2 || dimension > LARGEST_DIMENSION) {
            throw Refusal.unexpected("invalid dimension: " + dimension + " of field " + field
                    + ". float vector dimension should be in range 2 ~ " + LARGEST_DIMENSION);
        }
        return (int) dimension;
    }

    private static int maxLength(String collection, String field, Map<String, String> parameters) {
        String text = parameters.get("max_length");
        if (text == null) {
            throw Refusal.unexpected("type param(max_length) should be specified for the field(" + field
                    + ") of collection " + collection);
        }
        long length = number(text, "max_length", field);
        if (length <= 0 || length > LONGEST_TEXT) {
            throw Refusal.invalid("the maximum length specified for the field(" + field + ") should be in (0, "
                    + LONGEST_TEXT + "], but got " + length + " instead");
        }
        return (int) length;
    }

    private static int maxCapacity(String collection, String field, Map<String, String> parameters) {
        String text = parameters.get("max_capacity");
        if (text == null) {
            throw Refusal.unexpected("type param(max_capacity) should be specified for array field " + field
                    + " of collection " + collection);
        }
        long capacity = number(text, "max_capacity", field);
        if (capacity <= 0 || capacity > LARGEST_ARRAY) {
            throw Refusal.unexpected("the maximum capacity specified for a Array should be in (0, 4096]");
        }
        return (int) capacity;
    }

    private static long number(String text, String key, String field) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw Refusal.unexpected("the value for " + key + " of field " + field + " must be an integer");
        }
    }

    private static Optional<Scalar> defaultValue(io.milvus.grpc.FieldSchema field, DataType type) {
        ValueField value = field.getDefaultValue();
        if (!field.hasDefaultValue() || value.getDataCase() == ValueField.DataCase.DATA_NOT_SET) {
            return Optional.empty();
        }
        if (field.getIsPrimaryKey()) {
            throw Refusal.invalid("primary field not support default_value");
        }
        if (type == DataType.ARRAY || type == DataType.JSON || type.isVector()) {
            String kind = type.isVector() ? "vector" : type == DataType.ARRAY ? "array" : "json";
            throw Refusal.invalid(kind + " type not support default_value");
        }
        return switch (value.getDataCase()) {
            case BOOL_DATA ->
                Optional.of(matching(type == DataType.BOOL, new Scalar.Bool(value.getBoolData()), field, type));
            case INT_DATA -> Optional.of(integer(value.getIntData(), field, type));
            case LONG_DATA -> Optional.of(integer(value.getLongData(), field, type));
            case FLOAT_DATA ->
                Optional.of(matching(type.isFloating(), new Scalar.Real(value.getFloatData()), field, type));
            case DOUBLE_DATA ->
                Optional.of(matching(type.isFloating(), new Scalar.Real(value.getDoubleData()), field, type));
            case STRING_DATA ->
                Optional.of(matching(type == DataType.VARCHAR, new Scalar.Text(value.getStringData()), field, type));
            default -> throw mismatch(field, type);
        };
    }

    private static Scalar integer(long value, io.milvus.grpc.FieldSchema field, DataType type) {
        if (type.isInteger() && (value < type.minimum() || value > type.maximum())) {
            throw Refusal.invalid(
                    "[" + type.minimum() + ", " + type.maximum() + "]", value, "default value out of range");
        }
        return matching(type.isInteger(), new Scalar.Int(value), field, type);
    }

    private static Scalar matching(boolean fits, Scalar value, io.milvus.grpc.FieldSchema field, DataType type) {
        if (!fits) {
            throw mismatch(field, type);
        }
        return value;
    }

    private static Refusal mismatch(io.milvus.grpc.FieldSchema field, DataType type) {
        return Refusal.invalid("type (" + type.label() + ") of field (" + field.getName()
                + ") is not equal to the type of default_value");
    }

    /** What describe shows: the declared fields; the dynamic one is only told by its flag. */
    static io.milvus.grpc.CollectionSchema toProtocol(String name, String description, CollectionSchema schema) {
        io.milvus.grpc.CollectionSchema.Builder out = io.milvus.grpc.CollectionSchema.newBuilder()
                .setName(name)
                .setDescription(description)
                .setEnableDynamicField(schema.dynamicField().isPresent());
        schema.fields().stream().filter(field -> !field.dynamic()).forEach(field -> out.addFields(field(field)));
        return out.build();
    }

    private static io.milvus.grpc.FieldSchema field(FieldSchema field) {
        io.milvus.grpc.FieldSchema.Builder out = io.milvus.grpc.FieldSchema.newBuilder()
                .setFieldID(field.id())
                .setName(field.name())
                .setDescription(field.description())
                .setDataTypeValue(field.type().code())
                .setIsPrimaryKey(field.primaryKey())
                .setAutoID(field.autoId())
                .setNullable(field.nullable());
        field.elementType().ifPresent(type -> out.setElementTypeValue(type.code()));
        List<KeyValuePair> parameters = new ArrayList<>();
        if (field.dimension() > 0) {
            parameters.add(Pairs.pair("dim", String.valueOf(field.dimension())));
        }
        if (field.maxLength() > 0) {
            parameters.add(Pairs.pair("max_length", String.valueOf(field.maxLength())));
        }
        if (field.maxCapacity() > 0) {
            parameters.add(Pairs.pair("max_capacity", String.valueOf(field.maxCapacity())));
        }
        parameters.addAll(Pairs.list(field.parameters()));
        out.addAllTypeParams(parameters);
        field.defaultValue().ifPresent(value -> out.setDefaultValue(value(value, field.type())));
        return out.build();
    }

    private static ValueField value(Scalar value, DataType type) {
        ValueField.Builder out = ValueField.newBuilder();
        switch (value) {
            case Scalar.Bool(boolean bool) -> out.setBoolData(bool);
            case Scalar.Int(long integer) -> {
                if (type == DataType.INT64) {
                    out.setLongData(integer);
                } else {
                    out.setIntData((int) integer);
                }
            }
            case Scalar.Real(double real) -> {
                if (type == DataType.FLOAT) {
                    out.setFloatData((float) real);
                } else {
                    out.setDoubleData(real);
                }
            }
            case Scalar.Text(String text) -> out.setStringData(text);
            case Scalar.Json(byte[] document) -> out.setBytesData(com.google.protobuf.ByteString.copyFrom(document));
        }
        return out.build();
    }
}
