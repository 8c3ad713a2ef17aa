package io.ocellus.vector.service.rest;

import io.milvus.grpc.DescribeDatabaseRequest;
import io.milvus.grpc.DescribeDatabaseResponse;
import io.milvus.grpc.ListDatabasesRequest;
import io.ocellus.vector.service.system.SystemCalls;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /databases}. */
final class DatabaseRoutes {
    private final SystemCalls system;

    DatabaseRoutes(SystemCalls system) {
        this.system = system;
    }

    void addTo(Map<String, Function<RestCall, ObjectNode>> routes) {
        routes.put("/databases/list", this::list);
        routes.put("/databases/describe", this::describe);
    }

    private ObjectNode list(RestCall call) {
        call.permit("ListDatabases", ListDatabasesRequest.getDefaultInstance());
        ArrayNode names = RestAnswer.NODES.arrayNode();
        system.databases().getDbNamesList().forEach(names::add);
        return RestAnswer.data(names);
    }

    private ObjectNode describe(RestCall call) {
        DescribeDatabaseResponse answer = system.describeDatabase(call.permit(
                "DescribeDatabase",
                DescribeDatabaseRequest.newBuilder()
                        .setDbName(call.required("dbName"))
                        .build()));
        ObjectNode data = RestAnswer.NODES.objectNode();
        data.put("dbName", answer.getDbName());
        data.put("dbID", answer.getDbID());
        data.set("properties", RestAnswer.NODES.arrayNode());
        return RestAnswer.data(data);
    }
}
