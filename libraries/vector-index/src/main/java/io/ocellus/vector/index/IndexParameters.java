package io.ocellus.vector.index;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What index to build: type, metric, dimension and the type's own numbers, all validated. Parameters are named as in
 * Milvus; those that a type does not know are dropped, as Milvus ignores
 * them.
 */
public record IndexParameters(IndexType type, Metric metric, int dimension, Map<String, String> values) {

    /** The largest dimension. */
    public static final int MAX_DIMENSION = 32_768;

    public IndexParameters {
        if (dimension < 1 || dimension > MAX_DIMENSION) {
            throw new IndexFailure.InvalidParameter(
                    "invalid dimension: " + dimension + ", should be in range [1, " + MAX_DIMENSION + "]");
        }
        values = values.entrySet().stream()
                .filter(value -> type.knows(value.getKey()))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
        ParameterReader reader = new ParameterReader(values);
        switch (type) {
            case FLAT -> {}
            case IVF_FLAT -> reader.integer("nlist", IvfBuilder.LISTS, 1, 65_536);
            case SCANN, AUTOINDEX -> {
                reader.integer("nlist", 128, 1, 65_536);
                reader.integer("width", 3, 1, 64);
            }
            case HNSW, HNSW_SQ -> {
                reader.integer("M", 16, 2, 2048);
                reader.integer("efConstruction", 200, 1, Integer.MAX_VALUE);
            }
        }
    }

    public static IndexParameters of(String type, String metric, int dimension, Map<String, String> values) {
        return new IndexParameters(IndexType.of(type), Metric.of(metric), dimension, values);
    }

    /** Reads words like {@code HNSW M=16 efConstruction=200}. */
    public static IndexParameters parse(String words, Metric metric, int dimension) {
        String[] parts = words.strip().split("\\s+");
        return new IndexParameters(IndexType.of(parts[0]), metric, dimension, ParameterReader.pairs(parts, 1));
    }

    int integer(String name, int otherwise) {
        return new ParameterReader(values).integer(name, otherwise, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(type.name());
        new TreeMap<>(values)
                .forEach((name, value) ->
                        text.append(' ').append(name).append('=').append(value));
        return text.toString();
    }
}
