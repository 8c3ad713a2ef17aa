package io.ocellus.vector.service.collections;

import io.milvus.grpc.DataType;
import io.milvus.grpc.FieldSchema;
import io.ocellus.vector.service.errors.Refusal;
import io.ocellus.vector.storage.schema.CollectionSchema;

/** Milvus' rules for a field that comes to a collection which is there, in its order: the first that is broken is told. */
final class AddedFieldRules {
    private AddedFieldRules() {}

    static void check(String collection, CollectionSchema present, FieldSchema field) {
        String name = field.getName();
        long declared =
                present.fields().stream().filter(each -> !each.dynamic()).count();
        if (declared >= SchemaRules.MOST_FIELDS) {
            throw Refusal.invalid("The number of fields has reached the maximum value " + SchemaRules.MOST_FIELDS);
        }
        if (field.getDataType() == DataType.None || field.getDataType() == DataType.UNRECOGNIZED) {
            throw Refusal.invalid(
                    "Invalid field", "field data type: " + field.getDataTypeValue() + " is not supported");
        }
        if (SchemaRules.isVector(field)) {
            throw Refusal.invalid("not support to add vector field, field name = " + name);
        }
        if (SchemaRules.SYSTEM_FIELDS.contains(name)) {
            throw Refusal.invalid("not support to add system field, field name = " + name);
        }
        if (field.getIsPrimaryKey()) {
            throw Refusal.invalid("not support to add pk field, field name = " + name);
        }
        if (!field.getNullable()) {
            throw Refusal.invalid("added field must be nullable, please check it, field name = " + name);
        }
        if (field.getAutoID()) {
            throw Refusal.invalid("only primary field can speficy AutoID with true, field name = " + name);
        }
        if (field.getIsPartitionKey()) {
            throw Refusal.invalid("not support to add partition key field, field name  = " + name);
        }
        boolean clustered =
                present.fields().stream().anyMatch(io.ocellus.vector.storage.schema.FieldSchema::clusteringKey);
        if (field.getIsClusteringKey() && clustered) {
            throw Refusal.invalid("already has another clutering key field, field name: " + name);
        }
        SchemaRules.single(collection, field);
        if (present.field(name).isPresent()) {
            throw Refusal.invalid("duplicate field name: " + name);
        }
    }
}
