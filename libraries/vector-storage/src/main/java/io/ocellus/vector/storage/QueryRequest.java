package io.ocellus.vector.storage;

import java.util.List;
import java.util.Optional;

/**
 * Rows by filter, ordered by primary key.
 *
 * @param limit at most 16,384 (limit + offset); empty: all that match, refused beyond 16,384 × 8 rows
 */
public record QueryRequest(
        CollectionName collection,
        List<String> partitions,
        Optional<RowFilter> filter,
        List<Integer> outputFields,
        Optional<Integer> limit,
        int offset,
        ReadPoint readPoint,
        boolean ignoreGrowing) {
    public QueryRequest {
        partitions = List.copyOf(partitions);
        outputFields = List.copyOf(outputFields);
    }
}
