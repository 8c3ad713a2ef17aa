package io.ocellus.vector.service.transport;

import io.grpc.stub.StreamObserver;
import io.milvus.grpc.AddCollectionFieldRequest;
import io.milvus.grpc.AlterAliasRequest;
import io.milvus.grpc.AlterCollectionFieldRequest;
import io.milvus.grpc.AlterCollectionRequest;
import io.milvus.grpc.AlterIndexRequest;
import io.milvus.grpc.BoolResponse;
import io.milvus.grpc.CreateAliasRequest;
import io.milvus.grpc.CreateCollectionRequest;
import io.milvus.grpc.CreateIndexRequest;
import io.milvus.grpc.CreatePartitionRequest;
import io.milvus.grpc.DescribeAliasRequest;
import io.milvus.grpc.DescribeAliasResponse;
import io.milvus.grpc.DescribeCollectionRequest;
import io.milvus.grpc.DescribeCollectionResponse;
import io.milvus.grpc.DescribeIndexRequest;
import io.milvus.grpc.DescribeIndexResponse;
import io.milvus.grpc.DropAliasRequest;
import io.milvus.grpc.DropCollectionRequest;
import io.milvus.grpc.DropIndexRequest;
import io.milvus.grpc.DropPartitionRequest;
import io.milvus.grpc.GetCollectionStatisticsRequest;
import io.milvus.grpc.GetCollectionStatisticsResponse;
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
import io.milvus.grpc.HasCollectionRequest;
import io.milvus.grpc.HasPartitionRequest;
import io.milvus.grpc.ListAliasesRequest;
import io.milvus.grpc.ListAliasesResponse;
import io.milvus.grpc.LoadCollectionRequest;
import io.milvus.grpc.LoadPartitionsRequest;
import io.milvus.grpc.MilvusServiceGrpc;
import io.milvus.grpc.ReleaseCollectionRequest;
import io.milvus.grpc.ReleasePartitionsRequest;
import io.milvus.grpc.RenameCollectionRequest;
import io.milvus.grpc.ShowCollectionsRequest;
import io.milvus.grpc.ShowCollectionsResponse;
import io.milvus.grpc.ShowPartitionsRequest;
import io.milvus.grpc.ShowPartitionsResponse;
import io.milvus.grpc.Status;
import io.milvus.grpc.TruncateCollectionRequest;
import io.milvus.grpc.TruncateCollectionResponse;

/** The calls of MilvusService about what there is: collections, aliases, partitions, indexes, what is loaded. One line a call. */
abstract class DefinitionGrpc extends MilvusServiceGrpc.MilvusServiceImplBase {
    private final MilvusCalls calls;

    DefinitionGrpc(MilvusCalls calls) {
        this.calls = calls;
    }

    @Override
    public void createCollection(CreateCollectionRequest request, StreamObserver<Status> observer) {
        GrpcAnswers.answer(
                observer, Status.getDefaultInstance(), () -> calls.collections().create(request));
    }

    @Override
    public void dropCollection(DropCollectionRequest request, StreamObserver<Status> observer) {
        GrpcAnswers.answer(
                observer, Status.getDefaultInstance(), () -> calls.collections().drop(request));
    }

    @Override
    public void hasCollection(HasCollectionRequest request, StreamObserver<BoolResponse> observer) {
        GrpcAnswers.answer(
                observer,
                BoolResponse.getDefaultInstance(),
                () -> calls.collections().has(request));
    }

    @Override
    public void describeCollection(
            DescribeCollectionRequest request, StreamObserver<DescribeCollectionResponse> observer) {
        GrpcAnswers.answer(
                observer,
                DescribeCollectionResponse.getDefaultInstance(),
                () -> calls.collections().describe(request));
    }

    @Override
    public void showCollections(ShowCollectionsRequest request, StreamObserver<ShowCollectionsResponse> observer) {
        GrpcAnswers.answer(
                observer,
                ShowCollectionsResponse.getDefaultInstance(),
                () -> calls.collections().show(request));
    }

    @Override
    public void renameCollection(RenameCollectionRequest request, StreamObserver<Status> observer) {
        GrpcAnswers.answer(
                observer, Status.getDefaultInstance(), () -> calls.collections().rename(request));
    }

    @Override
    public void alterCollection(AlterCollectionRequest request, StreamObserver<Status> observer) {
        GrpcAnswers.answer(
                observer, Status.getDefaultInstance(), () -> calls.alterations().collection(request));
    }

    @Override
    public void addCollectionField(AddCollectionFieldRequest request, StreamObserver<Status> observer) {
        GrpcAnswers.answer(
                observer, Status.getDefaultInstance(), () -> calls.alterations().add(request));
    }

    @Override
    public void alterCollectionField(AlterCollectionFieldRequest request, StreamObserver<Status> observer) {
        GrpcAnswers.answer(
                observer, Status.getDefaultInstance(), () -> calls.alterations().field(request));
    }

    @Override
    public void truncateCollection(
            TruncateCollectionRequest request, StreamObserver<TruncateCollectionResponse> observer) {
        GrpcAnswers.answer(
                observer,
                TruncateCollectionResponse.getDefaultInstance(),
                () -> calls.alterations().truncate(request));
    }

    @Override
    public void createAlias(CreateAliasRequest request, StreamObserver<Status> observer) {
        GrpcAnswers.answer(
                observer, Status.getDefaultInstance(), () -> calls.aliases().create(request));
    }

    @Override
    public void alterAlias(AlterAliasRequest request, StreamObserver<Status> observer) {
        GrpcAnswers.answer(
                observer, Status.getDefaultInstance(), () -> calls.aliases().alter(request));
    }

    @Override
    public void dropAlias(DropAliasRequest request, StreamObserver<Status> observer) {
        GrpcAnswers.answer(
                observer, Status.getDefaultInstance(), () -> calls.aliases().drop(request));
    }

    @Override
    public void describeAlias(DescribeAliasRequest request, StreamObserver<DescribeAliasResponse> observer) {
        GrpcAnswers.answer(
                observer,
                DescribeAliasResponse.getDefaultInstance(),
                () -> calls.aliases().describe(request));
    }

    @Override
    public void listAliases(ListAliasesRequest request, StreamObserver<ListAliasesResponse> observer) {
        GrpcAnswers.answer(
                observer,
                ListAliasesResponse.getDefaultInstance(),
                () -> calls.aliases().list(request));
    }

    @Override
    public void alterIndex(AlterIndexRequest request, StreamObserver<Status> observer) {
        GrpcAnswers.answer(
                observer, Status.getDefaultInstance(), () -> calls.indexes().alter(request));
    }

    @Override
    public void getCollectionStatistics(
            GetCollectionStatisticsRequest request, StreamObserver<GetCollectionStatisticsResponse> observer) {
        GrpcAnswers.answer(
                observer,
                GetCollectionStatisticsResponse.getDefaultInstance(),
                () -> calls.collections().statistics(request));
    }

    @Override
    public void loadCollection(LoadCollectionRequest request, StreamObserver<Status> observer) {
        GrpcAnswers.answer(
                observer, Status.getDefaultInstance(), () -> calls.collections().load(request));
    }

    @Override
    public void releaseCollection(ReleaseCollectionRequest request, StreamObserver<Status> observer) {
        GrpcAnswers.answer(
                observer, Status.getDefaultInstance(), () -> calls.collections().release(request));
    }

    @Override
    public void getLoadState(GetLoadStateRequest request, StreamObserver<GetLoadStateResponse> observer) {
        GrpcAnswers.answer(
                observer,
                GetLoadStateResponse.getDefaultInstance(),
                () -> calls.collections().loadState(request));
    }

    @Override
    public void getLoadingProgress(
            GetLoadingProgressRequest request, StreamObserver<GetLoadingProgressResponse> observer) {
        GrpcAnswers.answer(
                observer,
                GetLoadingProgressResponse.getDefaultInstance(),
                () -> calls.collections().loadingProgress(request));
    }

    @Override
    public void createPartition(CreatePartitionRequest request, StreamObserver<Status> observer) {
        GrpcAnswers.answer(
                observer, Status.getDefaultInstance(), () -> calls.partitions().create(request));
    }

    @Override
    public void dropPartition(DropPartitionRequest request, StreamObserver<Status> observer) {
        GrpcAnswers.answer(
                observer, Status.getDefaultInstance(), () -> calls.partitions().drop(request));
    }

    @Override
    public void hasPartition(HasPartitionRequest request, StreamObserver<BoolResponse> observer) {
        GrpcAnswers.answer(
                observer,
                BoolResponse.getDefaultInstance(),
                () -> calls.partitions().has(request));
    }

    @Override
    public void showPartitions(ShowPartitionsRequest request, StreamObserver<ShowPartitionsResponse> observer) {
        GrpcAnswers.answer(
                observer,
                ShowPartitionsResponse.getDefaultInstance(),
                () -> calls.partitions().show(request));
    }

    @Override
    public void getPartitionStatistics(
            GetPartitionStatisticsRequest request, StreamObserver<GetPartitionStatisticsResponse> observer) {
        GrpcAnswers.answer(
                observer,
                GetPartitionStatisticsResponse.getDefaultInstance(),
                () -> calls.partitions().statistics(request));
    }

    @Override
    public void loadPartitions(LoadPartitionsRequest request, StreamObserver<Status> observer) {
        GrpcAnswers.answer(
                observer, Status.getDefaultInstance(), () -> calls.partitions().load(request));
    }

    @Override
    public void releasePartitions(ReleasePartitionsRequest request, StreamObserver<Status> observer) {
        GrpcAnswers.answer(
                observer, Status.getDefaultInstance(), () -> calls.partitions().release(request));
    }

    @Override
    public void createIndex(CreateIndexRequest request, StreamObserver<Status> observer) {
        GrpcAnswers.answer(
                observer, Status.getDefaultInstance(), () -> calls.indexes().create(request));
    }

    @Override
    public void describeIndex(DescribeIndexRequest request, StreamObserver<DescribeIndexResponse> observer) {
        GrpcAnswers.answer(
                observer,
                DescribeIndexResponse.getDefaultInstance(),
                () -> calls.indexes().describe(request));
    }

    @Override
    public void getIndexStatistics(
            GetIndexStatisticsRequest request, StreamObserver<GetIndexStatisticsResponse> observer) {
        GrpcAnswers.answer(
                observer,
                GetIndexStatisticsResponse.getDefaultInstance(),
                () -> calls.indexes().statistics(request));
    }

    @SuppressWarnings("deprecation") // Older clients wait on it.
    @Override
    public void getIndexState(GetIndexStateRequest request, StreamObserver<GetIndexStateResponse> observer) {
        GrpcAnswers.answer(
                observer,
                GetIndexStateResponse.getDefaultInstance(),
                () -> calls.indexes().state(request));
    }

    @SuppressWarnings("deprecation") // Older clients wait on it.
    @Override
    public void getIndexBuildProgress(
            GetIndexBuildProgressRequest request, StreamObserver<GetIndexBuildProgressResponse> observer) {
        GrpcAnswers.answer(
                observer,
                GetIndexBuildProgressResponse.getDefaultInstance(),
                () -> calls.indexes().progress(request));
    }

    @Override
    public void dropIndex(DropIndexRequest request, StreamObserver<Status> observer) {
        GrpcAnswers.answer(
                observer, Status.getDefaultInstance(), () -> calls.indexes().drop(request));
    }
}
