package io.ocellus.vector.service.system;

import io.milvus.grpc.AllocTimestampResponse;
import io.milvus.grpc.CheckHealthResponse;
import io.milvus.grpc.ComponentInfo;
import io.milvus.grpc.ComponentStates;
import io.milvus.grpc.ConnectResponse;
import io.milvus.grpc.DescribeDatabaseRequest;
import io.milvus.grpc.DescribeDatabaseResponse;
import io.milvus.grpc.GetPersistentSegmentInfoRequest;
import io.milvus.grpc.GetPersistentSegmentInfoResponse;
import io.milvus.grpc.GetQuerySegmentInfoRequest;
import io.milvus.grpc.GetQuerySegmentInfoResponse;
import io.milvus.grpc.GetReplicasRequest;
import io.milvus.grpc.GetReplicasResponse;
import io.milvus.grpc.GetVersionResponse;
import io.milvus.grpc.ListDatabasesResponse;
import io.milvus.grpc.PersistentSegmentInfo;
import io.milvus.grpc.QuerySegmentInfo;
import io.milvus.grpc.ReplicaInfo;
import io.milvus.grpc.SegmentState;
import io.milvus.grpc.ServerInfo;
import io.milvus.grpc.ShardReplica;
import io.milvus.grpc.StateCode;
import io.ocellus.vector.service.collections.Names;
import io.ocellus.vector.service.errors.Statuses;
import io.ocellus.vector.storage.CollectionInfo;
import io.ocellus.vector.storage.CollectionName;
import io.ocellus.vector.storage.SegmentInfo;
import io.ocellus.vector.storage.VectorDatabase;
import java.util.concurrent.atomic.AtomicLong;

/** Calls about the server. Stateless but for the numbers of its connections. */
public final class SystemCalls {
    /** The version of Milvus whose behaviour is kept. */
    public static final String VERSION = "2.6.6";

    private static final long NODE = 1;

    private final VectorDatabase database;
    private final AtomicLong connections = new AtomicLong();

    public SystemCalls(VectorDatabase database) {
        this.database = database;
    }

    public ConnectResponse connect() {
        return ConnectResponse.newBuilder()
                .setStatus(Statuses.success())
                .setIdentifier(connections.incrementAndGet())
                .setServerInfo(ServerInfo.newBuilder()
                        .setBuildTags(VERSION)
                        .setGitCommit("")
                        .setGoVersion("")
                        .setDeployMode("STANDALONE"))
                .build();
    }

    public GetVersionResponse version() {
        return GetVersionResponse.newBuilder()
                .setStatus(Statuses.success())
                .setVersion("v" + VERSION)
                .build();
    }

    public CheckHealthResponse health() {
        CheckHealthResponse.Builder out =
                CheckHealthResponse.newBuilder().setStatus(Statuses.success()).setIsHealthy(database.ready());
        if (!database.ready()) {
            out.addReasons("the log, the database or the object store does not answer");
        }
        return out.build();
    }

    public ComponentStates components() {
        return ComponentStates.newBuilder()
                .setStatus(Statuses.success())
                .setState(ComponentInfo.newBuilder()
                        .setNodeID(NODE)
                        .setRole("proxy")
                        .setStateCode(database.ready() ? StateCode.Healthy : StateCode.Abnormal))
                .build();
    }

    public AllocTimestampResponse timestamp() {
        return AllocTimestampResponse.newBuilder()
                .setStatus(Statuses.success())
                .setTimestamp(database.timestamp())
                .build();
    }

    public ListDatabasesResponse databases() {
        return ListDatabasesResponse.newBuilder()
                .setStatus(Statuses.success())
                .addDbNames(CollectionName.DEFAULT_DATABASE)
                .addDbIds(1)
                .addCreatedTimestamp(0)
                .build();
    }

    public DescribeDatabaseResponse describeDatabase(DescribeDatabaseRequest request) {
        Names.requireDatabase(request.getDbName());
        return DescribeDatabaseResponse.newBuilder()
                .setStatus(Statuses.success())
                .setDbName(Names.database(request.getDbName()))
                .setDbID(1)
                .build();
    }

    /** One replica on one node: this process. */
    public GetReplicasResponse replicas(GetReplicasRequest request) {
        CollectionInfo info = request.getCollectionName().isEmpty()
                ? database.findCollection(request.getCollectionID())
                        .filter(found -> found.name().database().equals(Names.database(request.getDbName())))
                        .orElseThrow(() ->
                                new io.ocellus.vector.storage.Failure.CollectionNotFound(request.getCollectionID()))
                : describe(request.getDbName(), request.getCollectionName());
        GetReplicasResponse.Builder out = GetReplicasResponse.newBuilder().setStatus(Statuses.success());
        if (info.loadState() == CollectionInfo.LoadState.NOT_LOADED) {
            return out.build();
        }
        ReplicaInfo.Builder replica = ReplicaInfo.newBuilder()
                .setReplicaID(info.id())
                .setCollectionID(info.id())
                .addNodeIds(NODE)
                .setResourceGroupName("__default_resource_group");
        info.partitions().forEach(partition -> replica.addPartitionIds(partition.id()));
        info.shards()
                .forEach(shard -> replica.addShardReplicas(ShardReplica.newBuilder()
                        .setLeaderID(NODE)
                        .setDmChannelName(shard.virtualChannel())
                        .addNodeIds(NODE)));
        return out.addReplicas(replica).build();
    }

    public GetPersistentSegmentInfoResponse persistentSegments(GetPersistentSegmentInfoRequest request) {
        CollectionInfo info = describe(request.getDbName(), request.getCollectionName());
        GetPersistentSegmentInfoResponse.Builder out =
                GetPersistentSegmentInfoResponse.newBuilder().setStatus(Statuses.success());
        for (SegmentInfo segment : database.segments(info.name())) {
            if (segment.sealed()) {
                out.addInfos(PersistentSegmentInfo.newBuilder()
                        .setSegmentID(segment.id())
                        .setCollectionID(segment.collectionId())
                        .setPartitionID(segment.partitionId())
                        .setNumRows(segment.rows())
                        .setState(SegmentState.Flushed));
            }
        }
        return out.build();
    }

    public GetQuerySegmentInfoResponse querySegments(GetQuerySegmentInfoRequest request) {
        CollectionInfo info = describe(request.getDbName(), request.getCollectionName());
        GetQuerySegmentInfoResponse.Builder out =
                GetQuerySegmentInfoResponse.newBuilder().setStatus(Statuses.success());
        for (SegmentInfo segment : database.segments(info.name())) {
            out.addInfos(QuerySegmentInfo.newBuilder()
                    .setSegmentID(segment.id())
                    .setCollectionID(segment.collectionId())
                    .setPartitionID(segment.partitionId())
                    .setNumRows(segment.rows())
                    .setIndexName(segment.indexName())
                    .setState(segment.sealed() ? SegmentState.Sealed : SegmentState.Growing)
                    .addNodeIds(NODE));
        }
        return out.build();
    }

    private CollectionInfo describe(String databaseName, String collection) {
        Names.requireDatabase(databaseName);
        return database.describeCollection(Names.collection(databaseName, collection));
    }
}
