package io.ocellus.vector.service.transport;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.grpc.stub.StreamObserver;
import io.milvus.grpc.AddCollectionFieldRequest;
import io.milvus.grpc.AllocTimestampRequest;
import io.milvus.grpc.AllocTimestampResponse;
import io.milvus.grpc.AlterAliasRequest;
import io.milvus.grpc.AlterCollectionFieldRequest;
import io.milvus.grpc.AlterCollectionRequest;
import io.milvus.grpc.AlterIndexRequest;
import io.milvus.grpc.BoolResponse;
import io.milvus.grpc.CheckHealthRequest;
import io.milvus.grpc.CheckHealthResponse;
import io.milvus.grpc.ComponentStates;
import io.milvus.grpc.ConnectRequest;
import io.milvus.grpc.ConnectResponse;
import io.milvus.grpc.CreateAliasRequest;
import io.milvus.grpc.CreateCollectionRequest;
import io.milvus.grpc.CreateIndexRequest;
import io.milvus.grpc.CreatePartitionRequest;
import io.milvus.grpc.DeleteRequest;
import io.milvus.grpc.DescribeAliasRequest;
import io.milvus.grpc.DescribeAliasResponse;
import io.milvus.grpc.DescribeCollectionRequest;
import io.milvus.grpc.DescribeCollectionResponse;
import io.milvus.grpc.DescribeDatabaseRequest;
import io.milvus.grpc.DescribeDatabaseResponse;
import io.milvus.grpc.DescribeIndexRequest;
import io.milvus.grpc.DescribeIndexResponse;
import io.milvus.grpc.DropAliasRequest;
import io.milvus.grpc.DropCollectionRequest;
import io.milvus.grpc.DropIndexRequest;
import io.milvus.grpc.DropPartitionRequest;
import io.milvus.grpc.FlushAllRequest;
import io.milvus.grpc.FlushAllResponse;
import io.milvus.grpc.FlushRequest;
import io.milvus.grpc.FlushResponse;
import io.milvus.grpc.GetCollectionStatisticsRequest;
import io.milvus.grpc.GetCollectionStatisticsResponse;
import io.milvus.grpc.GetComponentStatesRequest;
import io.milvus.grpc.GetFlushAllStateRequest;
import io.milvus.grpc.GetFlushAllStateResponse;
import io.milvus.grpc.GetFlushStateRequest;
import io.milvus.grpc.GetFlushStateResponse;
import io.milvus.grpc.GetIndexBuildProgressRequest;
import io.milvus.grpc.GetIndexBuildProgressResponse;
import io.milvus.grpc.GetIndexStateRequest;
import io.milvus.grpc.GetIndexStateResponse;
import io.milvus.grpc.GetIndexStatisticsRequest;
import io.milvus.grpc.GetIndexStatisticsResponse;
import io.milvus.grpc.GetLoadStateRequest;
import io.milvus.grpc.GetLoadStateResponse;
import io.milvus.grpc.GetLoadingProgressRequest;
import io.milvus.grpc.GetLoadingProgressResponse;
import io.milvus.grpc.GetPartitionStatisticsRequest;
import io.milvus.grpc.GetPartitionStatisticsResponse;
import io.milvus.grpc.GetPersistentSegmentInfoRequest;
import io.milvus.grpc.GetPersistentSegmentInfoResponse;
import io.milvus.grpc.GetQuerySegmentInfoRequest;
import io.milvus.grpc.GetQuerySegmentInfoResponse;
import io.milvus.grpc.GetReplicasRequest;
import io.milvus.grpc.GetReplicasResponse;
import io.milvus.grpc.GetVersionRequest;
import io.milvus.grpc.GetVersionResponse;
import io.milvus.grpc.HasCollectionRequest;
import io.milvus.grpc.HasPartitionRequest;
import io.milvus.grpc.InsertRequest;
import io.milvus.grpc.ListAliasesRequest;
import io.milvus.grpc.ListAliasesResponse;
import io.milvus.grpc.ListDatabasesRequest;
import io.milvus.grpc.ListDatabasesResponse;
import io.milvus.grpc.LoadCollectionRequest;
import io.milvus.grpc.LoadPartitionsRequest;
import io.milvus.grpc.MilvusServiceGrpc;
import io.milvus.grpc.MutationResult;
import io.milvus.grpc.QueryRequest;
import io.milvus.grpc.QueryResults;
import io.milvus.grpc.ReleaseCollectionRequest;
import io.milvus.grpc.ReleasePartitionsRequest;
import io.milvus.grpc.RenameCollectionRequest;
import io.milvus.grpc.SearchRequest;
import io.milvus.grpc.SearchResults;
import io.milvus.grpc.ShowCollectionsRequest;
import io.milvus.grpc.ShowCollectionsResponse;
import io.milvus.grpc.ShowPartitionsRequest;
import io.milvus.grpc.ShowPartitionsResponse;
import io.milvus.grpc.Status;
import io.milvus.grpc.TruncateCollectionRequest;
import io.milvus.grpc.TruncateCollectionResponse;
import io.milvus.grpc.UpsertRequest;
import io.ocellus.vector.service.errors.Statuses;
import io.ocellus.vector.storage.Failure;
import java.util.function.Supplier;

/**
 * MilvusService: one line a call. What is not here answers UNIMPLEMENTED, as gRPC does of itself. A refusal is an answer with a status, as
 * Milvus gives it; only what is not built yet and what failed inside become errors of gRPC.
 */
public final class MilvusGrpc extends MilvusServiceGrpc.MilvusServiceImplBase {
    private final MilvusCalls calls;

    public MilvusGrpc(MilvusCalls calls) {
        this.calls = calls;
    }

    @Override
    public void createCollection(CreateCollectionRequest request, StreamObserver<Status> observer) {
        answer(observer, Status.getDefaultInstance(), () -> calls.collections().create(request));
    }

    @Override
    public void dropCollection(DropCollectionRequest request, StreamObserver<Status> observer) {
        answer(observer, Status.getDefaultInstance(), () -> calls.collections().drop(request));
    }

    @Override
    public void hasCollection(HasCollectionRequest request, StreamObserver<BoolResponse> observer) {
        answer(
                observer,
                BoolResponse.getDefaultInstance(),
                () -> calls.collections().has(request));
    }

    @Override
    public void describeCollection(
            DescribeCollectionRequest request, StreamObserver<DescribeCollectionResponse> observer) {
        answer(
                observer,
                DescribeCollectionResponse.getDefaultInstance(),
                () -> calls.collections().describe(request));
    }

    @Override
    public void showCollections(ShowCollectionsRequest request, StreamObserver<ShowCollectionsResponse> observer) {
        answer(
                observer,
                ShowCollectionsResponse.getDefaultInstance(),
                () -> calls.collections().show(request));
    }

    @Override
    public void renameCollection(RenameCollectionRequest request, StreamObserver<Status> observer) {
        answer(observer, Status.getDefaultInstance(), () -> calls.collections().rename(request));
    }

    @Override
    public void alterCollection(AlterCollectionRequest request, StreamObserver<Status> observer) {
        answer(observer, Status.getDefaultInstance(), () -> calls.alterations().collection(request));
    }

    @Override
    public void addCollectionField(AddCollectionFieldRequest request, StreamObserver<Status> observer) {
        answer(observer, Status.getDefaultInstance(), () -> calls.alterations().add(request));
    }

    @Override
    public void alterCollectionField(AlterCollectionFieldRequest request, StreamObserver<Status> observer) {
        answer(observer, Status.getDefaultInstance(), () -> calls.alterations().field(request));
    }

    @Override
    public void truncateCollection(
            TruncateCollectionRequest request, StreamObserver<TruncateCollectionResponse> observer) {
        answer(
                observer,
                TruncateCollectionResponse.getDefaultInstance(),
                () -> calls.alterations().truncate(request));
    }

    @Override
    public void createAlias(CreateAliasRequest request, StreamObserver<Status> observer) {
        answer(observer, Status.getDefaultInstance(), () -> calls.aliases().create(request));
    }

    @Override
    public void alterAlias(AlterAliasRequest request, StreamObserver<Status> observer) {
        answer(observer, Status.getDefaultInstance(), () -> calls.aliases().alter(request));
    }

    @Override
    public void dropAlias(DropAliasRequest request, StreamObserver<Status> observer) {
        answer(observer, Status.getDefaultInstance(), () -> calls.aliases().drop(request));
    }

    @Override
    public void describeAlias(DescribeAliasRequest request, StreamObserver<DescribeAliasResponse> observer) {
        answer(
                observer,
                DescribeAliasResponse.getDefaultInstance(),
                () -> calls.aliases().describe(request));
    }

    @Override
    public void listAliases(ListAliasesRequest request, StreamObserver<ListAliasesResponse> observer) {
        answer(
                observer,
                ListAliasesResponse.getDefaultInstance(),
                () -> calls.aliases().list(request));
    }

    @Override
    public void alterIndex(AlterIndexRequest request, StreamObserver<Status> observer) {
        answer(observer, Status.getDefaultInstance(), () -> calls.indexes().alter(request));
    }

    @Override
    public void getCollectionStatistics(
            GetCollectionStatisticsRequest request, StreamObserver<GetCollectionStatisticsResponse> observer) {
        answer(
                observer,
                GetCollectionStatisticsResponse.getDefaultInstance(),
                () -> calls.collections().statistics(request));
    }

    @Override
    public void loadCollection(LoadCollectionRequest request, StreamObserver<Status> observer) {
        answer(observer, Status.getDefaultInstance(), () -> calls.collections().load(request));
    }

    @Override
    public void releaseCollection(ReleaseCollectionRequest request, StreamObserver<Status> observer) {
        answer(observer, Status.getDefaultInstance(), () -> calls.collections().release(request));
    }

    @Override
    public void getLoadState(GetLoadStateRequest request, StreamObserver<GetLoadStateResponse> observer) {
        answer(
                observer,
                GetLoadStateResponse.getDefaultInstance(),
                () -> calls.collections().loadState(request));
    }

    @Override
    public void getLoadingProgress(
            GetLoadingProgressRequest request, StreamObserver<GetLoadingProgressResponse> observer) {
        answer(
                observer,
                GetLoadingProgressResponse.getDefaultInstance(),
                () -> calls.collections().loadingProgress(request));
    }

    @Override
    public void createPartition(CreatePartitionRequest request, StreamObserver<Status> observer) {
        answer(observer, Status.getDefaultInstance(), () -> calls.partitions().create(request));
    }

    @Override
    public void dropPartition(DropPartitionRequest request, StreamObserver<Status> observer) {
        answer(observer, Status.getDefaultInstance(), () -> calls.partitions().drop(request));
    }

    @Override
    public void hasPartition(HasPartitionRequest request, StreamObserver<BoolResponse> observer) {
        answer(
                observer,
                BoolResponse.getDefaultInstance(),
                () -> calls.partitions().has(request));
    }

    @Override
    public void showPartitions(ShowPartitionsRequest request, StreamObserver<ShowPartitionsResponse> observer) {
        answer(
                observer,
                ShowPartitionsResponse.getDefaultInstance(),
                () -> calls.partitions().show(request));
    }

    @Override
    public void getPartitionStatistics(
            GetPartitionStatisticsRequest request, StreamObserver<GetPartitionStatisticsResponse> observer) {
        answer(
                observer,
                GetPartitionStatisticsResponse.getDefaultInstance(),
                () -> calls.partitions().statistics(request));
    }

    @Override
    public void loadPartitions(LoadPartitionsRequest request, StreamObserver<Status> observer) {
        answer(observer, Status.getDefaultInstance(), () -> calls.partitions().load(request));
    }

    @Override
    public void releasePartitions(ReleasePartitionsRequest request, StreamObserver<Status> observer) {
        answer(observer, Status.getDefaultInstance(), () -> calls.partitions().release(request));
    }

    @Override
    public void createIndex(CreateIndexRequest request, StreamObserver<Status> observer) {
        answer(observer, Status.getDefaultInstance(), () -> calls.indexes().create(request));
    }

    @Override
    public void describeIndex(DescribeIndexRequest request, StreamObserver<DescribeIndexResponse> observer) {
        answer(
                observer,
                DescribeIndexResponse.getDefaultInstance(),
                () -> calls.indexes().describe(request));
    }

    @Override
    public void getIndexStatistics(
            GetIndexStatisticsRequest request, StreamObserver<GetIndexStatisticsResponse> observer) {
        answer(
                observer,
                GetIndexStatisticsResponse.getDefaultInstance(),
                () -> calls.indexes().statistics(request));
    }

    @SuppressWarnings("deprecation") // Older clients wait on it.
    @Override
    public void getIndexState(GetIndexStateRequest request, StreamObserver<GetIndexStateResponse> observer) {
        answer(
                observer,
                GetIndexStateResponse.getDefaultInstance(),
                () -> calls.indexes().state(request));
    }

    @SuppressWarnings("deprecation") // Older clients wait on it.
    @Override
    public void getIndexBuildProgress(
            GetIndexBuildProgressRequest request, StreamObserver<GetIndexBuildProgressResponse> observer) {
        answer(
                observer,
                GetIndexBuildProgressResponse.getDefaultInstance(),
                () -> calls.indexes().progress(request));
    }

    @Override
    public void dropIndex(DropIndexRequest request, StreamObserver<Status> observer) {
        answer(observer, Status.getDefaultInstance(), () -> calls.indexes().drop(request));
    }

    @Override
    public void insert(InsertRequest request, StreamObserver<MutationResult> observer) {
        answer(
                observer,
                MutationResult.getDefaultInstance(),
                () -> calls.entities().insert(request));
    }

    @Override
    public void upsert(UpsertRequest request, StreamObserver<MutationResult> observer) {
        answer(
                observer,
                MutationResult.getDefaultInstance(),
                () -> calls.entities().upsert(request));
    }

    @Override
    public void delete(DeleteRequest request, StreamObserver<MutationResult> observer) {
        answer(
                observer,
                MutationResult.getDefaultInstance(),
                () -> calls.entities().delete(request));
    }

    @Override
    public void flush(FlushRequest request, StreamObserver<FlushResponse> observer) {
        answer(
                observer,
                FlushResponse.getDefaultInstance(),
                () -> calls.entities().flush(request));
    }

    @Override
    public void getFlushState(GetFlushStateRequest request, StreamObserver<GetFlushStateResponse> observer) {
        answer(
                observer,
                GetFlushStateResponse.getDefaultInstance(),
                () -> calls.entities().flushState(request));
    }

    @Override
    public void flushAll(FlushAllRequest request, StreamObserver<FlushAllResponse> observer) {
        answer(
                observer,
                FlushAllResponse.getDefaultInstance(),
                () -> calls.entities().flushAll(request));
    }

    @Override
    public void getFlushAllState(GetFlushAllStateRequest request, StreamObserver<GetFlushAllStateResponse> observer) {
        answer(
                observer,
                GetFlushAllStateResponse.getDefaultInstance(),
                () -> calls.entities().flushAllState());
    }

    @Override
    public void search(SearchRequest request, StreamObserver<SearchResults> observer) {
        answer(
                observer,
                SearchResults.getDefaultInstance(),
                () -> calls.searches().search(request));
    }

    @Override
    public void query(QueryRequest request, StreamObserver<QueryResults> observer) {
        answer(
                observer,
                QueryResults.getDefaultInstance(),
                () -> calls.queries().query(request));
    }

    @Override
    public void connect(ConnectRequest request, StreamObserver<ConnectResponse> observer) {
        answer(
                observer,
                ConnectResponse.getDefaultInstance(),
                () -> calls.system().connect());
    }

    @Override
    public void getVersion(GetVersionRequest request, StreamObserver<GetVersionResponse> observer) {
        answer(
                observer,
                GetVersionResponse.getDefaultInstance(),
                () -> calls.system().version());
    }

    @Override
    public void checkHealth(CheckHealthRequest request, StreamObserver<CheckHealthResponse> observer) {
        answer(
                observer,
                CheckHealthResponse.getDefaultInstance(),
                () -> calls.system().health());
    }

    @Override
    public void getComponentStates(GetComponentStatesRequest request, StreamObserver<ComponentStates> observer) {
        answer(
                observer,
                ComponentStates.getDefaultInstance(),
                () -> calls.system().components());
    }

    @Override
    public void allocTimestamp(AllocTimestampRequest request, StreamObserver<AllocTimestampResponse> observer) {
        answer(
                observer,
                AllocTimestampResponse.getDefaultInstance(),
                () -> calls.system().timestamp());
    }

    @Override
    public void listDatabases(ListDatabasesRequest request, StreamObserver<ListDatabasesResponse> observer) {
        answer(
                observer,
                ListDatabasesResponse.getDefaultInstance(),
                () -> calls.system().databases());
    }

    @Override
    public void describeDatabase(DescribeDatabaseRequest request, StreamObserver<DescribeDatabaseResponse> observer) {
        answer(
                observer,
                DescribeDatabaseResponse.getDefaultInstance(),
                () -> calls.system().describeDatabase(request));
    }

    @Override
    public void getReplicas(GetReplicasRequest request, StreamObserver<GetReplicasResponse> observer) {
        answer(
                observer,
                GetReplicasResponse.getDefaultInstance(),
                () -> calls.system().replicas(request));
    }

    @Override
    public void getPersistentSegmentInfo(
            GetPersistentSegmentInfoRequest request, StreamObserver<GetPersistentSegmentInfoResponse> observer) {
        answer(
                observer,
                GetPersistentSegmentInfoResponse.getDefaultInstance(),
                () -> calls.system().persistentSegments(request));
    }

    @Override
    public void getQuerySegmentInfo(
            GetQuerySegmentInfoRequest request, StreamObserver<GetQuerySegmentInfoResponse> observer) {
        answer(
                observer,
                GetQuerySegmentInfoResponse.getDefaultInstance(),
                () -> calls.system().querySegments(request));
    }

    private static <T extends Message> void answer(StreamObserver<T> observer, T empty, Supplier<T> call) {
        T answer;
        try {
            answer = call.get();
        } catch (Failure.Absent e) {
            observer.onError(
                    io.grpc.Status.UNIMPLEMENTED.withDescription(e.text()).asRuntimeException());
            return;
        } catch (Failure.Standby e) {
            // Clients try again by themselves on this code: nothing was done.
            observer.onError(
                    io.grpc.Status.UNAVAILABLE.withDescription(e.text()).asRuntimeException());
            return;
        } catch (RuntimeException e) {
            answer = withStatus(empty, Statuses.of(e));
        }
        observer.onNext(answer);
        observer.onCompleted();
    }

    @SuppressWarnings("unchecked") // A builder builds what it was made from.
    private static <T extends Message> T withStatus(T empty, Status status) {
        if (empty instanceof Status) {
            return (T) status;
        }
        FieldDescriptor field = empty.getDescriptorForType().findFieldByName("status");
        return (T) empty.toBuilder().setField(field, status).build();
    }
}
