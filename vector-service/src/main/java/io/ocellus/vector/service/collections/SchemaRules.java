package io.ocellus.vector.service.collections;

import io.milvus.grpc.CollectionSchema;
import io.milvus.grpc.DataType;
import io.milvus.grpc.FieldSchema;
import io.ocellus.vector.service.errors.Refusal;
import io.ocellus.vector.storage.Failure;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Milvus' rules for a schema as a whole, in its order: the first that is broken is told. */
final class SchemaRules {
    static final int MOST_FIELDS = 64;
    private static final int MOST_VECTOR_FIELDS = 4;
    static final Set<String> SYSTEM_FIELDS = Set.of("RowID", "Timestamp", "$meta", "$namespace_id");

    private SchemaRules() {}

    /** @param partitions how many the request asks for */
    static void check(String collection, CollectionSchema schema, long partitions, Map<String, String> properties) {
        List<FieldSchema> fields = schema.getFieldsList();
        if (schema.getFunctionsCount() > 0) {
            throw new Failure.Absent("functions of a collection are not available yet");
        }
        if (schema.getStructArrayFieldsCount() > 0) {
            throw new Failure.Absent("struct array fields are not available yet");
        }
        if (fields.size() > MOST_FIELDS) {
            throw Refusal.unexpected("maximum field's number should be limited to " + MOST_FIELDS);
        }
        long vectors = fields.stream().filter(SchemaRules::isVector).count();
        if (vectors > MOST_VECTOR_FIELDS) {
            throw Refusal.unexpected("maximum vector field's number should be limited to " + MOST_VECTOR_FIELDS);
        }
        if (vectors == 0) {
            throw Refusal.invalid("schema does not contain vector field");
        }
        names(fields);
        primaryKey(fields);
        if (fields.stream().anyMatch(FieldSchema::getIsDynamic)) {
            throw Refusal.unexpected("cannot explicitly set a field as a dynamic field");
        }
        generated(fields);
        fields.forEach(SchemaRules::type);
        partitionKey(fields, partitions);
        isolation(collection, fields, properties);
        clusteringKey(collection, fields);
        fields.forEach(field -> field(collection, field));
        if (fields.stream().map(FieldSchema::getName).anyMatch(SYSTEM_FIELDS::contains)) {
            throw Refusal.invalid(
                    "schema don't contains system field",
                    "contains",
                    "schema contains system field: RowID, Timestamp, $meta, $namespace_id");
        }
    }

    static boolean isVector(FieldSchema field) {
        return field.getDataTypeValue() >= DataType.BinaryVector_VALUE
                && field.getDataTypeValue() < DataType.ArrayOfVector_VALUE;
    }

    private static void names(List<FieldSchema> fields) {
        Set<String> names = new HashSet<>();
        for (FieldSchema field : fields) {
            if (!names.add(field.getName())) {
                throw Refusal.unexpected("duplicated field name " + field.getName() + " found");
            }
        }
    }

    /** The two first fields of that kind, where there may be one. */
    private static String two(List<FieldSchema> fields, Predicate<FieldSchema> kind) {
        List<String> names =
                fields.stream().filter(kind).map(FieldSchema::getName).limit(2).toList();
        return names.size() < 2 ? "" : names.get(0) + ", " + names.get(1);
    }

    private static void primaryKey(List<FieldSchema> fields) {
        for (FieldSchema field : fields) {
            boolean key = field.getDataType() == DataType.Int64 || field.getDataType() == DataType.VarChar;
            if (field.getIsPrimaryKey() && !key) {
                throw Refusal.unexpected("the data type of primary key should be Int64 or VarChar");
            }
        }
        String two = two(fields, FieldSchema::getIsPrimaryKey);
        if (!two.isEmpty()) {
            throw Refusal.unexpected("there are more than one primary key, field name = " + two);
        }
        if (fields.stream().noneMatch(FieldSchema::getIsPrimaryKey)) {
            throw Refusal.unexpected("primary key is not specified");
        }
    }

    private static void generated(List<FieldSchema> fields) {
        String two = two(fields, FieldSchema::getAutoID);
        if (!two.isEmpty()) {
            throw Refusal.unexpected("only one field can speficy AutoID with true, field name = " + two);
        }
        for (FieldSchema field : fields) {
            if (field.getAutoID() && !field.getIsPrimaryKey()) {
                throw Refusal.unexpected(
                        "only primary field can speficy AutoID with true, field name = " + field.getName());
            }
        }
    }

    private static void type(FieldSchema field) {
        switch (field.getDataType()) {
            case String ->
                throw Refusal.unexpected("string data type not supported yet, please use VarChar type instead");
            case None -> throw Refusal.unexpected("data type None is not valid");
            case Array -> elementType(field.getElementType());
            default -> {}
        }
    }

    private static void elementType(DataType type) {
        switch (type) {
            case Bool, Int8, Int16, Int32, Int64, Float, Double, VarChar -> {}
            case String ->
                throw Refusal.unexpected("string data type not supported yet, please use VarChar type instead");
            case None -> throw Refusal.unexpected("element data type None is not valid");
            default -> throw Refusal.unexpected("element type " + type + " is not supported");
        }
    }

    private static void partitionKey(List<FieldSchema> fields, long partitions) {
        String two = two(fields, FieldSchema::getIsPartitionKey);
        if (!two.isEmpty()) {
            throw Refusal.unexpected("there are more than one partition key, field name = " + two);
        }
        for (FieldSchema field : fields) {
            if (!field.getIsPartitionKey()) {
                continue;
            }
            if (field.getIsPrimaryKey()) {
                throw Refusal.unexpected("the partition key field must not be primary field");
            }
            if (field.getNullable()) {
                throw Refusal.invalid("partition key field not support nullable");
            }
            if (field.getDataType() != DataType.Int64 && field.getDataType() != DataType.VarChar) {
                throw Refusal.unexpected("the data type of partition key should be Int64 or VarChar");
            }
            if (partitions < 0) {
                throw Refusal.unexpected("the specified partitions should be greater than 0 if partition key is used");
            }
            if (partitions > CollectionCalls.MOST_PARTITIONS) {
                throw Refusal.invalid("partition number (" + partitions + ") exceeds max configuration ("
                        + CollectionCalls.MOST_PARTITIONS + ")");
            }
        }
        if (partitions != 0 && fields.stream().noneMatch(FieldSchema::getIsPartitionKey)) {
            throw Refusal.unexpected("num_partitions should only be specified with partition key field enabled");
        }
    }

    private static void isolation(String collection, List<FieldSchema> fields, Map<String, String> properties) {
        String isolated = properties.getOrDefault("partitionkey.isolation", "false");
        if (!isolated.equalsIgnoreCase("true") && !isolated.equalsIgnoreCase("false")) {
            throw Refusal.invalid(
                    "partition key isolation value is not a boolean: " + isolated + ", collection: " + collection);
        }
        if (isolated.equalsIgnoreCase("true") && fields.stream().noneMatch(FieldSchema::getIsPartitionKey)) {
            throw new Refusal(
                    105,
                    "partition key isolation mode is enabled but no partition key field is set. Please set the partition key first: illegal collection schema[collection="
                            + collection + "]");
        }
    }

    private static void clusteringKey(String collection, List<FieldSchema> fields) {
        for (FieldSchema field : fields) {
            if (field.getIsClusteringKey() && isVector(field)) {
                throw new Refusal(107, "vector clustering key not allowed[collection=" + collection + "]");
            }
        }
        String two = two(fields, FieldSchema::getIsClusteringKey);
        if (!two.isEmpty()) {
            throw new Refusal(
                    105,
                    "there are more than one clustering key, field name = " + two
                            + ": illegal collection schema[collection=" + collection + "]");
        }
    }

    /** The rules for a field by itself. */
    static void single(String collection, FieldSchema field) {
        type(field);
        field(collection, field);
    }

    private static void field(String collection, FieldSchema field) {
        String name = field.getName();
        Names.field(name);
        Map<String, String> parameters = Pairs.map(field.getTypeParamsList());
        if (field.getDataType() == DataType.FloatVector) {
            int ignored = SchemaTranslation.dimension(name, parameters);
        }
        boolean text = field.getDataType() == DataType.VarChar
                || (field.getDataType() == DataType.Array && field.getElementType() == DataType.VarChar);
        if (text) {
            int ignored = SchemaTranslation.maxLength(collection, name, parameters);
        }
        if (field.getDataType() == DataType.Array) {
            int ignored = SchemaTranslation.maxCapacity(collection, name, parameters);
        }
        Set<String> keys = new HashSet<>();
        field.getTypeParamsList().forEach(pair -> {
            if (!keys.add(pair.getKey())) {
                throw Refusal.invalid("duplicated type param key \"" + pair.getKey() + "\"");
            }
        });
    }
}
