package io.ocellus.vector.storage;

import java.util.Map;

/** What {@link VectorDatabase#createIndex} is asked for; {@code parameters} as the client sent them, flattened ({@code index_type}, {@code metric_type}, {@code M}, …). An empty name means the field's name. */
public record IndexDefinition(String fieldName, String indexName, Map<String, String> parameters) {
    public IndexDefinition {
        parameters = Map.copyOf(parameters);
    }
}
