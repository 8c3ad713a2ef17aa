package io.ocellus.vector.service.rest;

import io.milvus.grpc.CreatePartitionRequest;
import io.milvus.grpc.DropPartitionRequest;
import io.milvus.grpc.GetPartitionStatisticsRequest;
import io.milvus.grpc.HasPartitionRequest;
import io.milvus.grpc.LoadPartitionsRequest;
import io.milvus.grpc.ReleasePartitionsRequest;
import io.milvus.grpc.ShowPartitionsRequest;
import io.ocellus.vector.service.partitions.PartitionCalls;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /partitions}. */
final class PartitionRoutes {
    private final PartitionCalls partitions;

    PartitionRoutes(PartitionCalls partitions) {
        this.partitions = partitions;
    }

    void addTo(Map<String, Function<RestCall, ObjectNode>> routes) {
        routes.put("/partitions/list", this::list);
        routes.put("/partitions/has", this::has);
        routes.put("/partitions/get_stats", this::statistics);
        routes.put("/partitions/create", this::create);
        routes.put("/partitions/drop", this::drop);
        routes.put("/partitions/load", this::load);
        routes.put("/partitions/release", this::release);
    }

    private ObjectNode list(RestCall call) {
        ArrayNode names = RestAnswer.NODES.arrayNode();
        partitions
                .show(call.permit(
                        "ShowPartitions",
                        ShowPartitionsRequest.newBuilder()
                                .setDbName(call.databaseName())
                                .setCollectionName(call.required("collectionName"))
                                .build()))
                .getPartitionNamesList()
                .forEach(names::add);
        return RestAnswer.data(names);
    }

    private ObjectNode has(RestCall call) {
        boolean has = partitions
                .has(call.permit(
                        "HasPartition",
                        HasPartitionRequest.newBuilder()
                                .setDbName(call.databaseName())
                                .setCollectionName(call.required("collectionName"))
                                .setPartitionName(call.required("partitionName"))
                                .build()))
                .getValue();
        return RestAnswer.data(RestAnswer.NODES.objectNode().put("has", has));
    }

    private ObjectNode statistics(RestCall call) {
        String rows = partitions
                .statistics(call.permit(
                        "GetPartitionStatistics",
                        GetPartitionStatisticsRequest.newBuilder()
                                .setDbName(call.databaseName())
                                .setCollectionName(call.required("collectionName"))
                                .setPartitionName(call.required("partitionName"))
                                .build()))
                .getStats(0)
                .getValue();
        return RestAnswer.data(RestAnswer.NODES.objectNode().put("rowCount", Long.parseLong(rows)));
    }

    private ObjectNode create(RestCall call) {
        partitions.create(call.permit(
                "CreatePartition",
                CreatePartitionRequest.newBuilder()
                        .setDbName(call.databaseName())
                        .setCollectionName(call.required("collectionName"))
                        .setPartitionName(call.required("partitionName"))
                        .build()));
        return RestAnswer.done();
    }

    private ObjectNode drop(RestCall call) {
        partitions.drop(call.permit(
                "DropPartition",
                DropPartitionRequest.newBuilder()
                        .setDbName(call.databaseName())
                        .setCollectionName(call.required("collectionName"))
                        .setPartitionName(call.required("partitionName"))
                        .build()));
        return RestAnswer.done();
    }

    private ObjectNode load(RestCall call) {
        call.requiredNode("partitionNames");
        partitions.load(call.permit(
                "LoadPartitions",
                LoadPartitionsRequest.newBuilder()
                        .setDbName(call.databaseName())
                        .setCollectionName(call.required("collectionName"))
                        .addAllPartitionNames(call.texts("partitionNames"))
                        .build()));
        return RestAnswer.done();
    }

    private ObjectNode release(RestCall call) {
        call.requiredNode("partitionNames");
        partitions.release(call.permit(
                "ReleasePartitions",
                ReleasePartitionsRequest.newBuilder()
                        .setDbName(call.databaseName())
                        .setCollectionName(call.required("collectionName"))
                        .addAllPartitionNames(call.texts("partitionNames"))
                        .build()));
        return RestAnswer.done();
    }
}
