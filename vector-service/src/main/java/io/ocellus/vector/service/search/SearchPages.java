package io.ocellus.vector.service.search;

import io.ocellus.vector.storage.CollectionInfo;
import io.ocellus.vector.storage.IndexInfo;
import io.ocellus.vector.storage.SearchRequest;
import io.ocellus.vector.storage.SearchRequest.Range;
import io.ocellus.vector.storage.SearchResult;
import io.ocellus.vector.storage.VectorDatabase;
import io.ocellus.vector.storage.schema.MetricType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Pages of a search in order of score, each beginning behind the last score of the one before. Rows of one score stay on one page: the page
 * grows until its last score is complete, so none is lost between two pages, and holds at most {@link SearchParameters#MOST} rows.
 */
final class SearchPages {
    private final VectorDatabase database;

    SearchPages(VectorDatabase database) {
        this.database = database;
    }

    /** A page and the score behind which the next begins. */
    record Page(SearchResult result, float lastBound) {}

    Page next(CollectionInfo info, SearchRequest search, Optional<Float> after) {
        boolean largeIsNear = metric(info, search).largeIsNear();
        Optional<Range> range =
                after.map(bound -> behind(bound, largeIsNear, search.range())).or(search::range);
        int limit = search.limit();
        while (true) {
            SearchResult result = database.search(with(search, limit, range));
            float[] scores = result.scores();
            boolean complete = scores.length < limit || (scores.length <= search.limit() && limit > search.limit());
            if (scores.length == 0) {
                return new Page(result, after.orElse(0f));
            }
            float last = scores[scores.length - 1];
            int ties = 0;
            while (ties < scores.length && scores[scores.length - 1 - ties] == last) {
                ties++;
            }
            boolean open = !complete && scores.length == limit && limit < SearchParameters.MOST && ties > 1;
            if (!open) {
                return new Page(result, last);
            }
            limit = Math.min(SearchParameters.MOST, limit * 2);
        }
    }

    private static Range behind(float bound, boolean largeIsNear, Optional<Range> asked) {
        float next = largeIsNear ? Math.nextDown(bound) : Math.nextUp(bound);
        float edge = asked.map(Range::radius).orElse(largeIsNear ? -Float.MAX_VALUE : Float.MAX_VALUE);
        return new Range(edge, Optional.of(next));
    }

    private MetricType metric(CollectionInfo info, SearchRequest search) {
        return info.indexes().stream()
                .filter(index -> index.fieldName().equals(search.vectorField()))
                .map(IndexInfo::parameters)
                .flatMap(parameters -> MetricType.parse(parameters.getOrDefault("metric_type", "")).stream())
                .findFirst()
                .or(() -> MetricType.parse(search.metric()))
                .orElse(MetricType.COSINE);
    }

    private static SearchRequest with(SearchRequest search, int limit, Optional<Range> range) {
        return new SearchRequest(
                search.collection(),
                search.partitions(),
                search.vectorField(),
                search.queries(),
                limit,
                0,
                search.metric(),
                range,
                widened(search.parameters(), limit),
                search.filter(),
                search.outputFields(),
                search.readPoint(),
                search.ignoreGrowing());
    }

    /** A page that grows over ties may need more than the {@code ef} sent with the iterator; where that is no number the search says so. */
    private static Map<String, String> widened(Map<String, String> parameters, int limit) {
        String ef = parameters.get("ef");
        if (ef == null || !ef.matches("[1-9][0-9]{0,8}") || Integer.parseInt(ef) >= limit) {
            return parameters;
        }
        Map<String, String> wider = new HashMap<>(parameters);
        wider.put("ef", Integer.toString(limit));
        return wider;
    }
}
