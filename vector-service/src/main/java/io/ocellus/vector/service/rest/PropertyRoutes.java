package io.ocellus.vector.service.rest;

import io.milvus.grpc.AddCollectionFieldRequest;
import io.milvus.grpc.AlterCollectionFieldRequest;
import io.milvus.grpc.AlterCollectionRequest;
import io.milvus.grpc.AlterIndexRequest;
import io.ocellus.vector.service.collections.AlterCalls;
import io.ocellus.vector.service.collections.Pairs;
import io.ocellus.vector.service.indexes.IndexCalls;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Properties of collections, fields and indexes: set and taken away. */
final class PropertyRoutes {
    private final AlterCalls alterations;
    private final IndexCalls indexes;

    PropertyRoutes(AlterCalls alterations, IndexCalls indexes) {
        this.alterations = alterations;
        this.indexes = indexes;
    }

    void addTo(Map<String, Function<RestCall, ObjectNode>> routes) {
        routes.put("/collections/alter_properties", this::collection);
        routes.put("/collections/drop_properties", this::collection);
        routes.put("/collections/fields/add", this::addField);
        routes.put("/collections/fields/alter_properties", this::field);
        routes.put("/indexes/alter_properties", this::index);
        routes.put("/indexes/drop_properties", this::index);
    }

    private ObjectNode collection(RestCall call) {
        alterations.collection(call.permit(
                "AlterCollection",
                AlterCollectionRequest.newBuilder()
                        .setDbName(call.databaseName())
                        .setCollectionName(call.required("collectionName"))
                        .addAllProperties(
                                Pairs.list(RestCall.members(call.body().path("properties"))))
                        .addAllDeleteKeys(call.texts("propertyKeys"))
                        .build()));
        return RestAnswer.done();
    }

    private ObjectNode addField(RestCall call) {
        JsonNode schema = call.body().path("schema");
        if (!schema.isObject()) {
            throw RestCall.missing("schema");
        }
        alterations.add(call.permit(
                "AddCollectionField",
                AddCollectionFieldRequest.newBuilder()
                        .setDbName(call.databaseName())
                        .setCollectionName(call.required("collectionName"))
                        .setSchema(SchemaJson.field(schema, false).toByteString())
                        .build()));
        return RestAnswer.done();
    }

    private ObjectNode field(RestCall call) {
        alterations.field(call.permit(
                "AlterCollectionField",
                AlterCollectionFieldRequest.newBuilder()
                        .setDbName(call.databaseName())
                        .setCollectionName(call.required("collectionName"))
                        .setFieldName(call.required("fieldName"))
                        .addAllProperties(
                                Pairs.list(RestCall.members(call.body().path("fieldParams"))))
                        .build()));
        return RestAnswer.done();
    }

    private ObjectNode index(RestCall call) {
        indexes.alter(call.permit(
                "AlterIndex",
                AlterIndexRequest.newBuilder()
                        .setDbName(call.databaseName())
                        .setCollectionName(call.required("collectionName"))
                        .setIndexName(call.required("indexName"))
                        .addAllExtraParams(
                                Pairs.list(RestCall.members(call.body().path("properties"))))
                        .addAllDeleteKeys(call.texts("propertyKeys"))
                        .build()));
        return RestAnswer.done();
    }
}
