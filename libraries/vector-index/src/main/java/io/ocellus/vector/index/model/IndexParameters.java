package io.ocellus.vector.index.model;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What index to build: type, metric, elements, dimension and the type's own numbers, all validated. Parameters are named as in
 * Milvus; those that a type does not know are dropped, as Milvus ignores
 * them.
 */
public record IndexParameters(
        IndexType type, Metric metric, ElementType element, int dimension, Map<String, String> values) {

    /** The largest dimension. */
    public static final int MAX_DIMENSION = 32_768;

    /** Links a row where an index does not say, as in Milvus. */
    public static final int DEFAULT_M = 30;

    /** How wide links are searched for where an index does not say, as in Milvus. */
    public static final int DEFAULT_EF_CONSTRUCTION = 360;

    /** Lists where an index does not say, as in Milvus. */
    public static final int DEFAULT_LISTS = 128;

    public IndexParameters {
        element.checkDimension(dimension);
        element.checkMetric(metric);
        element.checkType(type);
        if (type == IndexType.HNSW
                && (values.containsKey("refine_type") || new ParameterReader(values).flag("refine", false))) {
            throw new IndexFailure.InvalidParameter("refine is not supported for this index: " + type);
        }
        values = values.entrySet().stream()
                .filter(value -> type.knows(value.getKey()))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
        ParameterReader reader = new ParameterReader(values);
        switch (type) {
            case FLAT, BIN_FLAT -> {}
            case IVF_FLAT, IVF_SQ8, IVF_PQ, IVF_RABITQ -> checkInverted(reader, type, dimension);
            case SCANN, AUTOINDEX -> {
                reader.flag("with_raw_data", true);
                reader.integer("nlist", DEFAULT_LISTS, 1, 65_536);
                reader.integer("width", 3, 1, 64);
                reader.flag("graph", false);
            }
            case HNSW, HNSW_SQ, HNSW_PQ, HNSW_RABITQ -> checkGraph(reader, type, dimension);
        }
    }

    /** Of vectors of floats. */
    public IndexParameters(IndexType type, Metric metric, int dimension, Map<String, String> values) {
        this(type, metric, ElementType.FLOAT32, dimension, values);
    }

    private static void checkInverted(ParameterReader reader, IndexType type, int dimension) {
        reader.integer("nlist", DEFAULT_LISTS, 1, 65_536);
        refine(reader);
        if (type == IndexType.IVF_PQ) {
            int groups = reader.integer("m", groups(dimension), 1, dimension);
            reader.integer("nbits", 8, 1, 8);
            if (dimension % groups != 0) {
                throw new IndexFailure.InvalidParameter(
                        "param 'm' (" + groups + ") should divide the dimension (" + dimension + ")");
            }
        }
        if (type == IndexType.IVF_RABITQ) {
            reader.integer("rbq_bits", 1, 1, 8);
        }
    }

    private static void checkGraph(ParameterReader reader, IndexType type, int dimension) {
        reader.integer("M", DEFAULT_M, 2, 2048);
        reader.integer("efConstruction", DEFAULT_EF_CONSTRUCTION, 1, Integer.MAX_VALUE);
        RowForm refine = refine(reader);
        switch (type) {
            case HNSW_SQ -> {
                RowForm codes = codes(reader);
                if (refine != null && !refine.isFinerThan(codes)) {
                    throw new IndexFailure.InvalidParameter(
                            "refine_type (" + refine + ") should be of higher precision than sq_type (" + codes + ")");
                }
            }
            case HNSW_PQ -> {
                int groups = reader.integer("m", graphGroups(dimension), 1, 65_536);
                reader.integer("nbits", 8, 1, 8);
                if (dimension % groups != 0) {
                    throw new IndexFailure.InvalidParameter(
                            "The dimension of the vector (dim) should be a multiple of the number of subquantizers (m)."
                                    + " Dimension: " + dimension + ", m: " + groups);
                }
            }
            case HNSW_RABITQ -> reader.integer("rbq_bits", 1, 1, 8);
            default -> {}
        }
    }

    private static RowForm codes(ParameterReader reader) {
        return RowForm.ofCodes(reader.values().getOrDefault("sq_type", RowForm.SQ8.name()));
    }

    private static @Nullable RowForm refine(ParameterReader reader) {
        RowForm form = RowForm.ofRefinement(reader.values().getOrDefault("refine_type", RowForm.FP32.name()));
        return reader.flag("refine", false) ? form : null;
    }

    /** In how few bits HNSW_SQ keeps numbers. */
    public RowForm codes() {
        return codes(new ParameterReader(values));
    }

    /** Groups of product codes. */
    public int productGroups() {
        return integer("m", type == IndexType.HNSW_PQ ? graphGroups(dimension) : groups(dimension));
    }

    /** Where the index does not say: 32 as in Milvus, where these divide the dimension. */
    private static int graphGroups(int dimension) {
        return dimension % 32 == 0 ? 32 : groups(dimension);
    }

    /** By what the best candidates are measured again, if by anything. */
    public @Nullable RowForm refine() {
        return refine(new ParameterReader(values));
    }

    /** Groups of product codes where the index does not say: two dimensions each, or the fewest that divide them. */
    private static int groups(int dimension) {
        for (int width = 2; width <= dimension; width++) {
            if (dimension % width == 0) {
                return dimension / width;
            }
        }
        return 1;
    }

    public static IndexParameters of(String type, String metric, int dimension, Map<String, String> values) {
        return new IndexParameters(IndexType.of(type), Metric.of(metric), dimension, values);
    }

    public static IndexParameters of(
            String type, String metric, ElementType element, int dimension, Map<String, String> values) {
        return new IndexParameters(IndexType.of(type), Metric.of(metric), element, dimension, values);
    }

    /** Reads words like {@code HNSW M=16 efConstruction=200}; refuses what the type does not know. */
    public static IndexParameters parse(String words, Metric metric, int dimension) {
        return parse(words, metric, ElementType.FLOAT32, dimension);
    }

    public static IndexParameters parse(String words, Metric metric, ElementType element, int dimension) {
        String[] parts = words.strip().split("\\s+");
        IndexType type = IndexType.of(parts[0]);
        Map<String, String> pairs = ParameterReader.pairs(parts, 1);
        for (String name : pairs.keySet()) {
            if (!type.knows(name)) {
                throw new IndexFailure.InvalidParameter("unknown parameter '" + name + "' of " + type);
            }
        }
        return new IndexParameters(type, metric, element, dimension, pairs);
    }

    public int integer(String name, int otherwise) {
        return new ParameterReader(values).integer(name, otherwise, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    public boolean flag(String name, boolean otherwise) {
        return new ParameterReader(values).flag(name, otherwise);
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
