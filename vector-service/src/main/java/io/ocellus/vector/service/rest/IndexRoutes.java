package io.ocellus.vector.service.rest;

import io.milvus.grpc.CreateIndexRequest;
import io.milvus.grpc.DescribeIndexRequest;
import io.milvus.grpc.DropIndexRequest;
import io.milvus.grpc.IndexDescription;
import io.ocellus.vector.service.collections.Pairs;
import io.ocellus.vector.service.errors.Refusal;
import io.ocellus.vector.service.indexes.IndexCalls;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /indexes}. */
final class IndexRoutes {
    private final IndexCalls indexes;

    IndexRoutes(IndexCalls indexes) {
        this.indexes = indexes;
    }

    void addTo(Map<String, Function<RestCall, ObjectNode>> routes) {
        routes.put("/indexes/list", this::list);
        routes.put("/indexes/describe", this::describe);
        routes.put("/indexes/create", this::create);
        routes.put("/indexes/drop", this::drop);
    }

    private ObjectNode list(RestCall call) {
        ArrayNode names = RestAnswer.NODES.arrayNode();
        DescribeIndexRequest request = call.permit(
                "DescribeIndex",
                DescribeIndexRequest.newBuilder()
                        .setDbName(call.databaseName())
                        .setCollectionName(call.required("collectionName"))
                        .build());
        try {
            indexes.describe(request).getIndexDescriptionsList().forEach(index -> names.add(index.getIndexName()));
        } catch (io.ocellus.vector.storage.Failure.IndexNotFound | Refusal e) {
            boolean none = e instanceof io.ocellus.vector.storage.Failure.IndexNotFound
                    || (e instanceof Refusal refusal && refusal.code() == 700);
            if (!none) {
                throw e;
            }
        }
        return RestAnswer.data(names);
    }

    private ObjectNode describe(RestCall call) {
        ArrayNode data = RestAnswer.NODES.arrayNode();
        indexes.describe(call.permit(
                        "DescribeIndex",
                        DescribeIndexRequest.newBuilder()
                                .setDbName(call.databaseName())
                                .setCollectionName(call.required("collectionName"))
                                .setIndexName(call.required("indexName"))
                                .build()))
                .getIndexDescriptionsList()
                .forEach(index -> data.add(json(index)));
        return RestAnswer.data(data);
    }

    private static ObjectNode json(IndexDescription index) {
        Map<String, String> parameters = Pairs.map(index.getParamsList());
        ObjectNode out = RestAnswer.NODES.objectNode();
        out.put("indexName", index.getIndexName());
        out.put("fieldName", index.getFieldName());
        out.put("indexType", parameters.getOrDefault("index_type", ""));
        out.put("metricType", parameters.getOrDefault("metric_type", ""));
        out.put("totalRows", index.getTotalRows());
        out.put("indexedRows", index.getIndexedRows());
        out.put("pendingRows", index.getPendingIndexRows());
        out.put("indexState", index.getState().name());
        out.put("failReason", index.getIndexStateFailReason());
        ArrayNode pairs = out.putArray("indexParams");
        index.getParamsList()
                .forEach(pair -> pairs.addObject().put("key", pair.getKey()).put("value", pair.getValue()));
        return out;
    }

    private ObjectNode create(RestCall call) {
        String collection = call.required("collectionName");
        for (JsonNode index : call.requiredNode("indexParams")) {
            create(call, collection, index);
        }
        return RestAnswer.done();
    }

    /** Creates one index as an entry of {@code indexParams} describes it. */
    void create(RestCall call, String collection, JsonNode index) {
        Map<String, String> parameters = new LinkedHashMap<>();
        JsonNode nested = index.path("params");
        nested.properties().forEach(entry -> {
            JsonNode value = entry.getValue();
            parameters.put(entry.getKey(), value.isString() ? value.asString() : value.toString());
        });
        String type = RestCall.text(index, "indexType");
        if (!type.isEmpty()) {
            parameters.put("index_type", type);
        }
        String metric = RestCall.text(index, "metricType");
        if (!metric.isEmpty()) {
            parameters.put("metric_type", metric);
        }
        indexes.create(call.permit(
                "CreateIndex",
                CreateIndexRequest.newBuilder()
                        .setDbName(call.databaseName())
                        .setCollectionName(collection)
                        .setFieldName(RestCall.text(index, "fieldName"))
                        .setIndexName(RestCall.text(index, "indexName"))
                        .addAllExtraParams(Pairs.list(parameters))
                        .build()));
    }

    private ObjectNode drop(RestCall call) {
        indexes.drop(call.permit(
                "DropIndex",
                DropIndexRequest.newBuilder()
                        .setDbName(call.databaseName())
                        .setCollectionName(call.required("collectionName"))
                        .setIndexName(call.required("indexName"))
                        .build()));
        return RestAnswer.done();
    }
}
