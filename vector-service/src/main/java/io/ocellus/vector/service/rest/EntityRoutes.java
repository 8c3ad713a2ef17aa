package io.ocellus.vector.service.rest;

import com.google.protobuf.ByteString;
import io.milvus.grpc.CollectionSchema;
import io.milvus.grpc.DeleteRequest;
import io.milvus.grpc.DescribeCollectionRequest;
import io.milvus.grpc.FieldSchema;
import io.milvus.grpc.InsertRequest;
import io.milvus.grpc.MutationResult;
import io.milvus.grpc.PlaceholderGroup;
import io.milvus.grpc.PlaceholderType;
import io.milvus.grpc.PlaceholderValue;
import io.milvus.grpc.QueryRequest;
import io.milvus.grpc.QueryResults;
import io.milvus.grpc.SearchRequest;
import io.milvus.grpc.SearchResultData;
import io.milvus.grpc.SearchResults;
import io.milvus.grpc.UpsertRequest;
import io.ocellus.vector.service.collections.Pairs;
import io.ocellus.vector.service.errors.Refusal;
import io.ocellus.vector.service.transport.MilvusCalls;
import io.ocellus.vector.storage.Failure;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /entities}. */
final class EntityRoutes {
    private static final int DEFAULT_LIMIT = 100;

    private final MilvusCalls calls;

    EntityRoutes(MilvusCalls calls) {
        this.calls = calls;
    }

    void addTo(Map<String, Function<RestCall, ObjectNode>> routes) {
        routes.put("/entities/insert", this::insert);
        routes.put("/entities/upsert", this::upsert);
        routes.put("/entities/delete", this::delete);
        routes.put("/entities/query", this::query);
        routes.put("/entities/get", this::get);
        routes.put("/entities/search", this::search);
    }

    private CollectionSchema schema(RestCall call) {
        return calls.collections()
                .describe(DescribeCollectionRequest.newBuilder()
                        .setDbName(call.databaseName())
                        .setCollectionName(call.required("collectionName"))
                        .build())
                .getSchema();
    }

    private static List<JsonNode> rows(RestCall call) {
        JsonNode data = call.requiredNode("data");
        List<JsonNode> rows = new ArrayList<>();
        if (data.isObject()) {
            rows.add(data);
        } else {
            data.forEach(rows::add);
        }
        if (rows.isEmpty() || !rows.stream().allMatch(JsonNode::isObject)) {
            throw RestCall.malformed("data is no list of rows");
        }
        return rows;
    }

    private ObjectNode insert(RestCall call) {
        List<JsonNode> rows = rows(call);
        InsertRequest.Builder request = InsertRequest.newBuilder()
                .setDbName(call.databaseName())
                .setCollectionName(call.required("collectionName"))
                .setPartitionName(call.text("partitionName"))
                .setNumRows(rows.size());
        InsertRequest permitted = call.permit("Insert", request.build());
        MutationResult result = calls.entities()
                .insert(permitted.toBuilder()
                        .addAllFieldsData(JsonRows.read(schema(call), rows, false))
                        .build());
        ObjectNode data = RestAnswer.NODES.objectNode();
        data.put("insertCount", result.getInsertCnt());
        data.set("insertIds", new ResultRows(call, List.of(), List.of()).keys(result.getIDs()));
        return RestAnswer.rows(data);
    }

    private ObjectNode upsert(RestCall call) {
        boolean partial = call.body().path("partialUpdate").asBoolean(false);
        List<JsonNode> rows = rows(call);
        UpsertRequest permitted = call.permit(
                "Upsert",
                UpsertRequest.newBuilder()
                        .setDbName(call.databaseName())
                        .setCollectionName(call.required("collectionName"))
                        .setPartitionName(call.text("partitionName"))
                        .setNumRows(rows.size())
                        .setPartialUpdate(partial)
                        .build());
        MutationResult result = calls.entities()
                .upsert(permitted.toBuilder()
                        .addAllFieldsData(
                                partial
                                        ? JsonRows.readSome(schema(call), rows)
                                        : JsonRows.read(schema(call), rows, true))
                        .build());
        ObjectNode data = RestAnswer.NODES.objectNode();
        data.put("upsertCount", result.getUpsertCnt());
        data.set("upsertIds", new ResultRows(call, List.of(), List.of()).keys(result.getIDs()));
        return RestAnswer.rows(data);
    }

    private ObjectNode delete(RestCall call) {
        MutationResult result = calls.entities()
                .delete(call.permit(
                        "Delete",
                        DeleteRequest.newBuilder()
                                .setDbName(call.databaseName())
                                .setCollectionName(call.required("collectionName"))
                                .setPartitionName(call.text("partitionName"))
                                .setExpr(call.required("filter"))
                                .putAllExprTemplateValues(
                                        TemplateJson.read(call.body().path("exprParams")))
                                .build()));
        return RestAnswer.rows(RestAnswer.NODES.objectNode().put("deleteCount", result.getDeleteCnt()));
    }

    private static List<String> outputFields(RestCall call) {
        List<String> fields = call.texts("outputFields");
        return call.body().has("outputFields") ? fields : List.of("*");
    }

    private QueryRequest.Builder query(RestCall call, String filter) {
        JsonNode level = call.body().path("consistencyLevel");
        QueryRequest.Builder request = QueryRequest.newBuilder()
                .setDbName(call.databaseName())
                .setCollectionName(call.required("collectionName"))
                .addAllPartitionNames(call.texts("partitionNames"))
                .addAllOutputFields(outputFields(call))
                .setExpr(filter)
                .putAllExprTemplateValues(TemplateJson.read(call.body().path("exprParams")));
        if (level.isMissingNode()) {
            return request.setUseDefaultConsistency(true);
        }
        return request.setConsistencyLevel(CollectionRoutes.consistency(level));
    }

    private ObjectNode query(RestCall call) {
        QueryRequest.Builder request = query(call, call.text("filter"));
        boolean counts = request.getOutputFieldsList().stream().anyMatch("count(*)"::equalsIgnoreCase);
        if (!counts) {
            request.addQueryParams(Pairs.pair(
                    "limit",
                    String.valueOf(
                            call.integer("limit").filter(limit -> limit != 0).orElse(DEFAULT_LIMIT))));
            call.integer("offset")
                    .ifPresent(offset -> request.addQueryParams(Pairs.pair("offset", String.valueOf(offset))));
        }
        return rows(call, calls.queries().query(call.permit("Query", request.build())));
    }

    private ObjectNode get(RestCall call) {
        JsonNode ids = call.requiredNode("id");
        QueryRequest.Builder request = query(call, "");
        String single = call.text("partitionName");
        if (!single.isEmpty()) {
            request.addPartitionNames(single);
        }
        QueryRequest permitted = call.permit("Query", request.build());
        FieldSchema key = schema(call).getFieldsList().stream()
                .filter(FieldSchema::getIsPrimaryKey)
                .findFirst()
                .orElseThrow();
        List<JsonNode> keys = new ArrayList<>();
        if (ids.isArray()) {
            ids.forEach(keys::add);
        } else {
            keys.add(ids);
        }
        return rows(
                call,
                calls.queries()
                        .query(permitted.toBuilder()
                                .setExpr(key.getName() + " in {ocellus_keys}")
                                .putExprTemplateValues("ocellus_keys", TemplateJson.keys(key, keys))
                                .build()));
    }

    private static ObjectNode rows(RestCall call, QueryResults results) {
        ArrayNode rows = RestAnswer.NODES.arrayNode();
        int count = results.getFieldsDataList().stream()
                .mapToInt(EntityRoutes::rowCount)
                .max()
                .orElse(0);
        ResultRows reader = new ResultRows(call, results.getFieldsDataList(), results.getOutputFieldsList());
        for (int row = 0; row < count; row++) {
            rows.add(reader.row(row));
        }
        return RestAnswer.rows(rows);
    }

    private static int rowCount(io.milvus.grpc.FieldData field) {
        if (field.hasVectors()) {
            long dimension = Math.max(1, field.getVectors().getDim());
            return (int) (field.getVectors().getFloatVector().getDataCount() / dimension);
        }
        return switch (field.getScalars().getDataCase()) {
            case BOOL_DATA -> field.getScalars().getBoolData().getDataCount();
            case INT_DATA -> field.getScalars().getIntData().getDataCount();
            case LONG_DATA -> field.getScalars().getLongData().getDataCount();
            case FLOAT_DATA -> field.getScalars().getFloatData().getDataCount();
            case DOUBLE_DATA -> field.getScalars().getDoubleData().getDataCount();
            case STRING_DATA -> field.getScalars().getStringData().getDataCount();
            case JSON_DATA -> field.getScalars().getJsonData().getDataCount();
            case ARRAY_DATA -> field.getScalars().getArrayData().getDataCount();
            default -> 0;
        };
    }

    private ObjectNode search(RestCall call) {
        JsonNode data = call.requiredNode("data");
        Map<String, String> parameters = new LinkedHashMap<>();
        String grouping = call.text("groupingField");
        if (!grouping.isEmpty()) {
            parameters.put("group_by_field", grouping);
            call.integer("groupSize")
                    .filter(size -> size > 0)
                    .ifPresent(size -> parameters.put("group_size", String.valueOf(size)));
        }
        parameters.put("topk", String.valueOf(call.integer("limit").orElse(DEFAULT_LIMIT)));
        call.integer("offset").ifPresent(offset -> parameters.put("offset", String.valueOf(offset)));
        parameters.put("anns_field", call.text("annsField"));
        searchParameters(call.body().path("searchParams"), parameters);
        SearchRequest.Builder request = SearchRequest.newBuilder()
                .setDbName(call.databaseName())
                .setCollectionName(call.required("collectionName"))
                .addAllPartitionNames(call.texts("partitionNames"))
                .addAllOutputFields(call.texts("outputFields"))
                .setDsl(call.text("filter"))
                .putAllExprTemplateValues(TemplateJson.read(call.body().path("exprParams")))
                .setPlaceholderGroup(placeholders(data))
                .setNq(data.size())
                .addAllSearchParams(Pairs.list(parameters));
        JsonNode level = call.body().path("consistencyLevel");
        if (level.isMissingNode()) {
            request.setUseDefaultConsistency(true);
        } else {
            request.setConsistencyLevel(CollectionRoutes.consistency(level));
        }
        SearchResults results = calls.searches().search(call.permit("Search", request.build()));
        return hits(call, results.getResults());
    }

    private static void searchParameters(JsonNode given, Map<String, String> parameters) {
        ObjectNode index = RestAnswer.NODES.objectNode();
        given.properties().forEach(entry -> {
            JsonNode value = entry.getValue();
            switch (entry.getKey()) {
                case "metricType", "metric_type" -> parameters.put("metric_type", value.asString(""));
                case "ignoreGrowing", "ignore_growing" -> parameters.put("ignore_growing", value.toString());
                case "roundDecimal", "round_decimal" -> parameters.put("round_decimal", value.toString());
                default -> index.set(entry.getKey(), value);
            }
        });
        parameters.put("params", index.toString());
    }

    private static ByteString placeholders(JsonNode data) {
        PlaceholderValue.Builder out =
                PlaceholderValue.newBuilder().setTag("$0").setType(PlaceholderType.FloatVector);
        if (!data.isArray()) {
            throw RestCall.malformed("data is no list of vectors");
        }
        for (JsonNode vector : data) {
            if (vector.isString()) {
                throw new Failure.Absent("searching by text is not available yet");
            }
            if (!vector.isArray()) {
                throw RestCall.malformed("data is no list of vectors");
            }
            ByteBuffer bytes = ByteBuffer.allocate(vector.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (JsonNode component : vector) {
                if (!component.isNumber()) {
                    throw new Refusal(
                            1801, "can only accept json format request, error: " + component + " is no number");
                }
                bytes.putFloat(component.floatValue());
            }
            out.addValues(ByteString.copyFrom(bytes.flip()));
        }
        return PlaceholderGroup.newBuilder().addPlaceholders(out).build().toByteString();
    }

    private static ObjectNode hits(RestCall call, SearchResultData results) {
        ArrayNode rows = RestAnswer.NODES.arrayNode();
        ResultRows reader = new ResultRows(call, results.getFieldsDataList(), results.getOutputFieldsList());
        for (int i = 0; i < results.getScoresCount(); i++) {
            ObjectNode row = reader.row(i);
            row.set("id", reader.key(results.getIds(), i));
            row.put("distance", results.getScores(i));
            rows.add(row);
        }
        ObjectNode answer = RestAnswer.rows(rows);
        ArrayNode counts = answer.putArray("topks");
        results.getTopksList().forEach(counts::add);
        return answer;
    }
}
