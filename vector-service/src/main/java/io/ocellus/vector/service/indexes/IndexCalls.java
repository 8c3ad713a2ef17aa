package io.ocellus.vector.service.indexes;

import io.milvus.grpc.AlterIndexRequest;
import io.milvus.grpc.CreateIndexRequest;
import io.milvus.grpc.DescribeIndexRequest;
import io.milvus.grpc.DescribeIndexResponse;
import io.milvus.grpc.DropIndexRequest;
import io.milvus.grpc.GetIndexBuildProgressRequest;
import io.milvus.grpc.GetIndexBuildProgressResponse;
import io.milvus.grpc.GetIndexStateRequest;
import io.milvus.grpc.GetIndexStateResponse;
import io.milvus.grpc.GetIndexStatisticsRequest;
import io.milvus.grpc.GetIndexStatisticsResponse;
import io.milvus.grpc.IndexDescription;
import io.milvus.grpc.IndexState;
import io.milvus.grpc.Status;
import io.ocellus.vector.service.collections.Names;
import io.ocellus.vector.service.collections.Pairs;
import io.ocellus.vector.service.errors.Refusal;
import io.ocellus.vector.service.errors.Statuses;
import io.ocellus.vector.storage.Change;
import io.ocellus.vector.storage.CollectionInfo;
import io.ocellus.vector.storage.CollectionName;
import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.IndexDefinition;
import io.ocellus.vector.storage.IndexInfo;
import io.ocellus.vector.storage.VectorDatabase;
import io.ocellus.vector.storage.schema.DataType;
import io.ocellus.vector.storage.schema.FieldSchema;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Calls about indexes. Stateless and thread-safe. */
public final class IndexCalls {
    private static final Set<String> CONFIGURABLE = Set.of("mmap.enabled", "indexoffsetcache.enabled");

    private final VectorDatabase database;

    public IndexCalls(VectorDatabase database) {
        this.database = database;
    }

    @SuppressWarnings("deprecation") // Some clients ask by the old accessor of the field.
    public Status create(CreateIndexRequest request) {
        CollectionInfo info = describe(request.getDbName(), request.getCollectionName());
        FieldSchema field = info.schema()
                .field(request.getFieldName())
                .or(() -> info.schema().dynamicField())
                .orElseThrow(
                        () -> Refusal.unexpected("cannot create index on non-exist field: " + request.getFieldName()));
        Map<String, String> parameters = IndexParameters.of(request.getExtraParamsList(), field);
        if (field.dynamic() && !field.name().equals(request.getFieldName())) {
            // A key of the dynamic field named as if it were a field.
            parameters.put("json_path", request.getFieldName());
        }
        String name = request.getIndexName();
        if (name.isEmpty() && field.type() == DataType.JSON) {
            name = field.name() + parameters.getOrDefault("json_path", "");
        }
        database.createIndex(info.name(), new IndexDefinition(field.name(), name, parameters));
        return Statuses.success();
    }

    /** Only whether an index lies in memory or is mapped can change, and here it is always mapped. */
    public Status alter(AlterIndexRequest request) {
        Map<String, String> set = Pairs.map(request.getExtraParamsList());
        Set<String> removed = Set.copyOf(request.getDeleteKeysList());
        if (!set.isEmpty() && !removed.isEmpty()) {
            throw Refusal.invalid("cannot provide both DeleteKeys and ExtraParams");
        }
        Stream.concat(set.keySet().stream(), removed.stream())
                .filter(key -> !CONFIGURABLE.contains(key))
                .findFirst()
                .ifPresent(key -> {
                    throw Refusal.invalid(key + " is not a configable index property");
                });
        CollectionInfo info = describe(request.getDbName(), request.getCollectionName());
        if (request.getIndexName().isEmpty()) {
            throw Refusal.invalid("index name is empty");
        }
        if (info.loadState() != CollectionInfo.LoadState.NOT_LOADED) {
            throw new Failure.Loaded(
                    info.name().name(), "can't alter index on loaded collection, please release the collection first");
        }
        String mapped = set.getOrDefault("mmap.enabled", "true");
        if (!mapped.equalsIgnoreCase("true") && !mapped.equalsIgnoreCase("false")) {
            throw Refusal.invalid("invalid mmap.enabled value: " + mapped + ", expected: true, false");
        }
        database.alterIndex(info.name(), request.getIndexName(), new Change(set, removed));
        return Statuses.success();
    }

    public Status drop(DropIndexRequest request) {
        CollectionInfo info = describe(request.getDbName(), request.getCollectionName());
        String name = request.getIndexName().isEmpty() ? request.getFieldName() : request.getIndexName();
        database.dropIndex(info.name(), name);
        return Statuses.success();
    }

    public DescribeIndexResponse describe(DescribeIndexRequest request) {
        CollectionInfo info = describe(request.getDbName(), request.getCollectionName());
        DescribeIndexResponse.Builder out = DescribeIndexResponse.newBuilder().setStatus(Statuses.success());
        indexes(info.name(), request.getIndexName(), request.getFieldName())
                .forEach(index -> out.addIndexDescriptions(description(index)));
        return out.build();
    }

    public GetIndexStatisticsResponse statistics(GetIndexStatisticsRequest request) {
        CollectionInfo info = describe(request.getDbName(), request.getCollectionName());
        GetIndexStatisticsResponse.Builder out =
                GetIndexStatisticsResponse.newBuilder().setStatus(Statuses.success());
        indexes(info.name(), request.getIndexName(), "").forEach(index -> out.addIndexDescriptions(description(index)));
        return out.build();
    }

    @SuppressWarnings("deprecation") // The call itself is deprecated; old clients wait on it.
    public GetIndexStateResponse state(GetIndexStateRequest request) {
        CollectionInfo info = describe(request.getDbName(), request.getCollectionName());
        IndexInfo index = indexes(info.name(), request.getIndexName(), request.getFieldName())
                .getFirst();
        return GetIndexStateResponse.newBuilder()
                .setStatus(Statuses.success())
                .setState(state(index))
                .setFailReason(index.failure())
                .build();
    }

    @SuppressWarnings("deprecation") // The call itself is deprecated; old clients wait on it.
    public GetIndexBuildProgressResponse progress(GetIndexBuildProgressRequest request) {
        CollectionInfo info = describe(request.getDbName(), request.getCollectionName());
        IndexInfo index = indexes(info.name(), request.getIndexName(), request.getFieldName())
                .getFirst();
        return GetIndexBuildProgressResponse.newBuilder()
                .setStatus(Statuses.success())
                .setIndexedRows(index.indexedRows())
                .setTotalRows(index.totalRows())
                .build();
    }

    private CollectionInfo describe(String databaseName, String collection) {
        Names.requireDatabase(databaseName);
        return database.describeCollection(Names.collection(databaseName, collection));
    }

    private List<IndexInfo> indexes(CollectionName collection, String indexName, String fieldName) {
        List<IndexInfo> found = database.describeIndexes(collection, indexName.isEmpty() ? fieldName : indexName);
        if (found.isEmpty()) {
            throw new Refusal(700, "index not found[collection=" + collection.name() + "]");
        }
        return found;
    }

    private static IndexDescription description(IndexInfo index) {
        return IndexDescription.newBuilder()
                .setIndexName(index.name())
                .setIndexID(index.id())
                .setFieldName(index.fieldName())
                .addAllParams(Pairs.list(index.parameters()))
                .setIndexedRows(index.indexedRows())
                .setTotalRows(index.totalRows())
                .setPendingIndexRows(index.pendingRows())
                .setState(state(index))
                .setIndexStateFailReason(index.failure())
                .build();
    }

    private static IndexState state(IndexInfo index) {
        return switch (index.state()) {
            case UNISSUED -> IndexState.Unissued;
            case IN_PROGRESS -> IndexState.InProgress;
            case FINISHED -> IndexState.Finished;
            case FAILED -> IndexState.Failed;
        };
    }
}
