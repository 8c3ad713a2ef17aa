package io.ocellus.vector.storage;

import io.ocellus.vector.storage.schema.CollectionSchema;
import java.util.Map;

/**
 * What {@link VectorDatabase#createCollection} is asked for. Field ids are assigned there; a dynamic field is asked for by
 * {@code FieldSchema.dynamicField()} as the last field.
 *
 * @param shards 1 to 16; 0 means the default, 1
 */
public record CollectionDefinition(
        CollectionName name,
        String description,
        CollectionSchema schema,
        int shards,
        ConsistencyLevel consistency,
        Map<String, String> properties) {
    public CollectionDefinition {
        properties = Map.copyOf(properties);
    }
}
