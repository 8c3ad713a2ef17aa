package io.ocellus.vector.service.aliases;

import io.milvus.grpc.AlterAliasRequest;
import io.milvus.grpc.CreateAliasRequest;
import io.milvus.grpc.DescribeAliasRequest;
import io.milvus.grpc.DescribeAliasResponse;
import io.milvus.grpc.DropAliasRequest;
import io.milvus.grpc.ListAliasesRequest;
import io.milvus.grpc.ListAliasesResponse;
import io.milvus.grpc.Status;
import io.ocellus.vector.service.collections.Names;
import io.ocellus.vector.service.errors.Statuses;
import io.ocellus.vector.storage.CollectionInfo;
import io.ocellus.vector.storage.CollectionName;
import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.VectorDatabase;
import java.util.List;

/** Calls about aliases. Stateless and thread-safe. */
public final class AliasCalls {
    private final VectorDatabase database;

    public AliasCalls(VectorDatabase database) {
        this.database = database;
    }

    public Status create(CreateAliasRequest request) {
        Names.requireDatabase(request.getDbName());
        CollectionName alias = Names.alias(request.getDbName(), request.getAlias());
        database.createAlias(Names.collection(request.getDbName(), request.getCollectionName()), alias.name());
        return Statuses.success();
    }

    public Status alter(AlterAliasRequest request) {
        Names.requireDatabase(request.getDbName());
        CollectionName alias = Names.alias(request.getDbName(), request.getAlias());
        database.alterAlias(Names.collection(request.getDbName(), request.getCollectionName()), alias.name());
        return Statuses.success();
    }

    public Status drop(DropAliasRequest request) {
        Names.requireDatabase(request.getDbName());
        database.dropAlias(Names.alias(request.getDbName(), request.getAlias()));
        return Statuses.success();
    }

    public DescribeAliasResponse describe(DescribeAliasRequest request) {
        Names.requireDatabase(request.getDbName());
        CollectionName alias = Names.alias(request.getDbName(), request.getAlias());
        CollectionInfo info = database.findCollection(alias)
                .filter(found -> found.aliases().contains(alias.name()))
                .orElseThrow(() -> new Failure.AliasNotFound(alias));
        return DescribeAliasResponse.newBuilder()
                .setStatus(Statuses.success())
                .setDbName(alias.database())
                .setAlias(alias.name())
                .setCollection(info.name().name())
                .build();
    }

    /** The aliases of one collection; with none named those of the whole database. */
    public ListAliasesResponse list(ListAliasesRequest request) {
        Names.requireDatabase(request.getDbName());
        String collection = request.getCollectionName();
        List<CollectionInfo> infos = collection.isEmpty()
                ? database.listCollections(Names.database(request.getDbName()))
                : List.of(database.describeCollection(Names.collection(request.getDbName(), collection)));
        return ListAliasesResponse.newBuilder()
                .setStatus(Statuses.success())
                .setDbName(Names.database(request.getDbName()))
                .setCollectionName(collection)
                .addAllAliases(infos.stream()
                        .flatMap(info -> info.aliases().stream())
                        .sorted()
                        .toList())
                .build();
    }
}
