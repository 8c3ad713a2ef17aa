package io.ocellus.vector.service.partitions;

import io.milvus.grpc.BoolResponse;
import io.milvus.grpc.CreatePartitionRequest;
import io.milvus.grpc.DropPartitionRequest;
import io.milvus.grpc.GetPartitionStatisticsRequest;
import io.milvus.grpc.GetPartitionStatisticsResponse;
import io.milvus.grpc.HasPartitionRequest;
import io.milvus.grpc.LoadPartitionsRequest;
import io.milvus.grpc.ReleasePartitionsRequest;
import io.milvus.grpc.ShowPartitionsRequest;
import io.milvus.grpc.ShowPartitionsResponse;
import io.milvus.grpc.Status;
import io.ocellus.vector.service.collections.Names;
import io.ocellus.vector.service.collections.Pairs;
import io.ocellus.vector.service.errors.Refusal;
import io.ocellus.vector.service.errors.Statuses;
import io.ocellus.vector.storage.CollectionInfo;
import io.ocellus.vector.storage.CollectionName;
import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.HybridTimestamp;
import io.ocellus.vector.storage.VectorDatabase;
import java.util.List;

/** Calls about partitions. Stateless and thread-safe. */
public final class PartitionCalls {
    private static final int MOST = 1024;

    private final VectorDatabase database;

    public PartitionCalls(VectorDatabase database) {
        this.database = database;
    }

    public Status create(CreatePartitionRequest request) {
        CollectionInfo info = describe(request.getDbName(), request.getCollectionName());
        if (info.partitions().size() >= MOST) {
            throw Refusal.unexpected("partition number (" + info.partitions().size() + ") exceeds max configuration ("
                    + MOST + "), collection: " + info.name().name());
        }
        refuseKeyed(info, "create partition");
        database.createPartition(info.name(), Names.partition(request.getPartitionName()));
        return Statuses.success();
    }

    public Status drop(DropPartitionRequest request) {
        CollectionInfo info = describe(request.getDbName(), request.getCollectionName());
        refuseKeyed(info, "drop partition");
        database.dropPartition(info.name(), Names.partition(request.getPartitionName()));
        return Statuses.success();
    }

    public BoolResponse has(HasPartitionRequest request) {
        CollectionInfo info = describe(request.getDbName(), request.getCollectionName());
        return BoolResponse.newBuilder()
                .setStatus(Statuses.success())
                .setValue(contains(info, Names.partition(request.getPartitionName())))
                .build();
    }

    @SuppressWarnings("deprecation") // Attu reads the percentages.
    public ShowPartitionsResponse show(ShowPartitionsRequest request) {
        CollectionInfo info = describe(request.getDbName(), request.getCollectionName());
        ShowPartitionsResponse.Builder out = ShowPartitionsResponse.newBuilder().setStatus(Statuses.success());
        for (CollectionInfo.PartitionInfo partition : info.partitions()) {
            out.addPartitionNames(partition.name())
                    .addPartitionIDs(partition.id())
                    .addCreatedTimestamps(partition.createdTimestamp())
                    .addCreatedUtcTimestamps(HybridTimestamp.millis(partition.createdTimestamp()))
                    .addInMemoryPercentages(info.loadedPartitions().contains(partition.id()) ? 100 : 0);
        }
        return out.build();
    }

    public GetPartitionStatisticsResponse statistics(GetPartitionStatisticsRequest request) {
        CollectionInfo info = describe(request.getDbName(), request.getCollectionName());
        require(info, List.of(request.getPartitionName()));
        return GetPartitionStatisticsResponse.newBuilder()
                .setStatus(Statuses.success())
                .addStats(Pairs.pair(
                        "row_count", String.valueOf(database.rowCount(info.name(), request.getPartitionName()))))
                .build();
    }

    public Status load(LoadPartitionsRequest request) {
        CollectionInfo info = describe(request.getDbName(), request.getCollectionName());
        refuseKeyed(info, "load partitions");
        if (request.getPartitionNamesCount() == 0) {
            throw Refusal.unexpected("failed to load partition, due to no partition specified");
        }
        require(info, request.getPartitionNamesList());
        database.load(info.name(), request.getPartitionNamesList());
        return Statuses.success();
    }

    public Status release(ReleasePartitionsRequest request) {
        CollectionInfo info = describe(request.getDbName(), request.getCollectionName());
        refuseKeyed(info, "release partitions");
        if (request.getPartitionNamesCount() == 0) {
            throw Refusal.unexpected("failed to release partition, due to no partition specified");
        }
        require(info, request.getPartitionNamesList());
        database.release(info.name(), request.getPartitionNamesList());
        return Statuses.success();
    }

    /** Partitions that a key spreads rows over are not the client's. */
    private static void refuseKeyed(CollectionInfo info, String what) {
        if (info.schema().partitionKey().isPresent()) {
            throw Refusal.unexpected("disable " + what + " if partition key mode is used");
        }
    }

    private CollectionInfo describe(String databaseName, String collection) {
        Names.requireDatabase(databaseName);
        CollectionName name = Names.collection(databaseName, collection);
        return database.describeCollection(name);
    }

    private static void require(CollectionInfo info, List<String> names) {
        for (String name : names) {
            if (!contains(info, name)) {
                throw new Failure.PartitionNotFound(name);
            }
        }
    }

    private static boolean contains(CollectionInfo info, String name) {
        return info.partitions().stream().anyMatch(partition -> partition.name().equals(name));
    }
}
