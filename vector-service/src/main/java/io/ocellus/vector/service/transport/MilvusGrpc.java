package io.ocellus.vector.service.transport;

import io.grpc.stub.StreamObserver;
import io.milvus.grpc.AllocTimestampRequest;
import io.milvus.grpc.AllocTimestampResponse;
import io.milvus.grpc.CheckHealthRequest;
import io.milvus.grpc.CheckHealthResponse;
import io.milvus.grpc.ComponentStates;
import io.milvus.grpc.ConnectRequest;
import io.milvus.grpc.ConnectResponse;
import io.milvus.grpc.DeleteRequest;
import io.milvus.grpc.DescribeDatabaseRequest;
import io.milvus.grpc.DescribeDatabaseResponse;
import io.milvus.grpc.FlushAllRequest;
import io.milvus.grpc.FlushAllResponse;
import io.milvus.grpc.FlushRequest;
import io.milvus.grpc.FlushResponse;
import io.milvus.grpc.GetComponentStatesRequest;
import io.milvus.grpc.GetFlushAllStateRequest;
import io.milvus.grpc.GetFlushAllStateResponse;
import io.milvus.grpc.GetFlushStateRequest;
import io.milvus.grpc.GetFlushStateResponse;
import io.milvus.grpc.GetPersistentSegmentInfoRequest;
import io.milvus.grpc.GetPersistentSegmentInfoResponse;
import io.milvus.grpc.GetQuerySegmentInfoRequest;
import io.milvus.grpc.GetQuerySegmentInfoResponse;
import io.milvus.grpc.GetReplicasRequest;
import io.milvus.grpc.GetReplicasResponse;
import io.milvus.grpc.GetVersionRequest;
import io.milvus.grpc.GetVersionResponse;
import io.milvus.grpc.InsertRequest;
import io.milvus.grpc.ListDatabasesRequest;
import io.milvus.grpc.ListDatabasesResponse;
import io.milvus.grpc.MutationResult;
import io.milvus.grpc.QueryRequest;
import io.milvus.grpc.QueryResults;
import io.milvus.grpc.SearchRequest;
import io.milvus.grpc.SearchResults;
import io.milvus.grpc.UpsertRequest;

/** MilvusService: the calls about rows and about the server itself here, the others above. What is not here answers UNIMPLEMENTED, as gRPC does. */
public final class MilvusGrpc extends DefinitionGrpc {
    private final MilvusCalls calls;

    public MilvusGrpc(MilvusCalls calls) {
        super(calls);
        this.calls = calls;
    }

    @Override
    public void insert(InsertRequest request, StreamObserver<MutationResult> observer) {
        GrpcAnswers.answer(
                observer,
                MutationResult.getDefaultInstance(),
                () -> calls.entities().insert(request));
    }

    @Override
    public void upsert(UpsertRequest request, StreamObserver<MutationResult> observer) {
        GrpcAnswers.answer(
                observer,
                MutationResult.getDefaultInstance(),
                () -> calls.entities().upsert(request));
    }

    @Override
    public void delete(DeleteRequest request, StreamObserver<MutationResult> observer) {
        GrpcAnswers.answer(
                observer,
                MutationResult.getDefaultInstance(),
                () -> calls.entities().delete(request));
    }

    @Override
    public void flush(FlushRequest request, StreamObserver<FlushResponse> observer) {
        GrpcAnswers.answer(
                observer,
                FlushResponse.getDefaultInstance(),
                () -> calls.entities().flush(request));
    }

    @Override
    public void getFlushState(GetFlushStateRequest request, StreamObserver<GetFlushStateResponse> observer) {
        GrpcAnswers.answer(
                observer,
                GetFlushStateResponse.getDefaultInstance(),
                () -> calls.entities().flushState(request));
    }

    @Override
    public void flushAll(FlushAllRequest request, StreamObserver<FlushAllResponse> observer) {
        GrpcAnswers.answer(
                observer,
                FlushAllResponse.getDefaultInstance(),
                () -> calls.entities().flushAll(request));
    }

    @Override
    public void getFlushAllState(GetFlushAllStateRequest request, StreamObserver<GetFlushAllStateResponse> observer) {
        GrpcAnswers.answer(
                observer,
                GetFlushAllStateResponse.getDefaultInstance(),
                () -> calls.entities().flushAllState());
    }

    @Override
    public void search(SearchRequest request, StreamObserver<SearchResults> observer) {
        GrpcAnswers.answer(
                observer,
                SearchResults.getDefaultInstance(),
                () -> calls.searches().search(request));
    }

    @Override
    public void query(QueryRequest request, StreamObserver<QueryResults> observer) {
        GrpcAnswers.answer(
                observer,
                QueryResults.getDefaultInstance(),
                () -> calls.queries().query(request));
    }

    @Override
    public void connect(ConnectRequest request, StreamObserver<ConnectResponse> observer) {
        GrpcAnswers.answer(
                observer,
                ConnectResponse.getDefaultInstance(),
                () -> calls.system().connect());
    }

    @Override
    public void getVersion(GetVersionRequest request, StreamObserver<GetVersionResponse> observer) {
        GrpcAnswers.answer(
                observer,
                GetVersionResponse.getDefaultInstance(),
                () -> calls.system().version());
    }

    @Override
    public void checkHealth(CheckHealthRequest request, StreamObserver<CheckHealthResponse> observer) {
        GrpcAnswers.answer(
                observer,
                CheckHealthResponse.getDefaultInstance(),
                () -> calls.system().health());
    }

    @Override
    public void getComponentStates(GetComponentStatesRequest request, StreamObserver<ComponentStates> observer) {
        GrpcAnswers.answer(
                observer,
                ComponentStates.getDefaultInstance(),
                () -> calls.system().components());
    }

    @Override
    public void allocTimestamp(AllocTimestampRequest request, StreamObserver<AllocTimestampResponse> observer) {
        GrpcAnswers.answer(
                observer,
                AllocTimestampResponse.getDefaultInstance(),
                () -> calls.system().timestamp());
    }

    @Override
    public void listDatabases(ListDatabasesRequest request, StreamObserver<ListDatabasesResponse> observer) {
        GrpcAnswers.answer(
                observer,
                ListDatabasesResponse.getDefaultInstance(),
                () -> calls.system().databases());
    }

    @Override
    public void describeDatabase(DescribeDatabaseRequest request, StreamObserver<DescribeDatabaseResponse> observer) {
        GrpcAnswers.answer(
                observer,
                DescribeDatabaseResponse.getDefaultInstance(),
                () -> calls.system().describeDatabase(request));
    }

    @Override
    public void getReplicas(GetReplicasRequest request, StreamObserver<GetReplicasResponse> observer) {
        GrpcAnswers.answer(
                observer,
                GetReplicasResponse.getDefaultInstance(),
                () -> calls.system().replicas(request));
    }

    @Override
    public void getPersistentSegmentInfo(
            GetPersistentSegmentInfoRequest request, StreamObserver<GetPersistentSegmentInfoResponse> observer) {
        GrpcAnswers.answer(
                observer,
                GetPersistentSegmentInfoResponse.getDefaultInstance(),
                () -> calls.system().persistentSegments(request));
    }

    @Override
    public void getQuerySegmentInfo(
            GetQuerySegmentInfoRequest request, StreamObserver<GetQuerySegmentInfoResponse> observer) {
        GrpcAnswers.answer(
                observer,
                GetQuerySegmentInfoResponse.getDefaultInstance(),
                () -> calls.system().querySegments(request));
    }
}
