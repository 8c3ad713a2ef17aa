package io.ocellus.vector.service.rest;

import io.milvus.grpc.AlterAliasRequest;
import io.milvus.grpc.CreateAliasRequest;
import io.milvus.grpc.DescribeAliasRequest;
import io.milvus.grpc.DescribeAliasResponse;
import io.milvus.grpc.DropAliasRequest;
import io.milvus.grpc.ListAliasesRequest;
import io.ocellus.vector.service.aliases.AliasCalls;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /aliases}. */
final class AliasRoutes {
    private final AliasCalls aliases;

    AliasRoutes(AliasCalls aliases) {
        this.aliases = aliases;
    }

    void addTo(Map<String, Function<RestCall, ObjectNode>> routes) {
        routes.put("/aliases/list", this::list);
        routes.put("/aliases/describe", this::describe);
        routes.put("/aliases/create", this::create);
        routes.put("/aliases/drop", this::drop);
        routes.put("/aliases/alter", this::alter);
    }

    private ObjectNode list(RestCall call) {
        ArrayNode names = RestAnswer.NODES.arrayNode();
        aliases.list(call.permit(
                        "ListAliases",
                        ListAliasesRequest.newBuilder()
                                .setDbName(call.databaseName())
                                .setCollectionName(call.text("collectionName"))
                                .build()))
                .getAliasesList()
                .forEach(names::add);
        return RestAnswer.data(names);
    }

    private ObjectNode describe(RestCall call) {
        DescribeAliasResponse found = aliases.describe(call.permit(
                "DescribeAlias",
                DescribeAliasRequest.newBuilder()
                        .setDbName(call.databaseName())
                        .setAlias(call.required("aliasName"))
                        .build()));
        return RestAnswer.data(RestAnswer.NODES
                .objectNode()
                .put("dbName", found.getDbName())
                .put("collectionName", found.getCollection())
                .put("aliasName", found.getAlias()));
    }

    private ObjectNode create(RestCall call) {
        aliases.create(call.permit(
                "CreateAlias",
                CreateAliasRequest.newBuilder()
                        .setDbName(call.databaseName())
                        .setCollectionName(call.required("collectionName"))
                        .setAlias(call.required("aliasName"))
                        .build()));
        return RestAnswer.done();
    }

    private ObjectNode drop(RestCall call) {
        aliases.drop(call.permit(
                "DropAlias",
                DropAliasRequest.newBuilder()
                        .setDbName(call.databaseName())
                        .setAlias(call.required("aliasName"))
                        .build()));
        return RestAnswer.done();
    }

    private ObjectNode alter(RestCall call) {
        aliases.alter(call.permit(
                "AlterAlias",
                AlterAliasRequest.newBuilder()
                        .setDbName(call.databaseName())
                        .setCollectionName(call.required("collectionName"))
                        .setAlias(call.required("aliasName"))
                        .build()));
        return RestAnswer.done();
    }
}
