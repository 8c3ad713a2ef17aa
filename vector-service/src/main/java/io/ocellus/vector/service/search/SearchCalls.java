package io.ocellus.vector.service.search;

import io.milvus.grpc.SearchIteratorV2Results;
import io.milvus.grpc.SearchRequest;
import io.milvus.grpc.SearchResultData;
import io.milvus.grpc.SearchResults;
import io.ocellus.vector.service.collections.Names;
import io.ocellus.vector.service.entities.FieldDataWriter;
import io.ocellus.vector.service.errors.Refusal;
import io.ocellus.vector.service.errors.Statuses;
import io.ocellus.vector.storage.CollectionInfo;
import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.RowFilter;
import io.ocellus.vector.storage.SearchRequest.Grouping;
import io.ocellus.vector.storage.SearchResult;
import io.ocellus.vector.storage.VectorDatabase;
import io.ocellus.vector.storage.schema.FieldSchema;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Nearest neighbours. Stateless and thread-safe. */
public final class SearchCalls {
    private final VectorDatabase database;
    private final Filters filters;

    public SearchCalls(VectorDatabase database, Filters filters) {
        this.database = database;
        this.filters = filters;
    }

    public SearchResults search(SearchRequest request) {
        Names.requireDatabase(request.getDbName());
        CollectionInfo info =
                database.describeCollection(Names.collection(request.getDbName(), request.getCollectionName()));
        refuseAbsent(request);
        partitions(info, request.getPartitionNamesList());
        SearchParameters parameters = SearchParameters.of(request.getSearchParamsList());
        FieldSchema vector = vectorField(info, parameters.vectorField());
        List<float[]> queries = byKeys(request)
                ? new KeyedQueries(database).vectors(info, request, vector)
                : Placeholders.vectors(request.getPlaceholderGroup(), vector);
        Optional<RowFilter> filter =
                filters.compile("query", request.getDsl(), info.schema(), request.getExprTemplateValuesMap());
        OutputFields output = OutputFields.of(info.schema(), request.getOutputFieldsList(), false);
        Optional<Grouping> grouping = GroupParameters.of(request.getSearchParamsList(), info.schema(), parameters);
        io.ocellus.vector.storage.SearchRequest search = new io.ocellus.vector.storage.SearchRequest(
                info.name(),
                request.getPartitionNamesList(),
                vector.name(),
                queries,
                parameters.limit(),
                parameters.offset(),
                parameters.metric(),
                parameters.range(),
                parameters.index(),
                filter,
                grouping.map(by -> output.with(by.field())).orElseGet(output::ids),
                ReadPoints.ofPage(
                        info,
                        parameters.iterates(),
                        request.getUseDefaultConsistency(),
                        request.getConsistencyLevelValue(),
                        request.getGuaranteeTimestamp()),
                parameters.ignoreGrowing(),
                grouping);
        if (parameters.iterator().isPresent()) {
            return page(info, search, parameters.iterator().get(), output);
        }
        SearchResult result = database.search(search);
        SearchResults answer = answer(info, result, output, parameters);
        return grouping.map(by -> grouped(answer, info, by, result)).orElse(answer);
    }

    /** With the value of each hit's group. */
    private static SearchResults grouped(SearchResults answer, CollectionInfo info, Grouping by, SearchResult result) {
        FieldSchema field = info.schema().field(by.field()).orElseThrow();
        return answer.toBuilder()
                .setResults(answer.getResults().toBuilder()
                        .setGroupByFieldValue(FieldDataWriter.write(
                                field, result.rows().column(field.id()).orElseThrow())))
                .build();
    }

    private static boolean byKeys(SearchRequest request) {
        return request.getSearchInputCase() == SearchRequest.SearchInputCase.IDS;
    }

    private static void refuseAbsent(SearchRequest request) {
        if (request.getSubReqsCount() > 0) {
            throw new Failure.Absent("hybrid search is not available yet");
        }
        if (request.hasFunctionScore() && request.getFunctionScore().getFunctionsCount() > 0) {
            throw new Failure.Absent("rerankers are not available yet");
        }
        if (request.hasHighlighter()) {
            throw new Failure.Absent("highlighting is not available yet");
        }
    }

    static void partitions(CollectionInfo info, List<String> names) {
        if (info.schema().partitionKey().isPresent() && !names.isEmpty()) {
            throw Refusal.invalid("not support manually specifying the partition names if partition key mode is used");
        }
        for (String given : names) {
            String name = Names.readPartition(given);
            if (info.partitions().stream()
                    .noneMatch(partition -> partition.name().equals(name))) {
                throw Refusal.unexpected("partition name " + name + " not found");
            }
        }
    }

    private static FieldSchema vectorField(CollectionInfo info, String name) {
        List<FieldSchema> vectors = info.schema().vectorFields();
        if (name.isEmpty()) {
            if (vectors.size() == 1) {
                return vectors.getFirst();
            }
            throw Refusal.unexpected("multiple anns_fields exist, please specify a anns_field in search_params");
        }
        return vectors.stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElseThrow(() -> info.schema().field(name).isPresent()
                        ? Refusal.invalid("failed to create query plan: field (" + name
                                + ") to search is not of vector data type")
                        : Refusal.invalid("failed to create query plan: failed to get field schema by name: fieldName("
                                + name + ") not found"));
    }

    private SearchResults page(
            CollectionInfo info,
            io.ocellus.vector.storage.SearchRequest search,
            SearchParameters.Iterator iterator,
            OutputFields output) {
        if (search.queries().size() != 1) {
            throw Refusal.invalid("search iterator does not support more than one query vector");
        }
        SearchPages.Page page = new SearchPages(database).next(info, search, iterator.lastBound());
        SearchResults plain = answer(info, page.result(), output, -1);
        SearchIteratorV2Results state = SearchIteratorV2Results.newBuilder()
                .setToken(iterator.token().isEmpty() ? UUID.randomUUID().toString() : iterator.token())
                .setLastBound(page.lastBound())
                .build();
        return plain.toBuilder()
                .setResults(plain.getResults().toBuilder().setSearchIteratorV2Results(state))
                .build();
    }

    private static SearchResults answer(
            CollectionInfo info, SearchResult result, OutputFields output, SearchParameters parameters) {
        return answer(info, result, output, parameters.roundDecimal());
    }

    private static SearchResults answer(CollectionInfo info, SearchResult result, OutputFields output, int digits) {
        SearchResultData.Builder data = SearchResultData.newBuilder()
                .setNumQueries(result.counts().length)
                .setIds(FieldDataWriter.keys(result.keys()))
                .setPrimaryFieldName(info.schema().primaryKey().name())
                .addAllOutputFields(output.names())
                .addAllFieldsData(output.data(result.rows()));
        int most = 0;
        for (int count : result.counts()) {
            data.addTopks(count);
            most = Math.max(most, count);
        }
        data.setTopK(most);
        double scale = Math.pow(10, digits);
        for (float score : result.scores()) {
            data.addScores(digits < 0 ? score : (float) (Math.floor(score * scale + 0.5) / scale));
        }
        return SearchResults.newBuilder()
                .setStatus(Statuses.success())
                .setCollectionName(info.name().name())
                .setSessionTs(result.timestamp())
                .setResults(data)
                .build();
    }
}
