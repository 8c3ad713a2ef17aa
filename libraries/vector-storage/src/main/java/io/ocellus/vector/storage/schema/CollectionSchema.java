package io.ocellus.vector.storage.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The fields of a collection in declaration order; the dynamic field, where there is one, stands last. Immutable. */
public record CollectionSchema(List<FieldSchema> fields) {
    public CollectionSchema {
        fields = List.copyOf(fields);
    }

    public Optional<FieldSchema> field(String name) {
        return fields.stream().filter(field -> field.name().equals(name)).findFirst();
    }

    public Optional<FieldSchema> field(int id) {
        return fields.stream().filter(field -> field.id() == id).findFirst();
    }

    /** The primary key; a stored schema always has one. */
    public FieldSchema primaryKey() {
        return fields.stream()
                .filter(FieldSchema::primaryKey)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("schema without a primary key"));
    }

    public boolean autoId() {
        return primaryKey().autoId();
    }

    public Optional<FieldSchema> dynamicField() {
        return fields.stream().filter(FieldSchema::dynamic).findFirst();
    }

    /** The field whose value says in which partition a row lies. */
    public Optional<FieldSchema> partitionKey() {
        return fields.stream().filter(FieldSchema::partitionKey).findFirst();
    }

    public CollectionSchema withField(FieldSchema changed) {
        return new CollectionSchema(fields.stream()
                .map(field -> field.id() == changed.id() ? changed : field)
                .toList());
    }

    /** With one more field, which has its id; before the dynamic one. */
    public CollectionSchema plus(FieldSchema added) {
        List<FieldSchema> more = new ArrayList<>(fields);
        more.add(dynamicField().isPresent() ? more.size() - 1 : more.size(), added);
        return new CollectionSchema(more);
    }

    /** The greatest id that a field has. Fields do not go, so a later one has a greater id. */
    public int lastField() {
        return fields.stream().mapToInt(FieldSchema::id).max().orElse(0);
    }

    public List<FieldSchema> vectorFields() {
        return fields.stream().filter(FieldSchema::isVector).toList();
    }
}
