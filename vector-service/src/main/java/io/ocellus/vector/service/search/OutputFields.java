package io.ocellus.vector.service.search;

import io.milvus.grpc.FieldData;
import io.ocellus.vector.service.entities.FieldDataWriter;
import io.ocellus.vector.service.errors.Refusal;
import io.ocellus.vector.storage.columns.ColumnBatch;
import io.ocellus.vector.storage.schema.CollectionSchema;
import io.ocellus.vector.storage.schema.FieldSchema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a read returns. A name that no field has is a key of the dynamic field, whose document is then returned whole; the client picks.
 *
 * @param names what the client is told: it takes keys of the dynamic field only where they are named
 * @param fields which are read
 */
record OutputFields(List<String> names, List<FieldSchema> fields) {

    static OutputFields of(CollectionSchema schema, List<String> asked, boolean withKey) {
        Set<String> names = new LinkedHashSet<>();
        Set<FieldSchema> fields = new LinkedHashSet<>();
        if (withKey) {
            names.add(schema.primaryKey().name());
            fields.add(schema.primaryKey());
        }
        for (String name : asked) {
            if (name.strip().equals("*")) {
                schema.fields().forEach(field -> {
                    names.add(field.name());
                    fields.add(field);
                });
                continue;
            }
            names.add(name);
            fields.add(schema.field(name)
                    .or(schema::dynamicField)
                    .orElseThrow(() -> Refusal.unexpected("field " + name + " not exist")));
        }
        return new OutputFields(List.copyOf(names), List.copyOf(fields));
    }

    List<Integer> ids() {
        return fields.stream().map(FieldSchema::id).toList();
    }

    /** The ids and one more. */
    List<Integer> with(int field) {
        return Stream.concat(fields.stream().map(FieldSchema::id), Stream.of(field))
                .distinct()
                .toList();
    }

    List<FieldData> data(ColumnBatch rows) {
        List<FieldData> data = new ArrayList<>();
        for (FieldSchema field : fields) {
            rows.column(field.id()).ifPresent(column -> data.add(FieldDataWriter.write(field, column)));
        }
        return data;
    }
}
