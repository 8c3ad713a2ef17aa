package io.ocellus.vector.service.search;

import io.milvus.grpc.FieldData;
import io.milvus.grpc.LongArray;
import io.milvus.grpc.QueryRequest;
import io.milvus.grpc.QueryResults;
import io.milvus.grpc.ScalarField;
import io.ocellus.vector.service.collections.Names;
import io.ocellus.vector.service.collections.Pairs;
import io.ocellus.vector.service.errors.Refusal;
import io.ocellus.vector.service.errors.Statuses;
import io.ocellus.vector.storage.CollectionInfo;
import io.ocellus.vector.storage.QueryResult;
import io.ocellus.vector.storage.RowFilter;
import io.ocellus.vector.storage.VectorDatabase;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rows by filter, and their count. Stateless and thread-safe. */
public final class QueryCalls {
    private static final String COUNT = "count(*)";
    private static final int MOST = SearchParameters.MOST;

    private final VectorDatabase database;
    private final Filters filters;

    public QueryCalls(VectorDatabase database, Filters filters) {
        this.database = database;
        this.filters = filters;
    }

    public QueryResults query(QueryRequest request) {
        Names.requireDatabase(request.getDbName());
        CollectionInfo info =
                database.describeCollection(Names.collection(request.getDbName(), request.getCollectionName()));
        SearchCalls.partitions(info, request.getPartitionNamesList());
        Map<String, String> parameters = Pairs.map(request.getQueryParamsList());
        Optional<RowFilter> filter =
                filters.compile("query", request.getExpr(), info.schema(), request.getExprTemplateValuesMap());
        boolean counts = request.getOutputFieldsList().stream()
                .anyMatch(name -> name.strip().equalsIgnoreCase(COUNT));
        if (counts && request.getOutputFieldsCount() > 1) {
            throw Refusal.invalid("count entities with other output fields is not allowed");
        }
        boolean iterates = "true".equalsIgnoreCase(parameters.get("iterator"));
        Optional<Integer> limit = limit(parameters);
        int offset = offset(parameters, limit);
        if (counts && limit.isPresent()) {
            throw Refusal.invalid("count entities with pagination is not allowed");
        }
        if (!counts && filter.isEmpty() && limit.isEmpty()) {
            throw Refusal.invalid("empty expression should be used with limit");
        }
        OutputFields output = counts
                ? new OutputFields(List.of(COUNT), List.of())
                : OutputFields.of(info.schema(), request.getOutputFieldsList(), true);
        io.ocellus.vector.storage.QueryRequest query = new io.ocellus.vector.storage.QueryRequest(
                info.name(),
                request.getPartitionNamesList(),
                filter,
                output.ids(),
                limit,
                offset,
                ReadPoints.ofPage(
                        info,
                        iterates,
                        request.getUseDefaultConsistency(),
                        request.getConsistencyLevelValue(),
                        request.getGuaranteeTimestamp()),
                "true".equalsIgnoreCase(parameters.get("ignore_growing")));
        return counts ? count(info, query) : rows(info, query, output);
    }

    private QueryResults rows(CollectionInfo info, io.ocellus.vector.storage.QueryRequest query, OutputFields output) {
        QueryResult result = database.query(query);
        return answer(info, result.timestamp())
                .addAllFieldsData(output.data(result.rows()))
                .addAllOutputFields(output.names())
                .build();
    }

    private QueryResults count(CollectionInfo info, io.ocellus.vector.storage.QueryRequest query) {
        VectorDatabase.CountResult result = database.count(query);
        FieldData count = FieldData.newBuilder()
                .setType(io.milvus.grpc.DataType.Int64)
                .setFieldName(COUNT)
                .setScalars(ScalarField.newBuilder()
                        .setLongData(LongArray.newBuilder().addData(result.count())))
                .build();
        return answer(info, result.timestamp())
                .addFieldsData(count)
                .addOutputFields(COUNT)
                .build();
    }

    private static QueryResults.Builder answer(CollectionInfo info, long timestamp) {
        return QueryResults.newBuilder()
                .setStatus(Statuses.success())
                .setCollectionName(info.name().name())
                .setPrimaryFieldName(info.schema().primaryKey().name())
                .setSessionTs(timestamp);
    }

    private static Optional<Integer> limit(Map<String, String> parameters) {
        String text = parameters.get("limit");
        if (text == null || text.isEmpty()) {
            return Optional.empty();
        }
        long limit = number("limit", text);
        if (limit == -1) {
            return Optional.empty();
        }
        if (limit <= 0) {
            throw Refusal.unexpected(
                    "invalid max query result window, limit [" + limit + "] is invalid, should be greater than 0");
        }
        return Optional.of((int) Math.min(limit, Integer.MAX_VALUE));
    }

    private static int offset(Map<String, String> parameters, Optional<Integer> limit) {
        String text = parameters.getOrDefault("offset", "");
        long offset = text.isEmpty() ? 0 : number("offset", text);
        if (offset < 0) {
            throw Refusal.unexpected(
                    "invalid max query result window, offset [" + offset + "] is invalid, should be gte than 0");
        }
        long depth = offset + limit.orElse(0);
        if (depth > MOST) {
            throw Refusal.unexpected("invalid max query result window, (offset+limit) should be in range [1, " + MOST
                    + "], but got " + depth);
        }
        return (int) offset;
    }

    private static long number(String key, String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw Refusal.unexpected(key + " [" + text + "] is invalid");
        }
    }
}
