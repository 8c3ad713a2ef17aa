package io.ocellus.vector.service.entities;

import io.milvus.grpc.FieldData;
import io.ocellus.vector.service.errors.Refusal;
import io.ocellus.vector.storage.columns.Column;
import io.ocellus.vector.storage.columns.ColumnBatch;
import io.ocellus.vector.storage.columns.HeapColumns;
import io.ocellus.vector.storage.schema.CollectionSchema;
import io.ocellus.vector.storage.schema.FieldSchema;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows of an insert or upsert as a batch of columns: every field there that must be, none that is unknown. */
final class Rows {
    private Rows() {}

    /** The columns of the request, which need not be all. */
    static ColumnBatch given(CollectionSchema schema, List<FieldData> fields, int rows, boolean upsert) {
        return new ColumnBatch(rows, columns(schema, fields, rows, upsert));
    }

    private static Map<Integer, Column> columns(
            CollectionSchema schema, List<FieldData> fields, int rows, boolean upsert) {
        if (rows <= 0) {
            throw Refusal.invalid("invalid num_rows", rows, "num_rows should be greater than 0");
        }
        Map<Integer, Column> columns = new LinkedHashMap<>();
        for (FieldData data : fields) {
            FieldSchema field = field(schema, data);
            if (field.autoId() && !upsert) {
                throw Refusal.invalid("can not assign primary field data when auto id enabled " + field.name());
            }
            if (columns.put(field.id(), FieldDataReader.read(field, data, rows)) != null) {
                throw Refusal.invalid("duplicated field data of " + field.name());
            }
        }
        return columns;
    }

    /** The columns of the request, all that the schema asks for among them. */
    static ColumnBatch read(CollectionSchema schema, List<FieldData> fields, int rows, boolean upsert) {
        Map<Integer, Column> columns = columns(schema, fields, rows, upsert);
        complete(schema, columns, rows, upsert);
        return new ColumnBatch(rows, columns);
    }

    static void complete(CollectionSchema schema, Map<Integer, Column> columns, int rows, boolean upsert) {
        for (FieldSchema field : schema.fields()) {
            boolean optional = field.nullable() || field.defaultValue().isPresent() || (field.autoId() && !upsert);
            if (columns.containsKey(field.id()) || optional) {
                continue;
            }
            if (!field.dynamic()) {
                throw Refusal.invalid(
                        field.primaryKey() && upsert
                                ? "must assign pk when upsert, primary field: " + field.name()
                                : "fieldSchema(" + field.name() + ") has no corresponding fieldData pass in");
            }
            byte[][] empty = new byte[rows][];
            Arrays.fill(empty, "{}".getBytes(StandardCharsets.UTF_8));
            columns.put(field.id(), HeapColumns.documents(empty, HeapColumns.noNulls()));
        }
    }

    private static FieldSchema field(CollectionSchema schema, FieldData data) {
        if (data.getIsDynamic() || data.getFieldName().equals(FieldSchema.DYNAMIC_NAME)) {
            return schema.dynamicField().orElseThrow(() -> Refusal.invalid("the collection has no dynamic field"));
        }
        FieldSchema field = schema.field(data.getFieldName())
                .orElseThrow(() ->
                        Refusal.unexpected("fieldName " + data.getFieldName() + " not exist in collection schema"));
        int given = data.getTypeValue();
        if (given != 0 && given != field.type().code()) {
            throw Refusal.invalid(
                    field.type().label(),
                    data.getType(),
                    "insert data type of field " + field.name() + " does not match its schema");
        }
        return field;
    }
}
