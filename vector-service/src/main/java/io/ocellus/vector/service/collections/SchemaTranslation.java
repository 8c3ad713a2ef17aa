package io.ocellus.vector.service.collections;

import io.milvus.grpc.KeyValuePair;
import io.milvus.grpc.ValueField;
import io.ocellus.vector.service.errors.Refusal;
import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.schema.CollectionSchema;
import io.ocellus.vector.storage.schema.DataType;
import io.ocellus.vector.storage.schema.FieldSchema;
import io.ocellus.vector.storage.schema.Scalar;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Schemas of the protocol, checked by Milvus' rules, as ours; and ours for describe. */
final class SchemaTranslation {
    private static final int LARGEST_DIMENSION = 32_768;
    private static final int LONGEST_TEXT = 65_535;
    private static final int LARGEST_ARRAY = 4_096;
    private static final Set<String> STRUCTURAL = Set.of("dim", "max_length", "max_capacity");

    private SchemaTranslation() {}

    /** The schema of a collection, which {@link SchemaRules} let pass. */
    static CollectionSchema fromProtocol(String collection, io.milvus.grpc.CollectionSchema schema) {
        List<FieldSchema> fields = new ArrayList<>();
        for (io.milvus.grpc.FieldSchema field : schema.getFieldsList()) {
            fields.add(field(collection, field));
        }
        if (schema.getEnableDynamicField()) {
            fields.add(FieldSchema.dynamicField());
        }
        return new CollectionSchema(fields);
    }

    /** A field by itself, which the rules let pass. */
    static FieldSchema field(String collection, io.milvus.grpc.FieldSchema field) {
        String name = field.getName();
        DataType type = type(field.getDataTypeValue(), name);
        Map<String, String> parameters = Pairs.map(field.getTypeParamsList());
        refuseAbsent(name, parameters);
        boolean nullable = field.getNullable();
        String told = ", type:" + type.label() + ", name:" + name;
        if (type.isVector() && nullable) {
            throw Refusal.invalid("vector type not support null" + told);
        }
        if (field.getIsPrimaryKey() && nullable) {
            throw Refusal.invalid("primary field not support null" + told);
        }
        Optional<DataType> element =
                type == DataType.ARRAY ? Optional.of(type(field.getElementTypeValue(), name)) : Optional.empty();
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
                field.getIsPartitionKey(),
                field.getIsClusteringKey(),
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
        DataType type = DataType.ofCode(code)
                .orElseThrow(() -> Refusal.invalid("Invalid field", "field data type: " + code + " is not supported"));
        if (!type.stored()) {
            throw new Failure.Absent("the data type " + type.label() + " is not available yet (field " + field + ")");
        }
        return type;
    }

    static int dimension(String field, Map<String, String> parameters) {
        String text = parameters.get("dim");
        if (text == null) {
            throw Refusal.unexpected("dimension is not defined in field type params of field " + field
                    + ", check type param `dim` for vector field");
        }
        long dimension = number(text, "dim", field);
        if (dimension < 2) {
            throw Refusal.unexpected(
                    "invalid dimension: " + dimension + ". should be in range 2 ~ " + LARGEST_DIMENSION);
        }
        if (dimension > LARGEST_DIMENSION) {
            throw Refusal.unexpected("invalid dimension: " + dimension + " of field " + field
                    + ". float vector dimension should be in range 2 ~ " + LARGEST_DIMENSION);
        }
        return (int) dimension;
    }

    static int maxLength(String collection, String field, Map<String, String> parameters) {
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

    static int maxCapacity(String collection, String field, Map<String, String> parameters) {
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
            throw Refusal.invalid(
                    "primary field not support default_value, type:" + type.label() + ", name:" + field.getName());
        }
        if (type == DataType.ARRAY || type == DataType.JSON || type.isVector()) {
            throw Refusal.invalid("type not support default_value, type:" + type.label() + ", name:" + field.getName());
        }
        return switch (value.getDataCase()) {
            case BOOL_DATA ->
                matching(type == DataType.BOOL, new Scalar.Bool(value.getBoolData()), field, type, "DataType_Bool");
            case INT_DATA -> integer(value.getIntData(), field, type);
            case LONG_DATA ->
                matching(type == DataType.INT64, new Scalar.Int(value.getLongData()), field, type, "DataType_Int64");
            case FLOAT_DATA ->
                matching(type == DataType.FLOAT, new Scalar.Real(value.getFloatData()), field, type, "DataType_Float");
            case DOUBLE_DATA ->
                matching(
                        type == DataType.DOUBLE,
                        new Scalar.Real(value.getDoubleData()),
                        field,
                        type,
                        "DataType_Double");
            case STRING_DATA -> text(value.getStringData(), field, type);
            default -> throw mismatch(field, type, value.getDataCase().name());
        };
    }

    private static Optional<Scalar> integer(long value, io.milvus.grpc.FieldSchema field, DataType type) {
        boolean narrow = type.isInteger() && type != DataType.INT64;
        if (narrow && (value < type.minimum() || value > type.maximum())) {
            throw new Refusal(
                    1100,
                    "default value out of range: invalid parameter[" + type.minimum() + " <= value(" + value + ") <= "
                            + type.maximum() + "]");
        }
        return matching(narrow, new Scalar.Int(value), field, type, "DataType_Int");
    }

    private static Optional<Scalar> text(String value, io.milvus.grpc.FieldSchema field, DataType type) {
        Optional<Scalar> text =
                matching(type == DataType.VARCHAR, new Scalar.Text(value), field, type, "DataType_VarChar");
        int length = value.getBytes(StandardCharsets.UTF_8).length;
        int most = maxLength("", field.getName(), Pairs.map(field.getTypeParamsList()));
        if (length > most) {
            throw Refusal.invalid(
                    "valid length string",
                    "string length exceeds max length",
                    "the length (" + length + ") of string exceeds max length (" + most + ")");
        }
        return text;
    }

    private static Optional<Scalar> matching(
            boolean fits, Scalar value, io.milvus.grpc.FieldSchema field, DataType type, String given) {
        if (!fits) {
            throw mismatch(field, type, given);
        }
        return Optional.of(value);
    }

    private static Refusal mismatch(io.milvus.grpc.FieldSchema field, DataType type, String given) {
        return Refusal.invalid("type (" + type.label() + ") of field (" + field.getName()
                + ") is not equal to the type(" + given + ") of default_value");
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
                .setIsPartitionKey(field.partitionKey())
                .setIsClusteringKey(field.clusteringKey())
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
