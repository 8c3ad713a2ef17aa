package io.ocellus.vector.storage;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Nearest neighbours of each query.
 *
 * @param partitions names; empty means all
 * @param vectorField name; empty where the collection has one vector field
 * @param queries one vector each
 * @param grouping where the best of each group of equal values are wanted: then {@code limit} and {@code offset} count groups
 * @param limit rows to return a query, after {@code offset}; limit + offset ≤ 16,384
 * @param metric what the client believes the metric is; empty: the index's
 * @param range only scores between the bounds
 * @param parameters of the index: {@code ef}, …
 * @param outputFields ids of the fields to return
 */
public record SearchRequest(
        CollectionName collection,
        List<String> partitions,
        String vectorField,
        List<float[]> queries,
        int limit,
        int offset,
        String metric,
        Optional<Range> range,
        Map<String, String> parameters,
        Optional<RowFilter> filter,
        List<Integer> outputFields,
        ReadPoint readPoint,
        boolean ignoreGrowing,
        Optional<Grouping> grouping) {

    public SearchRequest(
            CollectionName collection,
            List<String> partitions,
            String vectorField,
            List<float[]> queries,
            int limit,
            int offset,
            String metric,
            Optional<Range> range,
            Map<String, String> parameters,
            Optional<RowFilter> filter,
            List<Integer> outputFields,
            ReadPoint readPoint,
            boolean ignoreGrowing) {
        this(
                collection,
                partitions,
                vectorField,
                queries,
                limit,
                offset,
                metric,
                range,
                parameters,
                filter,
                outputFields,
                readPoint,
                ignoreGrowing,
                Optional.empty());
    }

    public SearchRequest {
        partitions = List.copyOf(partitions);
        queries = List.copyOf(queries);
        parameters = Map.copyOf(parameters);
        outputFields = List.copyOf(outputFields);
    }

    /**
     * Milvus' range search: for L2 {@code rangeFilter <= score < radius}, else {@code radius < score <= rangeFilter}. An absent range
     * filter bounds nothing.
     */
    public record Range(float radius, Optional<Float> rangeFilter) {}

    /**
     * One row or a few of each value of a field, instead of the nearest rows whatever their values.
     *
     * @param field id of a scalar field
     * @param size most rows a group
     */
    public record Grouping(int field, int size) {}
}
