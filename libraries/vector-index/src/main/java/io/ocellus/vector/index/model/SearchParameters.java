package io.ocellus.vector.index.model;

import java.util.Map;
import java.util.Set;

/**
 * How hard to search, in Milvus' words: {@code ef} (HNSW), {@code nprobe}, {@code reorder_k}, {@code refine_k}; and
 * {@code recall} in [0.5, 0.999] for AUTOINDEX. Absent numbers take the type's default.
 */
public record SearchParameters(Map<String, String> values) {

    private static final Set<String> NAMES =
            Set.of("ef", "nprobe", "rbq_query_bits", "reorder_k", "refine_k", "recall");

    private static final SearchParameters DEFAULT = new SearchParameters(Map.of());

    public SearchParameters {
        values = Map.copyOf(values);
        ParameterReader reader = new ParameterReader(values);
        reader.integer("ef", 0, 1, Integer.MAX_VALUE);
        reader.integer("nprobe", 0, 1, 65_536);
        reader.integer("rbq_query_bits", 0, 0, 8);
        reader.integer("reorder_k", 0, 1, Integer.MAX_VALUE);
        reader.number("refine_k", 1, 1, 1_000_000);
        reader.number("recall", 0.95f, 0.5f, 0.999f);
    }

    public static SearchParameters defaults() {
        return DEFAULT;
    }

    /** Reads words like {@code ef=64}; refuses what no type knows. */
    public static SearchParameters parse(String words) {
        Map<String, String> pairs = ParameterReader.pairs(words.strip().split("\\s+"), 0);
        for (String name : pairs.keySet()) {
            if (!NAMES.contains(name)) {
                throw new IndexFailure.InvalidParameter("unknown search parameter '" + name + "'");
            }
        }
        return new SearchParameters(pairs);
    }

    public int integer(String name, int otherwise) {
        return new ParameterReader(values).integer(name, otherwise, 1, Integer.MAX_VALUE);
    }

    public int integer(String name, int otherwise, int least) {
        return new ParameterReader(values).integer(name, otherwise, least, Integer.MAX_VALUE);
    }

    public float number(String name, float otherwise) {
        return new ParameterReader(values).number(name, otherwise, -Float.MAX_VALUE, Float.MAX_VALUE);
    }

    /** Whether the search names that number. */
    public boolean names(String name) {
        return values.containsKey(name);
    }

    /** Refuses {@code ef} and {@code reorder_k} below k, as Milvus does. */
    public SearchParameters checkedFor(IndexType type, int k) {
        if (type.isGraph() && values.containsKey("ef") && integer("ef", k) < k) {
            throw new IndexFailure.InvalidParameter("ef(" + values.get("ef") + ") should be larger than k(" + k + ")");
        }
        if (type == IndexType.SCANN && values.containsKey("reorder_k") && integer("reorder_k", k) < k) {
            throw new IndexFailure.InvalidParameter(
                    "reorder_k(" + values.get("reorder_k") + ") should be larger than k(" + k + ")");
        }
        return this;
    }

    /** The same search for more rows: a given {@code ef} or {@code reorder_k} below that grows with them. */
    public SearchParameters widened(int k) {
        Map<String, String> wider = new java.util.HashMap<>(values);
        for (String name : new String[] {"ef", "reorder_k"}) {
            if (values.containsKey(name) && integer(name, k) < k) {
                wider.put(name, Integer.toString(k));
            }
        }
        return wider.equals(values) ? this : new SearchParameters(wider);
    }
}
