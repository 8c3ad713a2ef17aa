package io.ocellus.vector.storage.query;

import io.ocellus.vector.index.model.IndexFailure;
import io.ocellus.vector.index.model.SearchParameters;
import io.ocellus.vector.storage.Failure;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The numbers of a search that mean something to an index, taken out of all that a client sent with it. Stateless. */
public final class SearchNumbers {
    private static final Set<String> KNOWN =
            Set.of("ef", "nprobe", "rbq_query_bits", "reorder_k", "refine_k", "recall");

    private SearchNumbers() {}

    /** What the index is told; {@link Failure.Invalid} where a number is none or outside its range. */
    public static SearchParameters of(Map<String, String> sent) {
        Map<String, String> known = new HashMap<>();
        sent.forEach((name, value) -> {
            if (KNOWN.contains(name)) {
                known.put(name, value);
            }
        });
        try {
            return new SearchParameters(known);
        } catch (IndexFailure e) {
            throw new Failure.Invalid(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Refuses what every index of that type would refuse, so that an answer does not depend on which segments are indexed already.
     *
     * @param wanted limit and offset together; 1 where a range is searched, which widens by itself
     */
    public static void check(Map<String, String> sent, String indexType, int wanted) {
        of(sent);
        String ef = sent.get("ef");
        if (indexType.startsWith("HNSW") && ef != null && Long.parseLong(ef.strip()) < wanted) {
            throw new Failure.Invalid("ef(" + ef + ") should be larger than k(" + wanted + ")");
        }
        String reorder = sent.get("reorder_k");
        if (indexType.equals("SCANN") && reorder != null && Long.parseLong(reorder.strip()) < wanted) {
            throw new Failure.Invalid("reorder_k(" + reorder + ") should be larger than k(" + wanted + ")");
        }
    }
}
