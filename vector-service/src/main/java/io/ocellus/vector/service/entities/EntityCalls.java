package io.ocellus.vector.service.entities;

import io.milvus.grpc.DeleteRequest;
import io.milvus.grpc.FlushAllRequest;
import io.milvus.grpc.FlushAllResponse;
import io.milvus.grpc.FlushRequest;
import io.milvus.grpc.FlushResponse;
import io.milvus.grpc.GetFlushAllStateResponse;
import io.milvus.grpc.GetFlushStateRequest;
import io.milvus.grpc.GetFlushStateResponse;
import io.milvus.grpc.InsertRequest;
import io.milvus.grpc.LongArray;
import io.milvus.grpc.UpsertRequest;
import io.ocellus.vector.service.collections.Names;
import io.ocellus.vector.service.errors.Refusal;
import io.ocellus.vector.service.errors.Statuses;
import io.ocellus.vector.service.search.Filters;
import io.ocellus.vector.storage.CollectionInfo;
import io.ocellus.vector.storage.CollectionName;
import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.HybridTimestamp;
import io.ocellus.vector.storage.MutationResult;
import io.ocellus.vector.storage.RowFilter;
import io.ocellus.vector.storage.VectorDatabase;
import io.ocellus.vector.storage.columns.ColumnBatch;
import java.util.stream.IntStream;

/** Calls that change rows. An answer means durable and visible to Strong reads. */
public final class EntityCalls {
    private final VectorDatabase database;
    private final Filters filters;

    public EntityCalls(VectorDatabase database, Filters filters) {
        this.database = database;
        this.filters = filters;
    }

    public io.milvus.grpc.MutationResult insert(InsertRequest request) {
        CollectionInfo info = describe(request.getDbName(), request.getCollectionName());
        requireKnown(info, request.getSchemaTimestamp());
        int rows = request.getNumRows();
        MutationResult result = database.insert(
                info.name(),
                partition(info, request.getPartitionName()),
                Rows.read(info.schema(), request.getFieldsDataList(), rows, false));
        return answer(result, rows).setInsertCnt(result.count()).build();
    }

    public io.milvus.grpc.MutationResult upsert(UpsertRequest request) {
        CollectionInfo info = describe(request.getDbName(), request.getCollectionName());
        requireKnown(info, request.getSchemaTimestamp());
        if (request.getFieldOpsCount() > 0) {
            throw new Failure.Absent("operations on fields in an upsert are not available yet");
        }
        int rows = request.getNumRows();
        String partition = partition(info, request.getPartitionName());
        ColumnBatch batch = request.getPartialUpdate()
                ? new PartialUpdate(database, info, partition)
                        .merged(Rows.given(info.schema(), request.getFieldsDataList(), rows, true))
                : Rows.read(info.schema(), request.getFieldsDataList(), rows, true);
        MutationResult result = database.upsert(info.name(), partition, batch);
        return answer(result, rows)
                .setInsertCnt(rows)
                .setDeleteCnt(rows)
                .setUpsertCnt(result.count())
                .build();
    }

    /** Clients say of when the schema is that they filled the rows by; at this answer they ask for the present one and try again. */
    private static void requireKnown(CollectionInfo info, long schemaOf) {
        if (schemaOf != 0 && schemaOf != info.updatedTimestamp()) {
            throw new Refusal(
                    109, "collection schema mismatch[collection=" + info.name().name() + "]");
        }
    }

    public io.milvus.grpc.MutationResult delete(DeleteRequest request) {
        CollectionInfo info = describe(request.getDbName(), request.getCollectionName());
        RowFilter filter = filters.compile(
                        "delete", request.getExpr(), info.schema(), request.getExprTemplateValuesMap())
                .orElseThrow(() -> Refusal.invalid("delete plan can't be empty or always true : " + request.getExpr()));
        if (filter.fields().isEmpty()) {
            throw Refusal.invalid("delete plan can't be empty or always true : " + request.getExpr());
        }
        String partition = partition(info, request.getPartitionName());
        MutationResult result = filter.keysOnly()
                ? database.delete(info.name(), partition, filter.keys().orElseThrow())
                : database.delete(info.name(), partition, filter);
        return answer(result, 0).setDeleteCnt(result.count()).build();
    }

    private static io.milvus.grpc.MutationResult.Builder answer(MutationResult result, int rows) {
        return io.milvus.grpc.MutationResult.newBuilder()
                .setStatus(Statuses.success())
                .setIDs(FieldDataWriter.keys(result.keys()))
                .addAllSuccIndex(IntStream.range(0, rows).boxed().toList())
                .setAcknowledged(true)
                .setTimestamp(result.timestamp());
    }

    public FlushResponse flush(FlushRequest request) {
        FlushResponse.Builder out =
                FlushResponse.newBuilder().setStatus(Statuses.success()).setDbName(request.getDbName());
        for (String collection : request.getCollectionNamesList()) {
            CollectionName name = describe(request.getDbName(), collection).name();
            VectorDatabase.FlushResult result = database.flush(name);
            LongArray segments =
                    LongArray.newBuilder().addAllData(result.segmentIds()).build();
            out.putCollSegIDs(collection, LongArray.getDefaultInstance())
                    .putFlushCollSegIDs(collection, segments)
                    .putCollFlushTs(collection, result.timestamp())
                    .putCollSealTimes(collection, HybridTimestamp.millis(result.timestamp()) / 1000);
        }
        return out.build();
    }

    /** A flush answers only when everything lies in the object store, so it is always done. */
    public GetFlushStateResponse flushState(GetFlushStateRequest request) {
        if (!request.getCollectionName().isEmpty()) {
            describe(request.getDbName(), request.getCollectionName());
        }
        return GetFlushStateResponse.newBuilder()
                .setStatus(Statuses.success())
                .setFlushed(true)
                .build();
    }

    @SuppressWarnings("deprecation") // The one timestamp that clients of all versions know.
    public FlushAllResponse flushAll(FlushAllRequest request) {
        Names.requireDatabase(request.getDbName());
        for (CollectionInfo info : database.listCollections(Names.database(request.getDbName()))) {
            database.flush(info.name());
        }
        return FlushAllResponse.newBuilder()
                .setStatus(Statuses.success())
                .setFlushAllTs(database.timestamp())
                .build();
    }

    public GetFlushAllStateResponse flushAllState() {
        return GetFlushAllStateResponse.newBuilder()
                .setStatus(Statuses.success())
                .setFlushed(true)
                .build();
    }

    private CollectionInfo describe(String databaseName, String collection) {
        Names.requireDatabase(databaseName);
        return database.describeCollection(Names.collection(databaseName, collection));
    }

    private static String partition(CollectionInfo info, String name) {
        if (name.isEmpty()) {
            return "";
        }
        if (info.schema().partitionKey().isPresent()) {
            throw Refusal.invalid("not support manually specifying the partition names if partition key mode is used");
        }
        return Names.partition(name);
    }
}
