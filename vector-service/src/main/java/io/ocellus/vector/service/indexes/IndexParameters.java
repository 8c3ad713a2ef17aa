package io.ocellus.vector.service.indexes;

import io.milvus.grpc.KeyValuePair;
import io.ocellus.vector.index.model.IndexFailure;
import io.ocellus.vector.index.model.IndexType;
import io.ocellus.vector.service.errors.Refusal;
import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.schema.FieldSchema;
import io.ocellus.vector.storage.schema.MetricType;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * The parameters of an index as clients send them: flat pairs and a JSON text of more pairs; flattened, and checked by the engine, which
 * knows its types, their numbers and the ranges of these. Kept as sent: a description echoes them.
 */
final class IndexParameters {
    static final String INDEX_TYPE = "index_type";
    static final String METRIC_TYPE = "metric_type";

    private static final Set<String> BUILT =
            Arrays.stream(IndexType.values()).map(Enum::name).collect(Collectors.toUnmodifiableSet());
    private static final Set<String> KNOWN = Set.of(
            "IVF_FLAT",
            "IVF_SQ8",
            "IVF_PQ",
            "IVF_RABITQ",
            "HNSW_SQ",
            "HNSW_PQ",
            "HNSW_PRQ",
            "SCANN",
            "DISKANN",
            "BIN_FLAT",
            "BIN_IVF_FLAT",
            "MINHASH_LSH",
            "SPARSE_INVERTED_INDEX",
            "SPARSE_WAND",
            "GPU_CAGRA",
            "GPU_BRUTE_FORCE",
            "GPU_IVF_FLAT",
            "GPU_IVF_PQ",
            "INVERTED",
            "STL_SORT",
            "TRIE",
            "BITMAP",
            "HYBRID",
            "NGRAM",
            "RTREE");
    private static final ObjectMapper JSON = new ObjectMapper();

    private IndexParameters() {}

    /** Whether Milvus has an index type of that name. */
    static boolean isKnown(String type) {
        return BUILT.contains(type) || KNOWN.contains(type);
    }

    static Map<String, String> of(List<KeyValuePair> pairs, FieldSchema field) {
        Map<String, String> flat = flatten(pairs);
        if (!field.isVector()) {
            return ScalarIndexes.checked(flat, field);
        }
        String type = flat.getOrDefault(INDEX_TYPE, "AUTOINDEX").toUpperCase(Locale.ROOT);
        if (type.isEmpty()) {
            type = "AUTOINDEX";
        }
        if (!BUILT.contains(type)) {
            if (KNOWN.contains(type)) {
                throw new Failure.Absent("the index type " + type + " is not available yet");
            }
            throw Refusal.invalid("valid index", "invalid index type: " + type, "invalid index type");
        }
        flat.put(INDEX_TYPE, type);
        metric(flat, type);
        checkNumbers(flat, field);
        return flat;
    }

    private static void metric(Map<String, String> flat, String type) {
        String metric = flat.getOrDefault(METRIC_TYPE, "");
        if (metric.isEmpty()) {
            if (!type.equals("AUTOINDEX")) {
                throw Refusal.invalid(
                        "valid index params", "invalid index params", "metric type not set for vector index");
            }
            metric = MetricType.COSINE.name();
        }
        String name = metric;
        MetricType parsed = MetricType.parse(name)
                .orElseThrow(() -> Refusal.invalid(
                        "valid index params",
                        "invalid index params",
                        "float vector index does not support metric type: " + name));
        flat.put(METRIC_TYPE, parsed.name());
    }

    private static void checkNumbers(Map<String, String> flat, FieldSchema field) {
        try {
            io.ocellus.vector.index.model.IndexParameters.of(
                    flat.getOrDefault(INDEX_TYPE, ""), flat.getOrDefault(METRIC_TYPE, ""), field.dimension(), flat);
        } catch (IndexFailure e) {
            throw Refusal.invalid("valid index params", "invalid index params", String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, String> flatten(List<KeyValuePair> pairs) {
        Map<String, String> flat = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        for (KeyValuePair pair : pairs) {
            if (!seen.add(pair.getKey())) {
                throw Refusal.invalid(
                        "duplicated index param (key=" + pair.getKey() + ") (value=" + pair.getValue() + ") found");
            }
            if (!pair.getKey().equals("params")) {
                flat.put(pair.getKey(), pair.getValue());
                continue;
            }
            try {
                JsonNode nested = JSON.readTree(pair.getValue().isBlank() ? "{}" : pair.getValue());
                nested.properties()
                        .forEach(entry -> flat.put(
                                entry.getKey(),
                                entry.getValue().asString(entry.getValue().toString())));
            } catch (JacksonException e) {
                throw Refusal.invalid("the index params are not JSON: " + pair.getValue());
            }
        }
        return flat;
    }
}
