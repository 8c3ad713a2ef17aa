package io.ocellus.vector.service.search;

import io.milvus.grpc.KeyValuePair;
import io.ocellus.vector.service.collections.Pairs;
import io.ocellus.vector.service.errors.Refusal;
import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.SearchRequest.Range;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * The parameters of a search: pairs, and a JSON text of the index's own.
 *
 * @param iterates whether this is a page of any iterator
 * @param iterator there where this is a page of search iterator v2
 */
record SearchParameters(
        String vectorField,
        int limit,
        int offset,
        String metric,
        int roundDecimal,
        boolean ignoreGrowing,
        boolean iterates,
        Optional<Range> range,
        Map<String, String> index,
        Optional<Iterator> iterator) {

    static final int MOST = 16_384;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A page of search iterator v2.
     *
     * @param lastBound the score behind which the page begins; empty for the first
     */
    record Iterator(String token, Optional<Float> lastBound) {}

    static SearchParameters of(List<KeyValuePair> pairs) {
        Map<String, String> given = Pairs.map(pairs);
        if (!given.getOrDefault("order_by_fields", "").isEmpty()) {
            throw new Failure.Absent("order_by_fields is not available yet");
        }
        boolean iterates = truth(given.get("iterator"));
        Map<String, String> index = index(given);
        return new SearchParameters(
                given.getOrDefault("anns_field", ""),
                limit(given, iterates),
                offset(given),
                given.getOrDefault("metric_type", index.getOrDefault("metric_type", "")),
                roundDecimal(given.getOrDefault("round_decimal", "-1")),
                truth(given.getOrDefault("ignore_growing", index.get("ignore_growing"))),
                iterates,
                range(index),
                index,
                iterator(given));
    }

    private static boolean truth(@org.jspecify.annotations.Nullable String text) {
        return "true".equalsIgnoreCase(text);
    }

    private static int limit(Map<String, String> given, boolean iterates) {
        String text = given.getOrDefault("search_iter_batch_size", given.get("topk"));
        if (text == null) {
            throw Refusal.unexpected("topk is required");
        }
        long limit = number(text).orElseThrow(() -> Refusal.unexpected("topk [" + text + "] is invalid"));
        if (limit < 1 || limit > MOST) {
            if (iterates && limit > MOST) {
                return MOST;
            }
            throw Refusal.unexpected(
                    "topk [" + limit + "] is invalid, it should be in range [1, " + MOST + "], but got " + limit);
        }
        long sum = limit + offset(given);
        if (sum > MOST) {
            throw Refusal.unexpected(
                    "offset+topk [" + sum + "] is invalid, it should be in range [1, " + MOST + "], but got " + sum);
        }
        return (int) limit;
    }

    private static int offset(Map<String, String> given) {
        String text = given.get("offset");
        if (text == null || text.isEmpty()) {
            return 0;
        }
        long offset = number(text).orElseThrow(() -> Refusal.unexpected("offset [" + text + "] is invalid"));
        if (offset < 0 || offset > MOST) {
            throw Refusal.unexpected(
                    "offset [" + offset + "] is invalid, it should be in range [1, " + MOST + "], but got " + offset);
        }
        return (int) offset;
    }

    private static Optional<Long> number(String text) {
        try {
            return Optional.of(Long.parseLong(text.strip()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static int roundDecimal(String text) {
        long digits = number(text).orElse(-2L);
        if (digits < -1 || digits > 6) {
            throw Refusal.unexpected(
                    "round_decimal [" + text + "] is invalid, should be -1 or an integer in range [0, 6]");
        }
        return (int) digits;
    }

    private static Map<String, String> index(Map<String, String> given) {
        Map<String, String> index = new LinkedHashMap<>();
        String text = given.getOrDefault("params", "");
        if (text.isBlank()) {
            return index;
        }
        try {
            JsonNode params = JSON.readTree(text);
            params.properties().forEach(entry -> flatten(index, entry.getKey(), entry.getValue()));
        } catch (JacksonException e) {
            throw Refusal.invalid("the search params are not JSON: " + text);
        }
        return index;
    }

    private static void flatten(Map<String, String> index, String key, JsonNode value) {
        if (value.isObject() && key.equals("params")) {
            value.properties().forEach(entry -> flatten(index, entry.getKey(), entry.getValue()));
        } else {
            index.put(key, value.isString() ? value.asString() : value.toString());
        }
    }

    private static Optional<Range> range(Map<String, String> index) {
        String radius = index.get("radius");
        String filter = index.get("range_filter");
        if (radius == null) {
            if (filter != null) {
                throw Refusal.invalid("range_filter needs a radius");
            }
            return Optional.empty();
        }
        return Optional.of(new Range(
                bound("radius", radius), Optional.ofNullable(filter).map(text -> bound("range_filter", text))));
    }

    private static float bound(String key, String text) {
        try {
            float value = Float.parseFloat(text.strip());
            if (Float.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw Refusal.invalid("Type conflict in json: param '" + key + "' (" + text + ") should be a number");
    }

    private static Optional<Iterator> iterator(Map<String, String> given) {
        if (!truth(given.get("search_iter_v2"))) {
            return Optional.empty();
        }
        Optional<Float> bound = Optional.ofNullable(given.get("search_iter_last_bound"))
                .map(text -> bound("search_iter_last_bound", text));
        return Optional.of(new Iterator(given.getOrDefault("search_iter_id", ""), bound));
    }
}
