package io.ocellus.vector.storage;

import io.ocellus.vector.storage.schema.CollectionSchema;
import java.util.Map;

/**
 * What {@link VectorDatabase#createCollection} is asked for. Field ids are assigned there; a dynamic field is asked for by
 * {@code FieldSchema.dynamicField()} as the last field.
 *
 * @param partitions of a collection with a partition key; 0 means the default, 16
 * @param shards 1 to 16; 0 means the default, 1
 */
public record CollectionDefinition(
        CollectionName name,
        String description,
        CollectionSchema schema,
        int shards,
        int partitions,
        ConsistencyLevel consistency,
        Map<String, String> properties) {
    public CollectionDefinition {
        properties = Map.copyOf(properties);
    }

    public CollectionDefinition(
            CollectionName name,
            String description,
            CollectionSchema schema,
            int shards,
            ConsistencyLevel consistency,
            Map<String, String> properties) {
        this(name, description, schema, shards, 0, consistency, properties);
    }
}
