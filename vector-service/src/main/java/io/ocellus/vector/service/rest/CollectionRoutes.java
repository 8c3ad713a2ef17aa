package io.ocellus.vector.service.rest;

import io.milvus.grpc.CollectionSchema;
import io.milvus.grpc.ConsistencyLevel;
import io.milvus.grpc.CreateCollectionRequest;
import io.milvus.grpc.DescribeCollectionRequest;
import io.milvus.grpc.DescribeCollectionResponse;
import io.milvus.grpc.DescribeIndexRequest;
import io.milvus.grpc.DropCollectionRequest;
import io.milvus.grpc.FlushRequest;
import io.milvus.grpc.GetCollectionStatisticsRequest;
import io.milvus.grpc.GetLoadStateRequest;
import io.milvus.grpc.GetLoadingProgressRequest;
import io.milvus.grpc.HasCollectionRequest;
import io.milvus.grpc.LoadCollectionRequest;
import io.milvus.grpc.LoadState;
import io.milvus.grpc.ReleaseCollectionRequest;
import io.milvus.grpc.RenameCollectionRequest;
import io.milvus.grpc.ShowCollectionsRequest;
import io.ocellus.vector.service.collections.Pairs;
import io.ocellus.vector.service.errors.Refusal;
import io.ocellus.vector.service.transport.MilvusCalls;
import io.ocellus.vector.storage.Failure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /collections}. */
final class CollectionRoutes {
    private final MilvusCalls calls;
    private final IndexRoutes indexes;

    CollectionRoutes(MilvusCalls calls) {
        this.calls = calls;
        this.indexes = new IndexRoutes(calls.indexes());
    }

    void addTo(Map<String, Function<RestCall, ObjectNode>> routes) {
        routes.put("/collections/list", this::list);
        routes.put("/collections/has", this::has);
        routes.put("/collections/describe", this::describe);
        routes.put("/collections/get_stats", this::statistics);
        routes.put("/collections/get_load_state", this::loadState);
        routes.put("/collections/create", this::create);
        routes.put("/collections/drop", this::drop);
        routes.put("/collections/rename", this::rename);
        routes.put("/collections/load", this::load);
        routes.put("/collections/refresh_load", this::load);
        routes.put("/collections/release", this::release);
        routes.put("/collections/flush", this::flush);
    }

    private ObjectNode list(RestCall call) {
        ArrayNode names = RestAnswer.NODES.arrayNode();
        calls.collections()
                .show(call.permit(
                        "ShowCollections",
                        ShowCollectionsRequest.newBuilder()
                                .setDbName(call.databaseName())
                                .build()))
                .getCollectionNamesList()
                .forEach(names::add);
        return RestAnswer.data(names);
    }

    private ObjectNode has(RestCall call) {
        boolean has = calls.collections()
                .has(call.permit(
                        "HasCollection",
                        HasCollectionRequest.newBuilder()
                                .setDbName(call.databaseName())
                                .setCollectionName(call.required("collectionName"))
                                .build()))
                .getValue();
        return RestAnswer.data(RestAnswer.NODES.objectNode().put("has", has));
    }

    private ObjectNode describe(RestCall call) {
        String name = call.required("collectionName");
        DescribeCollectionResponse found = calls.collections()
                .describe(call.permit(
                        "DescribeCollection",
                        DescribeCollectionRequest.newBuilder()
                                .setDbName(call.databaseName())
                                .setCollectionName(name)
                                .build()));
        ObjectNode data = RestAnswer.NODES.objectNode();
        data.put("collectionName", found.getCollectionName());
        call.put(data, "collectionID", found.getCollectionID());
        data.put("description", found.getSchema().getDescription());
        data.put(
                "autoId",
                found.getSchema().getFieldsList().stream()
                        .anyMatch(field -> field.getIsPrimaryKey() && field.getAutoID()));
        data.set("fields", SchemaJson.write(found.getSchema()));
        data.set("functions", RestAnswer.NODES.arrayNode());
        ArrayNode aliases = data.putArray("aliases");
        found.getAliasesList().forEach(aliases::add);
        data.set("indexes", indexes(call, name));
        data.put("load", state(call, name).name());
        data.put("shardsNum", found.getShardsNum());
        data.put("partitionsNum", found.getNumPartitions());
        data.put("consistencyLevel", found.getConsistencyLevel().name());
        data.put("enableDynamicField", found.getSchema().getEnableDynamicField());
        ArrayNode properties = data.putArray("properties");
        found.getPropertiesList()
                .forEach(
                        pair -> properties.addObject().put("key", pair.getKey()).put("value", pair.getValue()));
        ObjectNode answer = RestAnswer.data(data);
        answer.put("message", "");
        return answer;
    }

    private ArrayNode indexes(RestCall call, String collection) {
        ArrayNode out = RestAnswer.NODES.arrayNode();
        DescribeIndexRequest request = call.permit(
                "DescribeIndex",
                DescribeIndexRequest.newBuilder()
                        .setDbName(call.databaseName())
                        .setCollectionName(collection)
                        .build());
        try {
            calls.indexes()
                    .describe(request)
                    .getIndexDescriptionsList()
                    .forEach(index -> out.addObject()
                            .put("indexName", index.getIndexName())
                            .put("fieldName", index.getFieldName())
                            .put("metricType", Pairs.map(index.getParamsList()).getOrDefault("metric_type", "")));
        } catch (Failure.IndexNotFound e) {
            return out;
        }
        return out;
    }

    private LoadState state(RestCall call, String collection) {
        return calls.collections()
                .loadState(call.permit(
                        "GetLoadState",
                        GetLoadStateRequest.newBuilder()
                                .setDbName(call.databaseName())
                                .setCollectionName(collection)
                                .build()))
                .getState();
    }

    private ObjectNode statistics(RestCall call) {
        String rows = calls.collections()
                .statistics(call.permit(
                        "GetCollectionStatistics",
                        GetCollectionStatisticsRequest.newBuilder()
                                .setDbName(call.databaseName())
                                .setCollectionName(call.required("collectionName"))
                                .build()))
                .getStats(0)
                .getValue();
        return RestAnswer.data(RestAnswer.NODES.objectNode().put("rowCount", Long.parseLong(rows)));
    }

    private ObjectNode loadState(RestCall call) {
        String name = call.required("collectionName");
        LoadState state = state(call, name);
        if (state == LoadState.LoadStateNotExist) {
            throw new Failure.CollectionNotFound(
                    io.ocellus.vector.service.collections.Names.collection(call.databaseName(), name));
        }
        ObjectNode data = RestAnswer.NODES.objectNode();
        data.put("loadState", state.name());
        if (state != LoadState.LoadStateNotLoad) {
            data.put(
                    "loadProgress",
                    calls.collections()
                            .loadingProgress(call.permit(
                                    "GetLoadingProgress",
                                    GetLoadingProgressRequest.newBuilder()
                                            .setDbName(call.databaseName())
                                            .setCollectionName(name)
                                            .build()))
                            .getProgress());
        }
        ObjectNode answer = RestAnswer.data(data);
        answer.put("message", "");
        return answer;
    }

    private ObjectNode create(RestCall call) {
        String name = call.required("collectionName");
        JsonNode schema = call.body().path("schema");
        boolean quick = schema.path("fields").isEmpty();
        Optional<Integer> dimension = call.integer("dimension");
        if (quick && dimension.isEmpty()) {
            throw Refusal.invalid(
                    "collectionName & dimension",
                    "collectionName",
                    "dimension is required for quickly create collection(default metric type: COSINE)");
        }
        CollectionSchema translated = quick ? SchemaJson.quick(call, dimension.orElse(0)) : SchemaJson.read(schema);
        JsonNode parameters = call.body().path("params");
        calls.collections()
                .create(call.permit(
                        "CreateCollection",
                        CreateCollectionRequest.newBuilder()
                                .setDbName(call.databaseName())
                                .setCollectionName(name)
                                .setSchema(translated.toBuilder()
                                        .setName(name)
                                        .setDescription(call.text("description"))
                                        .build()
                                        .toByteString())
                                .setShardsNum(parameters.path("shardsNum").asInt(1))
                                .setNumPartitions(
                                        parameters.path("partitionsNum").asInt(0))
                                .setConsistencyLevel(consistency(parameters.path("consistencyLevel")))
                                .addAllProperties(Pairs.list(properties(parameters)))
                                .build()));
        JsonNode indexParams = call.body().path("indexParams");
        if (quick) {
            ObjectNode index = RestAnswer.NODES.objectNode();
            String vector = call.text("vectorFieldName");
            String metric = call.text("metricType");
            index.put("fieldName", vector.isEmpty() ? "vector" : vector);
            index.put("indexName", vector.isEmpty() ? "vector" : vector);
            index.put("indexType", "AUTOINDEX");
            index.put("metricType", metric.isEmpty() ? "COSINE" : metric);
            indexes.create(call, name, index);
        } else {
            for (JsonNode index : indexParams) {
                indexes.create(call, name, index);
            }
        }
        if (quick || !indexParams.isEmpty()) {
            load(call);
        }
        return RestAnswer.done();
    }

    private static Map<String, String> properties(JsonNode parameters) {
        Map<String, String> properties = new LinkedHashMap<>();
        JsonNode seconds = parameters.path("ttlSeconds");
        if (!seconds.isMissingNode()) {
            properties.put("collection.ttl.seconds", seconds.isString() ? seconds.asString() : seconds.toString());
        }
        JsonNode isolation = parameters.path("partitionKeyIsolation");
        if (!isolation.isMissingNode()) {
            properties.put(
                    "partitionkey.isolation", isolation.isString() ? isolation.asString() : isolation.toString());
        }
        properties.putAll(RestCall.members(parameters.path("properties")));
        return properties;
    }

    static ConsistencyLevel consistency(JsonNode level) {
        String text = level.isMissingNode() || level.isNull() ? "" : level.asString("");
        if (text.isEmpty()) {
            return ConsistencyLevel.Bounded;
        }
        for (ConsistencyLevel each : ConsistencyLevel.values()) {
            if (each.name().equals(text)) {
                return each;
            }
        }
        throw Refusal.invalid(
                "consistencyLevel can only be [Strong, Session, Bounded, Eventually, Customized], default: Bounded, err:"
                        + text);
    }

    private ObjectNode drop(RestCall call) {
        calls.collections()
                .drop(call.permit(
                        "DropCollection",
                        DropCollectionRequest.newBuilder()
                                .setDbName(call.databaseName())
                                .setCollectionName(call.required("collectionName"))
                                .build()));
        return RestAnswer.done();
    }

    private ObjectNode rename(RestCall call) {
        calls.collections()
                .rename(call.permit(
                        "RenameCollection",
                        RenameCollectionRequest.newBuilder()
                                .setDbName(call.databaseName())
                                .setOldName(call.required("collectionName"))
                                .setNewName(call.required("newCollectionName"))
                                .setNewDBName(call.text("newDbName"))
                                .build()));
        return RestAnswer.done();
    }

    private ObjectNode load(RestCall call) {
        calls.collections()
                .load(call.permit(
                        "LoadCollection",
                        LoadCollectionRequest.newBuilder()
                                .setDbName(call.databaseName())
                                .setCollectionName(call.required("collectionName"))
                                .build()));
        return RestAnswer.done();
    }

    private ObjectNode release(RestCall call) {
        calls.collections()
                .release(call.permit(
                        "ReleaseCollection",
                        ReleaseCollectionRequest.newBuilder()
                                .setDbName(call.databaseName())
                                .setCollectionName(call.required("collectionName"))
                                .build()));
        return RestAnswer.done();
    }

    private ObjectNode flush(RestCall call) {
        calls.entities()
                .flush(call.permit(
                        "Flush",
                        FlushRequest.newBuilder()
                                .setDbName(call.databaseName())
                                .addCollectionNames(call.required("collectionName"))
                                .build()));
        return RestAnswer.done();
    }
}
