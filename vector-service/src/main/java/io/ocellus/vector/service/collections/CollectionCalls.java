package io.ocellus.vector.service.collections;

import com.google.protobuf.InvalidProtocolBufferException;
import io.milvus.grpc.BoolResponse;
import io.milvus.grpc.CreateCollectionRequest;
import io.milvus.grpc.DescribeCollectionRequest;
import io.milvus.grpc.DescribeCollectionResponse;
import io.milvus.grpc.DropCollectionRequest;
import io.milvus.grpc.GetCollectionStatisticsRequest;
import io.milvus.grpc.GetCollectionStatisticsResponse;
import io.milvus.grpc.GetLoadStateRequest;
import io.milvus.grpc.GetLoadStateResponse;
import io.milvus.grpc.GetLoadingProgressRequest;
import io.milvus.grpc.GetLoadingProgressResponse;
import io.milvus.grpc.HasCollectionRequest;
import io.milvus.grpc.LoadCollectionRequest;
import io.milvus.grpc.LoadState;
import io.milvus.grpc.ReleaseCollectionRequest;
import io.milvus.grpc.RenameCollectionRequest;
import io.milvus.grpc.ShowCollectionsRequest;
import io.milvus.grpc.ShowCollectionsResponse;
import io.milvus.grpc.ShowType;
import io.milvus.grpc.Status;
import io.ocellus.vector.service.errors.Refusal;
import io.ocellus.vector.service.errors.Statuses;
import io.ocellus.vector.storage.CollectionDefinition;
import io.ocellus.vector.storage.CollectionInfo;
import io.ocellus.vector.storage.CollectionName;
import io.ocellus.vector.storage.ConsistencyLevel;
import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.HybridTimestamp;
import io.ocellus.vector.storage.VectorDatabase;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Calls about whole collections. Stateless and thread-safe. */
public final class CollectionCalls {
    static final int MOST_PARTITIONS = 1024;
    private static final int MOST_SHARDS = 16;

    private final VectorDatabase database;

    public CollectionCalls(VectorDatabase database) {
        this.database = database;
    }

    public Status create(CreateCollectionRequest request) {
        Names.requireDatabase(request.getDbName());
        CollectionName name = Names.collection(request.getDbName(), request.getCollectionName());
        io.milvus.grpc.CollectionSchema schema;
        try {
            schema = io.milvus.grpc.CollectionSchema.parseFrom(request.getSchema());
        } catch (InvalidProtocolBufferException e) {
            throw Refusal.unexpected("the schema of the request cannot be read: " + e.getMessage());
        }
        if (request.getShardsNum() > MOST_SHARDS) {
            throw Refusal.unexpected("maximum shards's number should be limited to " + MOST_SHARDS);
        }
        Map<String, String> properties = Pairs.map(request.getPropertiesList());
        SchemaRules.check(name.name(), schema, request.getNumPartitions(), properties);
        ConsistencyLevel consistency = ConsistencyLevel.ofCode(request.getConsistencyLevelValue())
                .orElseThrow(() -> Refusal.invalid("consistency level " + request.getConsistencyLevelValue()));
        Properties.check(properties);
        database.createCollection(new CollectionDefinition(
                name,
                schema.getDescription(),
                SchemaTranslation.fromProtocol(name.name(), schema),
                Math.max(0, request.getShardsNum()),
                (int) request.getNumPartitions(),
                consistency,
                properties));
        return Statuses.success();
    }

    public Status drop(DropCollectionRequest request) {
        Names.requireDatabase(request.getDbName());
        database.dropCollection(Names.collection(request.getDbName(), request.getCollectionName()));
        return Statuses.success();
    }

    public BoolResponse has(HasCollectionRequest request) {
        CollectionName name = Names.collection(request.getDbName(), request.getCollectionName());
        return BoolResponse.newBuilder()
                .setStatus(Statuses.success())
                .setValue(database.findCollection(name).isPresent())
                .build();
    }

    public DescribeCollectionResponse describe(DescribeCollectionRequest request) {
        CollectionInfo info = find(request.getDbName(), request.getCollectionName(), request.getCollectionID());
        DescribeCollectionResponse.Builder out = DescribeCollectionResponse.newBuilder()
                .setStatus(Statuses.success())
                .setSchema(SchemaTranslation.toProtocol(info.name().name(), info.description(), info.schema()))
                .setCollectionID(info.id())
                .setCollectionName(info.name().name())
                .setDbName(info.name().database())
                .setDbId(1)
                .setCreatedTimestamp(info.createdTimestamp())
                .setCreatedUtcTimestamp(HybridTimestamp.millis(info.createdTimestamp()))
                .setUpdateTimestamp(info.updatedTimestamp())
                .setUpdateTimestampStr(Long.toUnsignedString(info.updatedTimestamp()))
                .setShardsNum(info.shards().size())
                .setConsistencyLevelValue(info.consistency().code())
                .setNumPartitions(info.partitions().size())
                .addAllAliases(info.aliases().stream().sorted().toList())
                .addAllProperties(Pairs.list(info.properties()));
        for (CollectionInfo.ShardInfo shard : info.shards()) {
            out.addVirtualChannelNames(shard.virtualChannel()).addPhysicalChannelNames(shard.physicalChannel());
        }
        return out.build();
    }

    private CollectionInfo find(String databaseName, String collection, long id) {
        Names.requireDatabase(databaseName);
        if (collection.isEmpty() && id > 0) {
            CollectionInfo info = database.findCollection(id).orElseThrow(() -> new Failure.CollectionNotFound(id));
            // The id says nothing of the database, so that the caller's right to it was not looked at.
            if (!info.name().database().equals(Names.database(databaseName))) {
                throw new Failure.CollectionNotFound(id);
            }
            return info;
        }
        return database.describeCollection(Names.collection(databaseName, collection));
    }

    @SuppressWarnings("deprecation") // Attu reads the percentages.
    public ShowCollectionsResponse show(ShowCollectionsRequest request) {
        Names.requireDatabase(request.getDbName());
        Set<String> wanted = Set.copyOf(request.getCollectionNamesList());
        List<CollectionInfo> all = database.listCollections(Names.database(request.getDbName()));
        ShowCollectionsResponse.Builder out =
                ShowCollectionsResponse.newBuilder().setStatus(Statuses.success());
        for (CollectionInfo info : all) {
            boolean loaded = info.loadState() != CollectionInfo.LoadState.NOT_LOADED;
            boolean skipped = (request.getType() == ShowType.InMemory && !loaded)
                    || (!wanted.isEmpty() && !wanted.contains(info.name().name()));
            if (skipped) {
                continue;
            }
            out.addCollectionNames(info.name().name())
                    .addCollectionIds(info.id())
                    .addCreatedTimestamps(info.createdTimestamp())
                    .addCreatedUtcTimestamps(HybridTimestamp.millis(info.createdTimestamp()))
                    .addShardsNum(info.shards().size());
            if (request.getType() == ShowType.InMemory) {
                out.addInMemoryPercentages(database.loadProgress(info.name())).addQueryServiceAvailable(true);
            }
        }
        return out.build();
    }

    public Status rename(RenameCollectionRequest request) {
        Names.requireDatabase(request.getDbName());
        Names.requireDatabase(request.getNewDBName());
        CollectionName from = Names.collection(request.getDbName(), request.getOldName());
        String target = request.getNewDBName().isEmpty() ? request.getDbName() : request.getNewDBName();
        if (!Names.database(target).equals(from.database())) {
            throw Refusal.invalid("a collection stays in its database");
        }
        database.renameCollection(from, Names.collection(target, request.getNewName()));
        return Statuses.success();
    }

    public GetCollectionStatisticsResponse statistics(GetCollectionStatisticsRequest request) {
        CollectionName name =
                find(request.getDbName(), request.getCollectionName(), 0).name();
        return GetCollectionStatisticsResponse.newBuilder()
                .setStatus(Statuses.success())
                .addStats(Pairs.pair("row_count", String.valueOf(database.rowCount(name))))
                .build();
    }

    public Status load(LoadCollectionRequest request) {
        database.load(find(request.getDbName(), request.getCollectionName(), 0).name());
        return Statuses.success();
    }

    public Status release(ReleaseCollectionRequest request) {
        database.release(
                find(request.getDbName(), request.getCollectionName(), 0).name());
        return Statuses.success();
    }

    public GetLoadStateResponse loadState(GetLoadStateRequest request) {
        CollectionName name = Names.collection(request.getDbName(), request.getCollectionName());
        List<String> partitions = request.getPartitionNamesList();
        LoadState state = database.findCollection(name)
                .map(info -> !partitions.isEmpty() && !loaded(info, partitions)
                        ? LoadState.LoadStateNotLoad
                        : switch (info.loadState()) {
                            case NOT_LOADED -> LoadState.LoadStateNotLoad;
                            case LOADING -> LoadState.LoadStateLoading;
                            case LOADED -> LoadState.LoadStateLoaded;
                        })
                .orElse(LoadState.LoadStateNotExist);
        return GetLoadStateResponse.newBuilder()
                .setStatus(Statuses.success())
                .setState(state)
                .build();
    }

    private static boolean loaded(CollectionInfo info, List<String> partitions) {
        return partitions.stream()
                .allMatch(name -> info.partitions().stream()
                        .filter(partition -> partition.name().equals(name))
                        .findFirst()
                        .map(partition -> info.loadedPartitions().contains(partition.id()))
                        .orElseThrow(() -> new Failure.PartitionNotFound(name)));
    }

    public GetLoadingProgressResponse loadingProgress(GetLoadingProgressRequest request) {
        CollectionInfo info = find(request.getDbName(), request.getCollectionName(), 0);
        CollectionName name = info.name();
        for (String partition : request.getPartitionNamesList()) {
            if (!loaded(info, List.of(partition))) {
                throw new Failure.PartitionNotLoaded(partition);
            }
        }
        return GetLoadingProgressResponse.newBuilder()
                .setStatus(Statuses.success())
                .setProgress(database.loadProgress(name))
                .setRefreshProgress(100)
                .build();
    }
}
