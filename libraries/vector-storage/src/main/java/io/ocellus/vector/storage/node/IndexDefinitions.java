package io.ocellus.vector.storage.node;

import io.ocellus.vector.index.model.IndexFailure;
import io.ocellus.vector.index.model.IndexParameters;
import io.ocellus.vector.storage.CollectionName;
import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.IndexDefinition;
import io.ocellus.vector.storage.coordinator.CollectionRecord;
import io.ocellus.vector.storage.coordinator.CollectionRecord.IndexRecord;
import io.ocellus.vector.storage.query.Reader.Served;
import io.ocellus.vector.storage.schema.FieldSchema;
import io.ocellus.vector.storage.shards.ShardChanges;
import java.util.List;
import java.util.function.LongSupplier;

/** Makes and drops indexes; what is built of them is left to maintenance. Thread-safe. */
final class IndexDefinitions {
    private final Active active;
    private final Coordinator coordinator;
    private final LongSupplier timestamps;

    IndexDefinitions(Active active, Coordinator coordinator, LongSupplier timestamps) {
        this.active = active;
        this.coordinator = coordinator;
        this.timestamps = timestamps;
    }

    void createIndex(CollectionName name, IndexDefinition definition) {
        coordinator.changing(() -> {
            CollectionRecord collection = active.catalog().get(name);
            FieldSchema field = collection
                    .schema()
                    .field(definition.fieldName())
                    .orElseThrow(() ->
                            new Failure.Invalid("cannot create index on non-exist field: " + definition.fieldName()));
            String indexName = definition.indexName().isEmpty() ? field.name() : definition.indexName();
            Definitions.checkName("index", indexName);
            IndexRecord index = new IndexRecord(
                    active.objectIds().next(),
                    field.id(),
                    indexName,
                    parameters(field, definition),
                    timestamps.getAsLong());
            for (IndexRecord present : collection.indexes()) {
                // Several of a JSON field's paths may be indexed.
                boolean samePath = present.parameters()
                        .getOrDefault("json_path", "")
                        .equals(index.parameters().getOrDefault("json_path", ""));
                if (present.fieldId() == field.id() && samePath) {
                    if (present.name().equals(indexName) && present.parameters().equals(index.parameters())) {
                        return false;
                    }
                    throw new Failure.Conflict("CreateIndex failed: at most one distinct index is allowed per field");
                }
                if (present.name().equals(indexName)) {
                    throw new Failure.Conflict(
                            "CreateIndex failed: index already exists on another field: " + indexName);
                }
            }
            active.metadata().run(() -> active.metadata().insertIndex(collection.id(), index));
            active.catalog().put(collection.plus(index));
            active.maintenance().build();
            return true;
        });
    }

    private static java.util.Map<String, String> parameters(FieldSchema field, IndexDefinition definition) {
        if (!field.isVector()) {
            return definition.parameters();
        }
        java.util.Map<String, String> parameters = new java.util.HashMap<>(definition.parameters());
        parameters.putIfAbsent("index_type", "AUTOINDEX");
        parameters.putIfAbsent("metric_type", "COSINE");
        try {
            IndexParameters checked = IndexParameters.of(
                    parameters.get("index_type"), parameters.get("metric_type"), field.dimension(), parameters);
            parameters.put("metric_type", checked.metric().name());
        } catch (IndexFailure e) {
            throw new Failure.Invalid(String.valueOf(e.getMessage()), e);
        }
        return parameters;
    }

    void dropIndex(CollectionName name, String indexOrField) {
        coordinator.changing(() -> {
            CollectionRecord collection = active.catalog().get(name);
            List<IndexRecord> chosen = matching(collection, indexOrField);
            for (IndexRecord index : chosen) {
                boolean vector = collection
                        .schema()
                        .field(index.fieldId())
                        .map(FieldSchema::isVector)
                        .orElse(false);
                if (vector && collection.loaded()) {
                    throw new Failure.Conflict("vector index cannot be dropped on loaded collection: " + name.name());
                }
            }
            CollectionRecord changed = collection;
            for (IndexRecord index : chosen) {
                active.metadata().run(() -> active.metadata().deleteIndex(index.id()));
                changed = changed.withIndexes(changed.indexes().stream()
                        .filter(i -> i.id() != index.id())
                        .toList());
                active.catalog().put(changed);
                for (Served served : active.shards(changed)) {
                    ShardChanges.dropIndex(served.owner(), served.shard(), index.id());
                }
            }
            return true;
        });
    }

    static List<IndexRecord> matching(CollectionRecord collection, String indexOrField) {
        if (indexOrField.isEmpty()) {
            return collection.indexes();
        }
        return collection.indexes().stream()
                .filter(index -> index.name().equals(indexOrField)
                        || collection
                                .schema()
                                .field(index.fieldId())
                                .map(field -> field.name().equals(indexOrField))
                                .orElse(false))
                .toList();
    }
}
